/** Every view while it is loaded, and where it can't be. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { idOf, RECEIPT, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

interface Late {
  /** The file that comes late, or never. */
  readonly file: string
  readonly path?: string
  /** Brings it about, in an app that is open. */
  readonly act?: (page: Page) => Promise<void>
}

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).press('Enter')

const VIEWS: Readonly<Record<string, Late>> = {
  history: { file: 'history', path: 'history' },
  settings: { file: 'settings', path: 'settings' },
  health: { file: 'health', path: 'health-check' },
  help: { file: 'help', path: 'help' },
  upload: { file: 'upload', path: `uploads/${idOf(1)}` },
  unknown: { file: 'upload', path: 'nowhere' },
  receipts: { file: 'receipts', path: 'receipts' },
  watch: { file: 'watch', path: `#watch=${idOf(1)}.head.content.signature` },
  receipt: { file: 'receipt', act: press('Receipt: 5 verified.mov') },
  'watch-link': { file: 'watch-link', act: press('Show on another device: 2 uploading.mov') },
}

/** Opens the app where one file of it waits until `arrive`, or breaks off. */
async function withLate(
  { file, path, act }: Late,
  arrives: boolean,
  use: (page: Page, arrive: () => void) => Promise<void>,
): Promise<void> {
  const { page, open } = await openPage(browser, site.origin)
  let arrive = (): void => undefined
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  await page.route(new RegExp(`/assets/${file}-[\\w-]{6}\\.js$`), async (route) => {
    if (!arrives) return route.abort()
    await arrived
    await route.continue()
  })
  try {
    await open(path)
    if (act) {
      await show(page, { uploads: viewsOfAllStates(), receipt: RECEIPT })
      await act(page)
    }
    await use(page, arrive)
  } finally {
    arrive()
    await page.context().close()
  }
}

describe('in every look', () => {
  test.each(Object.keys(VIEWS))('the view %s has no faults while it is loaded', async (name) => {
    const view = VIEWS[name]
    if (!view) throw new Error(`there is no view ${name}`)
    const { act } = view
    await withLate(view, true, async (page, arrive) => {
      const loading = page.getByText('Loading…')
      // At first it is hidden, so that nothing flashes.
      await expect.poll(() => loading.isVisible()).toBe(true)
      await inspect(page, `loading-${name}`)
      if (act) await page.getByRole('dialog', { name: 'Loading…' }).waitFor()
      arrive()
      await loading.waitFor({ state: 'detached' })
    })
  })

  test.each(Object.keys(VIEWS))('the view %s says that it can’t be loaded', async (name) => {
    const view = VIEWS[name]
    if (!view) throw new Error(`there is no view ${name}`)
    await withLate(view, false, async (page) => {
      await page.getByRole('heading', { name: 'This view could not be loaded' }).waitFor()
      await inspect(page, `not-loaded-${name}`)
    })
  })

  test('a view whose code breaks off once is there after all: the page loads itself anew', async () => {
    const { page, open } = await openPage(browser, site.origin)
    let times = 0
    await page.route(/\/assets\/help-[\w-]{6}\.js$/, (route) => {
      times += 1
      return times === 1 ? route.abort() : route.continue()
    })
    await open()
    await page.getByRole('link', { name: 'Help' }).click()
    await page.getByRole('heading', { name: 'How it works' }).waitFor()
    expect(times).toBe(2)
    await page.context().close()
  })

  test('the start has no faults', async () => {
    const { page, open } = await openPage(browser, site.origin)
    let arrive = (): void => undefined
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    await page.route(/\/en-later-[\w-]{6}\.js$/, async (route) => {
      await arrived
      await route.continue()
    })
    await open()
    await expect.poll(() => page.getByText('Starting…').isVisible()).toBe(true)
    await inspect(page, 'starting')
    arrive()
    await page.locator('#uploads-heading').waitFor({ state: 'attached' })
    await page.context().close()
  })
})
