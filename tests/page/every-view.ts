/** Every view of the app, and how it comes about. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Hashing } from '../../web/proof/shown.ts'
import { ask, openPage, show } from './browser.ts'
import { detailOf, RECEIPT, viewOf, viewsOfAllFailures, viewsOfAllStates } from './views.ts'
import type { Site } from './site.ts'
import type { openStage } from './stage.ts'

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

type Stage = Awaited<ReturnType<typeof openStage>>

/** Opens the app, does what is to be seen, and closes it; the console must stay silent. */
export async function withPage(
  { site, browser }: Stage,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

/** Needs the site only where something there changes under it. */
export const VIEWS: Record<string, (page: Page, site: Site) => Promise<void>> = {
  empty: (page) => show(page, { uploads: [] }),
  states: (page) => show(page, { uploads: viewsOfAllStates() }),
  failures: (page) => show(page, { uploads: viewsOfAllFailures() }),
  done: (page) =>
    show(page, {
      uploads: [1, 2, 3].map((number) =>
        viewOf(number, { state: 'verified', sent: 4_000_000_000, proof: 'object-checksum' }),
      ),
    }),
  async undo(page, site) {
    await VIEWS['done']?.(page, site)
    await button(page, 'Remove: file 2.bin').click()
    await button(page, 'Undo').waitFor()
  },
  async detail(page) {
    const upload = viewOf(1, {
      name: 'Überblick – 概要.mov',
      path: 'Aufnahmen/2024/Zürich',
      size: 1_048_576_000_000,
      state: 'uploading',
      sent: 398_800_000_000,
      inFlight: 524_288_000,
      watchable: true,
    })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await page.getByRole('img', { name: /^The parts in order: 5,589 parts: waiting/ }).waitFor()
    const log = page.getByRole('region', { name: 'What happened' })
    const days = await log.getByRole('heading', { level: 3 }).allTextContents()
    expect(days).toEqual(['Saturday, May 18, 2024', 'Friday, May 17, 2024'])
    expect(await log.getByRole('list').first().getByRole('listitem').count()).toBe(1)
  },
  async 'detail-verified'(page) {
    const detail = detailOf({
      plan: { partSize: 16_777_216, partCount: 239 },
      missing: [],
      parts: [],
      here: [],
      notes: [],
    })
    await show(page, { uploads: [viewOf(1, { state: 'verified', sent: 4e9 })], detail })
    await page.getByRole('link', { name: 'file 1.bin' }).click()
    await page.getByRole('img', { name: /239 parts: verified/ }).waitFor()
  },
  async receipt(page) {
    await show(page, { uploads: viewsOfAllStates(), receipt: RECEIPT })
    await button(page, 'Receipt: 5 verified.mov').click()
    await page.getByRole('dialog', { name: 'Receipt' }).waitFor()
  },
  async 'watch-link'(page) {
    await show(page, { uploads: viewsOfAllStates() })
    await button(page, 'Show on another device: 2 uploading.mov').click()
    await page.getByRole('dialog', { name: 'Show on another device' }).waitFor()
  },
  async confirm(page) {
    await show(page, { uploads: viewsOfAllStates() })
    await button(page, 'Cancel: 2 uploading.mov').click()
    await page.getByRole('dialog').waitFor()
  },
  async update(page, site) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading' })], busy: true })
    await offerNewVersion(page, site)
    await page.getByText('A new version is ready').waitFor()
  },
  async closing(page) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_610_612_736 })] })
    await button(page, 'Finish in the background').waitFor()
  },
  async 'hashes-held'(page) {
    const upload = viewOf(1, { state: 'uploading', sent: 2_000_000_000, watchable: true })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await tellHashing(page, upload.id, { state: 'held', at: upload.size / 4 })
    await page.getByText('Computed to 25%. It goes on when files').waitFor()
  },
  async 'hashes-again'(page) {
    const upload = viewOf(1, { state: 'verified', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await tellHashing(page, upload.id, { state: 'reading', at: upload.size / 4, isAgain: true })
    await page.getByText('What was read of the file is not what was sent. A disk may').waitFor()
  },
  async 'hashes-another'(page) {
    const upload = viewOf(1, { state: 'verified', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await tellHashing(page, upload.id, { state: 'another', at: 0 })
    await page.getByRole('alert').getByText('What was sent is not this file').waitFor()
  },
  disproved: (page) =>
    show(page, {
      uploads: [
        viewOf(1, { state: 'disproved', sent: 4e9, proof: 'object-checksum' }),
        viewOf(2, { state: 'verified', sent: 4e9, proof: 'object-checksum' }),
      ],
    }),
  async 'disproved-receipt'(page) {
    const upload = viewOf(1, { state: 'disproved', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload], receipt: RECEIPT })
    await button(page, 'Receipt: file 1.bin').click()
    await page.getByRole('dialog').getByText('What was sent is not this file').waitFor()
  },
  async 'hashes-last'(page) {
    const upload = viewOf(1, { state: 'verified', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload] })
    await tellHashing(page, upload.id, { state: 'reading', at: 1000 })
    await page.getByText('The hashes of 1 file are still being computed').waitFor()
  },
  async 'handed-over'(page) {
    const uploads = [
      viewOf(1, { state: 'uploading', sent: 1_610_612_736, handedOver: true }),
      viewOf(2, { state: 'uploading', handedOver: true }),
    ]
    await show(page, { uploads })
    await page.getByText('The browser sends 2 uploads by itself now').waitFor()
  },
  async offline(page) {
    await show(page, { uploads: [viewOf(1, { offline: true, sent: 1_000_000 })] })
    await page.context().setOffline(true)
    await page.getByText('No network. Uploads go on').waitFor()
  },
  async lost(page) {
    const sizes = [1_000_000, 2_000_000, 4_000_000_000]
    const uploads = sizes.map((sent, number) => viewOf(number, { state: 'uploading', sent }))
    await show(page, { uploads: [...uploads, viewOf(3, { state: 'verified' })] })
    await ask(page, { type: 'test-lose' })
    await page.getByText('The browser has deleted Longhaul’s records of 3 uploads').waitFor()
  },
  async unreadable(page) {
    await show(page, { uploads: [viewOf(1, { problem: 'file_gone' })] })
    await page.evaluate(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
    const chooser = page.waitForEvent('filechooser')
    await button(page, 'Choose again: file 1.bin').click()
    await (await chooser).setFiles({ name: 'other.bin', mimeType: '', buffer: Buffer.alloc(9) })
    await page.getByText('its name is other.bin').waitFor()
  },
}

/** As another tab does that hashes an upload's file, until this one has heard it. */
async function tellHashing(
  page: Page,
  id: string,
  now: Pick<Hashing, 'state' | 'at'> & Partial<Hashing>,
) {
  const hashing: Hashing = { kinds: ['sha256'], hashes: null, isAgain: false, ...now }
  await page.evaluate(
    (told) => {
      const channel = new BroadcastChannel('longhaul-hashes')
      setInterval(() => channel.postMessage(told), 200)
    },
    { id, hashing },
  )
}

/** Installs another version of the app's worker beside the one that runs. */
export async function offerNewVersion(page: Page, site: Site): Promise<void> {
  site.worker = 'second'
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })
}
