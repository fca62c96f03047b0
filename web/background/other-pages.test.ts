import { v4 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createFarewells } from './farewells.ts'
import { watchOtherPages, type OtherPages } from './other-pages.ts'

/** As a document keeps them. */
function createCookies() {
  const jar = new Map<string, string>()
  return {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    set cookie(text: string) {
      const [pair = '', ...attributes] = text.split('; ')
      const [name = '', value = ''] = pair.split('=')
      if (attributes.includes('max-age=0')) jar.delete(name)
      else jar.set(name, value)
    },
  }
}

/** A browser's locks, cookies and channel, and pages in it that can end without a word. */
function createBrowser() {
  const waiting = new Map<string, (() => void)[]>()
  const held = new Set<string>()
  const ears = new Map<string, (event: MessageEvent<unknown>) => void>()
  const cookies = createCookies()
  cookies.cookie = 'of=another; path=/'
  let late: (() => void)[] | null = null

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
        const deliver = () => {
          for (const [other, hear] of ears) {
            if (other !== id) hear(new MessageEvent('message', { data: structuredClone(data) }))
          }
        }
        if (late) late.push(deliver)
        else deliver()
      },
      addEventListener: (_type: string, hear: (event: MessageEvent<unknown>) => void) =>
        void ears.set(id, hear),
    } as Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
    const failed = (cause: unknown) => {
      throw cause
    }
    const farewells = createFarewells(cookies)
    return { id, pages: watchOtherPages({ locks, channel, farewells, id, failed }) }
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
    /** What pages say from now on is heard only when the function given back is called. */
    holdMessages() {
      const held: (() => void)[] = []
      late = held
      return () => {
        late = null
        for (const deliver of held) deliver()
      }
    },
  }
}

interface Page {
  readonly pages: OtherPages
}

/** Whether each one was the last, as they go one after the other. */
const goneInTurn = (...pages: Page[]) => pages.map((one) => one.pages.go('gone'))

describe('other pages', () => {
  it('are known to each other, whichever came first', () => {
    const browser = createBrowser()
    const pages = [browser.open(), browser.open(), browser.open()]
    expect(goneInTurn(...pages)).toEqual([false, false, true])
    expect(goneInTurn(createBrowser().open())).toEqual([true])
  })

  it('leave what is left to just one of those that go before they can hear of each other', () => {
    const browser = createBrowser()
    const pages = [browser.open(), browser.open(), browser.open()]
    const stays = browser.open()
    browser.holdMessages()
    expect(goneInTurn(...pages)).toEqual([false, false, false])
    expect(goneInTurn(stays)).toEqual([true])
  })

  it('are forgotten when they end without a word', () => {
    const browser = createBrowser()
    const [first, second] = [browser.open(), browser.open()]
    browser.crash(second)
    expect(goneInTurn(first)).toEqual([true])
  })

  it('do not count while they are frozen', () => {
    const browser = createBrowser()
    const [first, second] = [browser.open(), browser.open()]
    expect(first.pages.go('asleep')).toBe(false)
    expect(second.pages.go('asleep')).toBe(true)
    first.pages.goOn()
    expect(second.pages.go('gone')).toBe(false)
  })

  it('count again after they were frozen, also where that was not heard of in time', () => {
    const browser = createBrowser()
    const [first, second] = [browser.open(), browser.open()]
    const hear = browser.holdMessages()
    expect(first.pages.go('asleep')).toBe(false)
    first.pages.goOn()
    expect(second.pages.go('asleep')).toBe(false)
    hear()
    second.pages.goOn()
    expect(goneInTurn(first, second)).toEqual([false, true])
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
    expect(goneInTurn(page)).toEqual([true])
  })
})
