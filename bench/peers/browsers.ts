/** Peers that are pages in Chromium. */
import { MIB, MIN_PART_SIZE } from '../../shared/limits.ts'
import { planParts, PREFERRED_PART_SIZE } from '../../shared/plan.ts'
import { openApp, uploadInApp } from '../support/app.ts'
import { lastPartArrived, recordRequests, workerOf } from '../support/browser.ts'
import { askWorker, openSite } from '../support/site.ts'
import { inBrowser, type Peer } from './peer.ts'

/** Connections that a browser makes to one host name by HTTP/1.1. */
const CONNECTIONS_PER_HOST = 6
/** Parts that each lane has to send, so that all end at about the same time. */
const PARTS_PER_LANE = 4

/** @param site the built app as it comes, with checksums, or where its API found a store that checks nothing */
export function app(site: 'app' | 'unchecked'): Peer {
  return inBrowser(async (browser, stage, time) => {
    await openApp(browser, stage[site])
    const worker = await workerOf(browser)
    await recordRequests(worker)
    const sent = await time(async () => {
      const { begin } = await uploadInApp(browser, stage.file)
      return { begin, end: await lastPartArrived(worker) }
    })
    await stage.bucket.empty(stage.size)
    return sent
  })
}

/** @param partSize bytes; undefined for Uppy's own choice */
export function uppy(partSize?: number): Peer {
  return inBrowser(async ({ page }, stage, time) => {
    await page.goto(partSize === undefined ? stage.uppy : `${stage.uppy}/?part-size=${partSize}`)
    await recordRequests(page)
    const sent = await time(async () => {
      await page.locator('input').setInputFiles(stage.file)
      await page.locator('body[data-end]').waitFor({ timeout: 0 })
      const { begin, end } = await page.evaluate(() => {
        const { begin, end } = document.body.dataset
        return { begin, end }
      })
      if (end !== '') throw new Error(`Uppy: ${end}`)
      return { begin: Number(begin), end: await lastPartArrived(page) }
    })
    await stage.bucket.empty(stage.size)
    return sent
  })
}

/** A bare worker with so many lanes and no checksums, over no more host names than they need. */
export function plain(lanes: number): Peer {
  return inBrowser(async (browser, stage, time) => {
    await openSite(browser.page, stage.site, stage.file)
    const worker = await workerOf(browser)
    await recordRequests(worker)
    const share = Math.floor(stage.size / lanes / PARTS_PER_LANE / MIB) * MIB
    const partSize = Math.max(MIN_PART_SIZE, Math.min(PREFERRED_PART_SIZE, share))
    const plan = planParts(stage.size, partSize)
    const hosts = stage.endpoints.slice(0, Math.ceil(lanes / CONNECTIONS_PER_HOST))
    const upload = await stage.bucket.begin(hosts, plan, null)
    const sent = await time(async () => {
      const question = { lanes, hash: false, parts: upload.parts }
      const { begin } = await askWorker(browser.page, question)
      return { begin, end: await lastPartArrived(worker) }
    })
    await stage.bucket.drop(upload, plan)
    return sent
  })
}
