import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, dropNothing, openPage, show } from './browser.ts'
import { hear } from './heard.ts'
import { inspect } from './inspect.ts'
import { viewOf } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

afterEach(() => {
  site.api = {}
})

/** Opens the app at this address; the console must stay silent, but for what a test expects. */
async function withPage(
  path: string,
  use: (page: Page) => Promise<void>,
  expected = /^$/,
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open(path)
    await use(page)
    expect(complaints.filter((said) => !expected.test(said))).toEqual([])
  } finally {
    await page.context().close()
  }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const canvas = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
const DARK = 'rgb(18, 21, 25)'
const LIGHT = 'rgb(246, 247, 249)'

/** What the server is set up to do, with the page's own origin in place of the storage's. */
function configOf(storeOrigins: string[]) {
  return { status: 200, body: { version: '1.2.3', storeOrigins } }
}

const NO_NETWORK = /Failed to load resource|Content Security Policy/

describe('in every look', () => {
  test('the settings have no faults', async () => {
    await withPage('', async (page) => {
      await show(page, { bandwidth: { usual: 5_000_000, spans: [] } })
      await page.getByRole('link', { name: 'Settings', exact: true }).click()
      await page.getByText('at most 5 MB/s now').waitFor()
      await page.getByText('that the browser allows').waitFor()
      await inspect(page, 'settings')
    })
  })

  test('a connection that is good has no faults', async () => {
    site.api = {
      'GET /api/config': configOf([site.origin]),
      'GET /ready': { status: 200, body: { status: 'ok', checksum: 'crc64nvme' } },
    }
    await withPage('health-check', async (page) => {
      await button(page, 'Try the connection').click()
      await page.getByText('All that uploads need answers.').waitFor()
      await inspect(page, 'health')
    })
  })

  test('a connection that is being tried, and then does not answer, has no faults', async () => {
    await withPage(
      'health-check',
      async (page) => {
        let arrive = (): void => undefined
        const arrived = new Promise<void>((resolve) => (arrive = resolve))
        await page.route('**/api/config', async (route) => {
          await arrived
          await route.abort()
        })
        await button(page, 'Try the connection').click()
        await page.getByRole('button', { name: 'Trying…' }).waitFor()
        await inspect(page, 'health-trying')
        arrive()
        await page.getByText('The server does not answer.').waitFor()
        await inspect(page, 'health-silent')
      },
      NO_NETWORK,
    )
  })
})

test('what does not answer is told with what follows', async () => {
  await withPage(
    'health-check',
    async (page) => {
      site.api = {
        'GET /api/config': configOf([site.origin, 'http://127.0.0.1:9']),
        'GET /ready': { status: 200, body: { status: 'ok' } },
      }
      await button(page, 'Try the connection').click()
      await page.getByText('Some host names of the storage do not answer').waitFor()
      const hosts = page.getByRole('listitem').filter({ hasText: 'as this browser sees it' })
      expect(await hosts.first().textContent()).toMatch(/Answers within \d+ ms/)
      expect(await hosts.last().textContent()).toContain('No answer')

      const refusal = { code: 'server_error', message: 'no bucket', retryable: true }
      site.api = { ...site.api, 'GET /ready': { status: 503, body: refusal } }
      await button(page, 'Try again').click()
      await page.getByText('can’t use its storage').waitFor()

      site.api = { 'GET /api/config': null, 'GET /ready': null }
      const heard = await hear(page)
      for (const times of [1, 2]) {
        await button(page, 'Try again').click()
        const told = 'The server does not answer.'
        await expect
          .poll(async () => (await heard()).map((one) => one.slice(0, told.length)))
          .toEqual(Array.from({ length: times }, () => told))
      }
    },
    NO_NETWORK,
  )
})

test('support gets what it needs, and no names unless they are wanted', async () => {
  await withPage('', async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const failed = { state: 'failed', problem: 'object_mismatch', name: 'secret name.mov' } as const
    await show(page, { uploads: [viewOf(1), viewOf(2, failed)] })
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('link', { name: 'Check connection and browser' }).click()
    const heard = await hear(page)
    const copied = async (): Promise<unknown> => {
      const before = await heard()
      await button(page, 'Copy').click()
      await expect.poll(heard).toEqual([...before, 'Copied'])
      return JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    }
    const content = await copied()
    expect(JSON.stringify(content)).not.toContain('secret name')
    expect(content).toMatchObject({
      abilities: { background: true, handles: true },
      uploads: { count: 2, states: { failed: 1 }, list: [{ problem: 'object_mismatch' }, {}] },
    })
    await page.getByLabel('Also the names of files and folders').check()
    await expect.poll(async () => JSON.stringify(await copied())).toContain('secret name.mov')
    await page.getByText('Show the text').click()
    expect(await page.getByLabel('Text for support').inputValue()).toContain('secret name.mov')
  })
})

test('permissions are asked for, and the speed limit is changed from here', async () => {
  await withPage('', async (page) => {
    await show(page, {})
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    const notifications = page.getByTestId('notifications')
    await notifications.getByText('Not a').first().waitFor()
    await page.context().grantPermissions(['notifications'])
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await notifications.getByText('Allowed').waitFor()
    await button(page, 'Change the limit').click()
    await page.getByRole('dialog').getByLabel('Usual limit').fill('3')
    await button(page, 'Save').click()
    await page.getByText('Saved.').waitFor()
    expect(await ask(page, { type: 'bandwidth' })).toMatchObject({ bandwidth: { usual: 3e6 } })
    await page.keyboard.press('Escape')
    await page.getByText('at most 3 MB/s now').waitFor()
  })
})

test('a language that can’t be loaded is not chosen, and what was told stays in its own', async () => {
  await withPage(
    '',
    async (page) => {
      await show(page, {})
      await dropNothing(page)
      const nothing = page.getByText('There were no files in what you chose.')
      await nothing.waitFor()
      await page.getByRole('link', { name: 'Settings', exact: true }).click()
      const choice = page.getByLabel('Language', { exact: true })
      // The page would load itself anew.
      await page.evaluate(() => sessionStorage.setItem('reloaded', String(Date.now())))
      await page.route(/\/ar-[^/]*\.js$/, (route) => route.abort())
      await choice.focus()
      await choice.selectOption('ar')
      const told = page.getByRole('alert').getByText('Check the connection, then reload')
      await told.waitFor()
      expect(await choice.inputValue()).toBe('en')
      expect(await choice.evaluate((one) => one === document.activeElement)).toBe(true)

      await choice.selectOption('de')
      await page.getByRole('heading', { name: 'Einstellungen' }).waitFor()
      await told.waitFor({ state: 'detached' })
      expect(await nothing.evaluate((one) => one.closest('[lang]')?.outerHTML)).toMatch(
        /^<div [^>]*lang="en" dir="ltr"/,
      )
    },
    NO_NETWORK,
  )
})

test('colours are chosen, hold in all pages, and are there before anything is drawn', async () => {
  await withPage('settings', async (page) => {
    const other = await page.context().newPage()
    await other.goto(site.origin)
    expect(await canvas(page)).toBe(LIGHT)
    await page.getByLabel('Dark').check()
    expect(await canvas(page)).toBe(DARK)
    await expect.poll(() => canvas(other)).toBe(DARK)

    // None of the app's own code has come when the page is drawn first.
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await other.route(/\/assets\/.*\.js$/, async (route) => {
      await held
      await route.continue()
    })
    await other.goto(site.origin, { waitUntil: 'commit' })
    const first = await other.evaluate(async () => {
      while (performance.getEntriesByName('first-paint').length === 0) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        document.body.append('to be drawn')
      }
      const bar = document.querySelector('meta[name="theme-color"]:not([media="not all"])')
      return {
        canvas: getComputedStyle(document.documentElement).backgroundColor,
        isEmpty: document.querySelector('#app')?.childElementCount === 0,
        bar: bar?.getAttribute('content'),
      }
    })
    expect(first).toEqual({ canvas: DARK, isEmpty: true, bar: '#121519' })
    goOn()

    await page.getByLabel('As the system').check()
    expect(await canvas(page)).toBe(LIGHT)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await canvas(page)).toBe(DARK)
    await page.getByLabel('Light').check()
    expect(await canvas(page)).toBe(LIGHT)
  })
})
