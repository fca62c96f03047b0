import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ANSWERS, good, LINKS } from './admin-answers.ts'
import { openPage, show } from './browser.ts'
import { walk } from './focus.ts'
import { choose, dialogOf, EVERY, identityWith } from './details-stage.ts'
import { detailOf, idOf, RECEIPT, viewOf, viewsOfAllStates } from './views.ts'
import type { StatusAnswer } from './site.ts'
import { openStage } from './stage.ts'

const TOKEN = `head.${Buffer.from(JSON.stringify({ jti: idOf(3) })).toString('base64url')}.signature`

const { site, browser } = await openStage()

interface View {
  readonly path?: string
  readonly locale?: string
  readonly answers?: Readonly<Record<string, StatusAnswer>>
  readonly act?: (page: Page) => Promise<unknown>
  /** Stops that the keyboard makes at least. */
  readonly stops: number
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().press('Enter')
const [LINK] = LINKS.links
const MANY_LINKS = Array.from({ length: 40 }, (_, number) => ({
  ...LINK,
  id: idOf(100 + number),
  label: `link ${number}`,
}))
const withUploads = (page: Page) =>
  show(page, { uploads: viewsOfAllStates(), detail: detailOf(), receipt: RECEIPT, busy: true })

const SPANS = [
  { from: 480, to: 1080, limit: 2_000_000 },
  { from: 1320, to: 390, limit: 4_000_000 },
]
/** Opens the dialog of a button, in a list that has something of everything. */
const inDialog = (name: string | RegExp) => async (page: Page) => {
  await withUploads(page)
  await press(name)(page)
  await page.getByRole('dialog').waitFor()
}

async function fillIn(page: Page): Promise<void> {
  await show(page, { identity: identityWith(EVERY) })
  await page.reload()
  await show(page, { identity: identityWith(EVERY) })
  await choose(page, 'a.bin')
  await dialogOf(page).getByRole('button', { name: 'Add 1 file' }).waitFor()
}

const VIEWS: Record<string, View> = {
  home: { act: withUploads, stops: 30 },
  'home, from right to left': { act: withUploads, locale: 'ar', stops: 30 },
  'home, with what can be undone': {
    act: async (page) => {
      const verified = { state: 'verified', sent: 4_000_000_000 } as const
      const uploads = Array.from({ length: 40 }, (_, number) => viewOf(number, verified))
      await show(page, { uploads, busy: true })
      await press('Remove: file 2.bin')(page)
      await page.getByRole('button', { name: 'Undo' }).waitFor()
    },
    stops: 100,
  },
  'one upload': {
    act: async (page) => {
      await withUploads(page)
      await page.getByRole('link', { name: '2 uploading.mov', exact: true }).press('Enter')
      await page.getByTestId('detail').waitFor()
    },
    stops: 10,
  },
  order: {
    act: async (page) => {
      await withUploads(page)
      await press(/^Order and start: /)(page)
      await page.getByRole('dialog').waitFor()
    },
    stops: 4,
  },
  receipt: { act: inDialog(/^Receipt: 5/), stops: 4 },
  'speed limit': {
    act: async (page) => {
      await show(page, { bandwidth: { usual: 4_000_000, spans: SPANS } })
      await inDialog('Speed limit')(page)
    },
    stops: 12,
  },
  cancel: { act: inDialog('Cancel: 2 uploading.mov'), stops: 2 },
  'show on another device': { act: inDialog(/^Show on another device: 2/), stops: 3 },
  details: { act: fillIn, stops: 10 },
  history: { path: 'history', stops: 5 },
  settings: { path: 'settings', stops: 10 },
  help: { path: 'help', stops: 5 },
  'check a receipt': { path: 'receipts', stops: 7 },
  'admin, after links were taken back': {
    path: `admin#link=${TOKEN}`,
    act: async (page) => {
      await page.getByRole('link', { name: 'Links', exact: true }).press('Enter')
      await press('Take back link 2')(page)
      await page.getByRole('button', { name: 'Take it back' }).press('Enter')
      await page.locator('.said:not(:empty)').waitFor()
    },
    answers: {
      'GET /api/links': good({ links: MANY_LINKS, next: null }),
      [`DELETE /api/links/${idOf(102)}`]: { status: 204, body: undefined },
    },
    stops: 40,
  },
  ...Object.fromEntries(
    ['Uploads', 'Receipts', 'Links', 'Totals and cost', 'Health'].map((name): [string, View] => [
      `admin: ${name}`,
      {
        path: `admin#link=${TOKEN}`,
        act: (page) => page.getByRole('link', { name, exact: true }).press('Enter'),
        stops: 6,
      },
    ]),
  ),
}

describe.each([
  ['wide', 1200, 800],
  ['narrow', 360, 580],
] as const)('by the keyboard through a window that is %s', (_look, width, height) => {
  test.each(Object.keys(VIEWS))('%s: every stop is in sight and marked', async (name) => {
    const view = VIEWS[name]
    if (!view) throw new Error(`there is no view ${name}`)
    site.api = { ...ANSWERS, ...view.answers }
    const { page, complaints, open } = await openPage(browser, site.origin, view.locale)
    await page.setViewportSize({ width, height })
    await open(view.path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await view.act?.(page)
    // What comes later moves what is there, and may take the keyboard's place.
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => {
      // From the beginning, and not from where the keyboard was.
      const place = document.querySelector<HTMLElement>('dialog:modal') ?? document.body
      place.tabIndex = -1
      place.focus()
      place.removeAttribute('tabindex')
      scrollTo(0, 0)
    })
    const stops = await walk(page)
    const faults = stops.flatMap(({ name, faults }) => faults.map((fault) => `${name} ${fault}`))
    expect(faults).toEqual([])
    expect(stops.length).toBeGreaterThanOrEqual(view.stops)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
