import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { arrives, hasNoParts } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter, partsOf, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, drop, isReady, openApp, PATIENCE, press, rowsOf, says } from './uploads-page.ts'

/** Bytes that the browser's storage has left: less than the records of the upload take in all. */
const LITTLE_ROOM = 6000
/** ms, and some more. */
const BELIEVED = 32_000

describe("the browser's own storage", () => {
  let stage: ProxiedStage
  let page: Page
  let session: CDPSession
  beforeAll(async () => {
    stage = await startProxiedStage()
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(() => stage.close())

  const make = (name: string, size: number) => makeFile(join(stage.folder, name), size)
  const arrived = (name: string) => acknowledged(stage.proxy, name).length

  async function open(): Promise<void> {
    page = await openApp(stage.context(), stage.origin)
    session = await page.context().newCDPSession(page)
  }

  /** Later than the latest write: Chromium believes for 30 s in the room that it found. */
  async function leaveLittleRoom(): Promise<void> {
    await sleep(BELIEVED)
    const { usage } = await session.send('Storage.getUsageAndQuota', { origin: stage.origin })
    await setQuota(usage + LITTLE_ROOM)
  }

  /** @param quotaSize bytes; without it the browser's own again */
  async function setQuota(quotaSize?: number): Promise<void> {
    const quota = quotaSize === undefined ? {} : { quotaSize }
    await session.send('Storage.overrideQuotaForOrigin', { origin: stage.origin, ...quota })
  }

  /** As Chromium does it when the disk runs low, and as a person may in its settings. */
  async function evict(): Promise<void> {
    const { origin } = stage
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  }

  test('is full: uploads wait and say so, and go on when there is room again', async () => {
    const file = await make('full disk.bin', 112 * MIB)
    const more = await Promise.all(
      Array.from({ length: 10 }, (_, number) => make(`no room ${number}`, 1000)),
    )
    const gate = closeGateAfter(stage.proxy, 0)
    await open()
    await drop(page, file.path)
    await expect
      .poll(() => partsOf(stage.proxy, file.name).length, { timeout: PATIENCE })
      .toBeGreaterThan(0)
    await leaveLittleRoom()
    gate.open()
    await says(page, file.name, 'The browser’s own storage is full or does not work.')
    await setQuota(1)
    await choose(page, ...more.map(({ path }) => path))
    await page.getByText('Free some disk space, then add the files again.').waitFor()

    await setQuota()
    await press(page, file.name, 'Retry')
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
    expect((await rowsOf(page)).map(({ name }) => name)).toEqual([file.name])
  })

  test('is deleted while the page is open: it says so, and nothing is sent twice', async () => {
    const chosen = await make('deleted, chosen.bin', 80 * MIB)
    const dropped = await make('deleted, dropped.bin', 48 * MIB)
    const gate = closeGateAfter(stage.proxy, 4)
    await open()
    await choose(page, chosen.path)
    await drop(page, dropped.path)
    await expect
      .poll(() => arrived(chosen.name) + arrived(dropped.name), { timeout: PATIENCE })
      .toBe(4)
    await evict()
    gate.open()
    await page.getByText('This page still has the file of 1 upload and goes on').waitFor()
    await page.getByText('The browser has deleted Longhaul’s records of 1 upload').waitFor()
    await arrives(page, stage.bucket, chosen)
    await drop(page, dropped.path)
    await arrives(page, stage.bucket, dropped)
    for (const { name } of [chosen, dropped]) expect(sentTwice(stage.proxy, name)).toEqual([])
    await hasNoParts(stage.bucket)
  })

  test('was deleted before the start: it says so, and nothing is sent twice', async () => {
    const file = await make('deleted before.bin', 48 * MIB)
    const gate = closeGateAfter(stage.proxy, 2)
    await open()
    await drop(page, file.path)
    await expect.poll(() => arrived(file.name), { timeout: PATIENCE }).toBe(2)
    await expect
      .poll(() => page.evaluate(() => JSON.stringify(localStorage)), { timeout: PATIENCE })
      .toContain(file.name)
    await page.goto('about:blank')
    await evict()
    gate.open()
    await page.goto(stage.origin)
    await isReady(page)
    await page.getByText('The browser has deleted Longhaul’s records of 1 upload').waitFor()
    await drop(page, file.path)
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
    await hasNoParts(stage.bucket)
  })
})
