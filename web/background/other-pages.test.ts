import { v4 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { watchOtherPages, type OtherPages } from './other-pages.ts'

/** A browser's locks and channel, and pages in it that can end without a word. */
function createBrowser() {
  const waiting = new Map<string, (() => void)[]>()
  const held = new Set<string>()
  const ears = new Map<string, (event: MessageEvent<unknown>) => void>()

  function open(id = uuid()) {
    const locks = {
      request: async (name: string, ...words: unknown[]) => {
        const call = words.at(-1) as () => unknown
        if (!held.has(name)) {
          held.add(name)
          call()
        } else waiting.set(name, [...(waiting.get(name) ?? []), call])
      },
    } as Pick<LockManager, 'request'>
    const channel = {
      postMessage: (data: unknown) => {
        for (const [other, hear] of ears) {
          if (other !== id) hear(new MessageEvent('message', { data: structuredClone(data) }))
        }
      },
      addEventListener: (_type: string, hear: (event: MessageEvent<unknown>) => void) =>
        void ears.set(id, hear),
    } as Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
    const failed = (cause: unknown) => {
      throw cause
    }
    return { id, pages: watchOtherPages({ locks, channel, id, failed }) }
  }

  return {
    open,
    /** The page's process is gone: it says nothing, and the browser frees its lock. */
    crash({ id }: { id: string }) {
      ears.delete(id)
      for (const call of waiting.get(`longhaul-page-${id}`) ?? []) call()
    },
    say: (data: unknown) => {
      for (const hear of ears.values()) hear(new MessageEvent('message', { data }))
    },
  }
}

const awake = (...pages: { pages: OtherPages }[]) => pages.map((one) => one.pages.anyAwake())

describe('other pages', () => {
  it('are known to each other, whichever came first', () => {
    const browser = createBrowser()
    const [first, second] = [browser.open(), browser.open()]
    expect(awake(first, second)).toEqual([true, true])
    expect(awake(createBrowser().open())).toEqual([false])
  })

  it('are forgotten when they say that they go, and when they end without a word', () => {
    const browser = createBrowser()
    const [first, second, third] = [browser.open(), browser.open(), browser.open()]
    second.pages.tell('gone')
    expect(awake(first, third)).toEqual([true, true])
    browser.crash(third)
    expect(awake(first)).toEqual([false])
  })

  it('do not count while they are frozen', () => {
    const browser = createBrowser()
    const [first, second] = [browser.open(), browser.open()]
    second.pages.tell('asleep')
    expect(awake(first, second)).toEqual([false, true])
    second.pages.tell('here')
    expect(awake(first)).toEqual([true])
  })

  it('are none that speak another language', () => {
    const browser = createBrowser()
    const page = browser.open()
    for (const data of [
      'hello',
      null,
      { type: 'hello', id: 'me' },
      { type: 'other', id: uuid() },
    ]) {
      browser.say(data)
    }
    expect(awake(page)).toEqual([false])
  })
})
