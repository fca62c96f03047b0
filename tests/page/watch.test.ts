import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { UploadStatus } from '../../shared/upload-status.ts'
import { iconOf } from '../../web/uploads/tab-icon.ts'
import { openPage, show } from './browser.ts'
import { hear } from './heard.ts'
import { inspect } from './inspect.ts'
import { type StatusAnswer } from './site.ts'
import { RECEIPT, statusOf, viewOf } from './views.ts'
import { openStage } from './stage.ts'

const FRAGMENT = '#watch=01890000-0000-7000-8000-000000000001.head.content.signature'
/** What a browser says of answers that are errors, and of connections that break off. */
const NETWORK = /^Failed to load resource:/

const { site, browser } = await openStage()

afterEach(() => {
  site.watchers.length = 0
})

interface Opening {
  readonly fragment?: string
  /** Without service workers. */
  readonly bare?: boolean
}

/** Opens a link, by default in a window that can't run the app. */
async function withLink(
  use: (page: Page) => Promise<void>,
  { fragment = FRAGMENT, bare = true }: Opening = {},
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    if (bare) {
      await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
    }
    await open(fragment)
    await use(page)
    expect(complaints.filter((text) => !NETWORK.test(text))).toEqual([])
  } finally {
    await page.context().close()
  }
}

const seen = (change: Partial<UploadStatus> = {}): StatusAnswer => ({
  status: 200,
  body: statusOf(change),
})
const refused = (status: number, code: string): StatusAnswer => ({
  status,
  body: { code, message: '', retryable: false },
})
const completed: Partial<UploadStatus> = {
  state: 'completed',
  name: RECEIPT.name,
  path: RECEIPT.path,
  sent: 4_000_000_000,
  parts: 239,
}
const DISPROVED = { at: '2026-11-22T11:00:00.000Z', crc64nvme: 'AAAAAAAAAAA=' }
const stateOf = (page: Page) => page.getByTestId('state').textContent()

interface View {
  readonly answer: StatusAnswer | null
  readonly words: string
  readonly fragment?: string
}

const VIEWS: Record<string, View> = {
  uploading: { answer: seen(), words: '40%' },
  quiet: { answer: seen({ unchangedForSeconds: 1000 }), words: 'Nothing has arrived for 17 min.' },
  finishing: { answer: seen({ sent: 4_000_000_000, parts: 239 }), words: 'All parts have arrived' },
  verified: { answer: seen({ ...completed, receipt: RECEIPT }), words: 'Open the receipt' },
  disproved: {
    answer: seen({ ...completed, receipt: { ...RECEIPT, disproved: DISPROVED } }),
    words: 'Ask whoever sent the file to send it once more',
  },
  gone: { answer: seen({ state: 'gone', sent: 0, parts: 0 }), words: 'cancelled, cleaned up' },
  unreachable: { answer: null, words: 'there may be no network here' },
  faulty: { answer: refused(502, 'store_denied'), words: 'can’t say just now' },
  expired: { answer: refused(401, 'token_expired'), words: 'This link has expired' },
  refused: { answer: refused(403, 'token_invalid'), words: 'This link is not valid' },
  damaged: { answer: null, words: 'This link is not whole', fragment: FRAGMENT.slice(0, -10) },
}

describe('in every look', () => {
  test.each(Object.keys(VIEWS))('the view "%s" of a link has no faults', async (name) => {
    const view = VIEWS[name]
    if (!view) throw new Error(`no view ${name}`)
    site.status = view.answer
    const { fragment = FRAGMENT } = view
    const use = async (page: Page) => {
      await page.getByText(view.words).waitFor()
      await inspect(page, `watch-${name}`)
    }
    await withLink(use, { fragment })
  })
})

test('a link is no list of uploads, and leads to the app', async () => {
  // So late that it asks once, however long this takes.
  site.status = seen({ nextInSeconds: 300 })
  const use = async (page: Page) => {
    await page.getByText('You are watching an upload of another device.').waitFor()
    expect(await page.getByText('Watching', { exact: true }).count()).toBe(1)
    expect(await page.getByRole('heading', { name: 'Uploads' }).count()).toBe(0)
    expect(await page.getByRole('button').count()).toBe(0)
    await expect.poll(() => page.title()).toBe('40% · Überblick – 概要.mov · Watching')
    const icon = () => page.locator('link[rel="icon"]').getAttribute('href')
    await expect.poll(icon).toBe(iconOf(40))
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([])
    expect(site.watchers).toEqual(['head.content.signature'])
    await page.getByRole('link', { name: 'Send files of your own' }).click()
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
    await expect.poll(() => page.title()).toBe('Longhaul')
    await expect.poll(icon).toBe('/icon.svg')
    expect(await page.getByTestId('watched').count()).toBe(0)
  }
  await withLink(use, { bare: false })
})

test('a link that is opened in the app itself takes nothing from its uploads', async () => {
  site.status = seen()
  const use = async (page: Page) => {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_000_000_000 })] })
    await page.getByRole('button', { name: 'Cancel: file 1.bin' }).click()
    await page.getByRole('dialog').waitFor()
    await page.evaluate((hash) => (location.hash = hash), FRAGMENT)
    await page.getByTestId('watched').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goBack()
    await page.getByText('file 1.bin').waitFor()
    expect(await stateOf(page)).toBe('Uploading')
  }
  await withLink(use, { fragment: '', bare: false })
})

test('a link follows its upload to the receipt, and on, until that is disproved', async () => {
  site.status = seen({ nextInSeconds: 1 })
  await withLink(async (page) => {
    await expect.poll(() => stateOf(page)).toBe('Uploading')
    site.status = null
    await page.getByText('there may be no network here').waitFor()
    expect(await stateOf(page)).toBe('Uploading')
    site.status = seen({ ...completed, nextInSeconds: 1 })
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(() => stateOf(page)).toBe('Finishing')
    expect(await page.getByText('there may be no network here').count()).toBe(0)
    // So late that it asks no more while this goes on, but once.
    site.status = seen({ ...completed, receipt: RECEIPT, nextInSeconds: 20 })
    await expect.poll(() => stateOf(page)).toBe('Verified')
    await expect
      .poll(() => page.getByRole('status').allTextContents())
      .toContain('5 verified.mov verified.')
    const asked = site.watchers.length
    await page.getByRole('button', { name: 'Open the receipt' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Receipt' })
    expect(await dialog.textContent()).toContain(RECEIPT.checksum.value)
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save as JSON' }).click()
    expect((await download).suggestedFilename()).toBe('5 verified.mov.receipt.json')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Open the receipt')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    expect(site.watchers.length - asked).toBeLessThanOrEqual(1)

    const disproved = { ...RECEIPT, disproved: DISPROVED }
    site.status = seen({ ...completed, receipt: disproved, nextInSeconds: 1 })
    await expect.poll(() => stateOf(page), { timeout: 30_000 }).toBe('Does not match')
    await page.getByRole('alert').getByText('do not rely on it').waitFor()
    expect(await page.getByTestId('watched').textContent()).not.toMatch(/verified$|Verified on/)
    await page.getByRole('button', { name: 'Open the receipt' }).press('Enter')
    await dialog.getByText('Found to differ').waitFor()
    expect(await dialog.textContent()).not.toMatch(/Verified/)
    const askedLast = site.watchers.length
    await page.waitForTimeout(2500)
    expect(site.watchers.length).toBe(askedLast)
  })
})

test('a link asks nothing while its page is hidden', async () => {
  site.status = seen({ nextInSeconds: 1 })
  await withLink(async (page) => {
    await expect.poll(() => site.watchers.length).toBeGreaterThan(1)
    await hide(page, true)
    const asked = site.watchers.length
    await page.waitForTimeout(3000)
    expect(site.watchers.length - asked).toBeLessThanOrEqual(1)
    site.status = seen({ parts: 200 })
    await hide(page, false)
    await page.getByText('200 of 239 parts').waitFor()
  })
})

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    hidden ? 'hidden' : 'visible',
  )
}

test('only uploads that the server has can be shown on another device', async () => {
  const use = async (page: Page) => {
    await show(page, {
      uploads: [viewOf(1), viewOf(2, { state: 'paused', watchable: true })],
    })
    const buttons = page.getByRole('button', { name: 'Show on another device' })
    expect(await buttons.evaluateAll((all) => all.map(({ ariaLabel }) => ariaLabel))).toEqual([
      'Show on another device: file 2.bin',
    ])
  }
  await withLink(use, { fragment: '', bare: false })
})

test.each([
  ['token_expired', 'This upload was begun too long ago to be shown on another device.'],
  ['network', 'No link could be made, as the server did not give one.'],
] as const)('that there is no link because of %s is said', async (noLink, words) => {
  const use = async (page: Page) => {
    await show(page, { uploads: [viewOf(1, { state: 'paused', watchable: true })], noLink })
    await page.getByRole('button', { name: 'Show on another device' }).click()
    await page.getByRole('alert').getByText(words).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  }
  await withLink(use, { fragment: '', bare: false })
})

test('the link can be copied and shared', async () => {
  const use = async (page: Page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const view = viewOf(1, { state: 'paused', watchable: true })
    await show(page, { uploads: [view] })
    await page.evaluate(() => {
      const shared: unknown[] = []
      Object.assign(window, { shared })
      const share = (data: unknown) => Promise.resolve(void shared.push(data))
      Object.defineProperty(navigator, 'share', { configurable: true, value: share })
    })
    await page.getByRole('button', { name: 'Show on another device' }).click()
    const dialog = page.getByRole('dialog', { name: 'Show on another device' })
    const link = `${site.origin}/#watch=${view.id}.head.content.signature`
    expect(await dialog.getByRole('textbox', { name: 'Link' }).inputValue()).toBe(link)
    const heard = await hear(page)
    for (const times of [1, 2]) {
      await dialog.getByRole('button', { name: 'Copy link' }).click()
      await expect.poll(heard).toEqual(Array.from({ length: times }, () => 'Copied'))
    }
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link)
    await dialog.getByRole('button', { name: 'Share…' }).click()
    expect(await page.evaluate(() => Reflect.get(window, 'shared') as unknown)).toEqual([
      { title: 'file 1.bin', url: link },
    ])
    await dialog.getByRole('button', { name: 'Close' }).click()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Show on another device',
    )
  }
  await withLink(use, { fragment: '', bare: false })
})
