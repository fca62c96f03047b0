import { headlessChromium } from '../servers/chromium.ts'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Bandwidth } from '../../shared/bandwidth.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { UploadView } from '../../shared/messages.ts'
import type { UploadDetail } from '../../shared/upload-detail.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import { LOOKS } from './looks.ts'

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: headlessChromium(),
    // Without one, drawing by it is only slower.
    args: ['--no-sandbox', '--disable-gpu'],
  })
}

/** Opens a page of its own storage; what it complains of on the console is gathered. */
export async function openPage(browser: Browser, origin: string, locale = 'en-US') {
  const [look] = LOOKS
  const context = await browser.newContext({
    viewport: { width: look.width, height: 900 },
    colorScheme: look.colorScheme,
    forcedColors: look.forcedColors,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Zurich',
    locale,
  })
  await allowWhatIsAllowed(browser)
  context.setDefaultTimeout(8000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, complaints, open: (fragment = '') => page.goto(`${origin}/${fragment}`) }
}

/** What sites may do in Chromium without being asked, which is "prompt" in that without windows. */
const ALLOWED = ['background-fetch', 'background-sync', 'clipboard-write', 'screen-wake-lock']

/** For as long as the browser runs: all is taken back when the session ends. */
export async function allowWhatIsAllowed(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession()
  const { browserContextIds } = await session.send('Target.getBrowserContexts')
  for (const browserContextId of browserContextIds) {
    for (const name of ALLOWED) {
      await session.send('Browser.setPermission', {
        permission: { name },
        setting: 'granted',
        browserContextId,
      })
    }
  }
}

interface TestState {
  uploads?: UploadView[]
  receipt?: Receipt
  detail?: UploadDetail
  busy?: boolean
  partRoute?: boolean
  noReceipt?: ErrorCode | 'silence'
  noLink?: ErrorCode
  noLimit?: ErrorCode
  noAdd?: ErrorCode
  bandwidth?: Bandwidth
  /** What the server says of whoever asks, or why it doesn't. */
  identity?: IdentityAnswer
  problem?: ErrorCode
  /** The bytes of every file. */
  content?: readonly number[]
  /** Whether no file can be read from now on. */
  noFile?: boolean
}

/** Gives the fake worker what it shows, and waits until the page has it. */
export async function show(page: Page, state: TestState): Promise<void> {
  await page.locator('#uploads-heading').waitFor()
  // In one piece with all that a list has beside its rows: what comes later moves them.
  await page.locator('.start-of-added').waitFor({ state: 'attached' })
  await ask(page, { type: 'test-set', ...state })
  if (state.uploads) await expect.poll(() => rowsIn(page)).toBe(state.uploads.length)
}

/** How many rows the list has, those among them that are not rendered as none is near. */
async function rowsIn(page: Page): Promise<number> {
  const rows = page.getByTestId('upload-row')
  const sizes = await rows.evaluateAll((all) => all.map((row) => Number(row.ariaSetSize)))
  expect(new Set(sizes).size).toBeLessThanOrEqual(1)
  return sizes[0] ?? 0
}

interface TestMessage extends TestState {
  type:
    | 'test-set'
    | 'test-sources'
    | 'test-lose'
    | 'test-link'
    | 'test-advance'
    | 'test-details'
    | 'test-corrected'
    | 'bandwidth'
  /** That have arrived of every upload. */
  bytes?: number
}

/** Asks the fake worker for what it does for tests alone. */
export async function ask(page: Page, message: TestMessage): Promise<unknown> {
  return page.evaluate(async (message) => {
    const { active } = await navigator.serviceWorker.ready
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise<MessageEvent>((resolve) => {
      port1.onmessage = resolve
    })
    active?.postMessage(message, [port2])
    return (await answer).data.value
  }, message)
}

/** Drops what says that it has files, and has none. */
export function dropNothing(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    Object.defineProperty(dataTransfer, 'types', { value: ['Files'] })
    const event = new DragEvent('drop', { bubbles: true, cancelable: true })
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer })
    return document.body.dispatchEvent(event)
  })
}
