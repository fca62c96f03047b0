import { describe, expect, it } from 'vitest'
import { createWakeLock } from './wake-lock.ts'

function createBrowser() {
  const locks: { released: boolean; release: () => Promise<void> }[] = []
  let refuses = false
  return {
    refuse(whether: boolean) {
      refuses = whether
    },
    held: () => locks.filter(({ released }) => !released).length,
    hide() {
      for (const lock of locks) lock.released = true
    },
    async request() {
      await Promise.resolve()
      if (refuses) throw new DOMException('hidden', 'NotAllowedError')
      const lock = {
        released: false,
        async release() {
          await Promise.resolve()
          lock.released = true
        },
      }
      locks.push(lock)
      return lock
    },
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the wake lock', () => {
  it('is held while it is wanted, once', async () => {
    const browser = createBrowser()
    const wakeLock = createWakeLock(
      () => browser.request(),
      () => undefined,
    )
    wakeLock.want(true)
    wakeLock.want(true)
    await settled()
    wakeLock.want(true)
    await settled()
    expect(browser.held()).toBe(1)
    wakeLock.want(false)
    await settled()
    expect(browser.held()).toBe(0)
  })

  it('is let go that was no longer wanted when it came', async () => {
    const browser = createBrowser()
    const wakeLock = createWakeLock(
      () => browser.request(),
      () => undefined,
    )
    wakeLock.want(true)
    wakeLock.want(false)
    await settled()
    expect(browser.held()).toBe(0)
  })

  it('is asked for again after the page was hidden, and after a refusal', async () => {
    const browser = createBrowser()
    const refusals: unknown[] = []
    const wakeLock = createWakeLock(
      () => browser.request(),
      (cause) => refusals.push(cause),
    )
    wakeLock.want(true)
    await settled()
    browser.hide()
    browser.refuse(true)
    wakeLock.want(true)
    await settled()
    expect([browser.held(), refusals.length]).toEqual([0, 1])
    browser.refuse(false)
    wakeLock.want(true)
    await settled()
    expect(browser.held()).toBe(1)
  })
})
