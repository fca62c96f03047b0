import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { openStage } from './stage.ts'
import { viewOf } from './views.ts'

const { site, browser } = await openStage()
let page: Page

/** A page that keeps account of what it asks the browser for. */
async function openCounted(browser: Browser): Promise<Page> {
  const { page, open } = await openPage(browser, site.origin)
  await page.addInitScript(() => {
    const account = { held: 0, asked: 0, persist: 0 }
    let isVisible = true
    const locks: { released: boolean; release: () => Promise<void> }[] = []
    const request = () => {
      account.asked += 1
      account.held += 1
      const lock = {
        released: false,
        release() {
          if (!lock.released) account.held -= 1
          lock.released = true
          return Promise.resolve()
        },
      }
      locks.push(lock)
      return Promise.resolve(lock)
    }
    const persist = () => {
      account.persist += 1
      return Promise.resolve(false)
    }
    Object.defineProperty(navigator.wakeLock, 'request', { value: request })
    Object.defineProperty(navigator.storage, 'persist', { value: persist })
    Object.defineProperty(navigator.storage, 'persisted', { value: () => Promise.resolve(false) })
    Object.defineProperty(document, 'visibilityState', {
      get: () => (isVisible ? 'visible' : 'hidden'),
    })
    const setVisible = (visible: boolean) => {
      isVisible = visible
      // As the browser does by itself.
      if (!visible) for (const lock of locks) void lock.release()
      document.dispatchEvent(new Event('visibilitychange'))
    }
    Object.assign(window, { account, setVisible })
  })
  await open()
  return page
}

type Account = Record<'held' | 'asked' | 'persist', number>

declare global {
  interface Window {
    account: Account
    setVisible(visible: boolean): void
  }
}

function account(what: keyof Account): Promise<number> {
  return page.evaluate((key) => window.account[key], what)
}

function setVisible(visible: boolean): Promise<void> {
  return page.evaluate((is) => {
    window.setVisible(is)
  }, visible)
}

beforeEach(async () => {
  page = await openCounted(browser)
})
afterEach(() => page.context().close())

describe('the computer is kept awake', () => {
  async function isHeld(count: number): Promise<void> {
    await expect.poll(() => account('held')).toBe(count)
  }
  const uploading = viewOf(1, { state: 'uploading', sent: 1 })

  test('while bytes go up, and not while uploads are paused, wait or have ended', async () => {
    await show(page, { uploads: [uploading] })
    await isHeld(1)
    for (const state of ['paused', 'waiting', 'verified', 'failed', 'cancelled'] as const) {
      await show(page, { uploads: [viewOf(1, { state })] })
      await isHeld(0)
      await show(page, { uploads: [viewOf(1, { state: 'finishing' })] })
      await isHeld(1)
    }
    await show(page, { uploads: [] })
    await isHeld(0)
  })

  test('not while nobody sees the page, and again afterwards', async () => {
    await show(page, { uploads: [uploading] })
    await isHeld(1)
    await setVisible(false)
    await isHeld(0)
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 2 })] })
    expect(await account('asked')).toBe(1)
    await setVisible(true)
    await isHeld(1)
    expect(await account('asked')).toBe(2)
  })
})

test('the browser is asked to keep its storage once, after the first file was added', async () => {
  await show(page, { uploads: [viewOf(1)] })
  expect(await account('persist')).toBe(0)
  const add = (name: string) =>
    page.getByTestId('file-input').setInputFiles({ name, mimeType: '', buffer: Buffer.alloc(5) })
  await add('first.bin')
  await expect.poll(() => account('persist')).toBe(1)
  await add('second.bin')
  await expect.poll(() => page.getByTestId('upload-row').count()).toBe(3)
  expect(await account('persist')).toBe(1)
})
