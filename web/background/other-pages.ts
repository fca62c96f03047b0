import * as v from 'valibot'
import { createFarewells, type Farewells } from './farewells.ts'

const CHANNEL = 'longhaul-pages'
/** Each page holds a lock of this name and its id for as long as it lives. */
const LOCK_PREFIX = 'longhaul-page-'

const messageSchema = v.object({
  type: v.picklist(['hello', 'here', 'asleep', 'gone']),
  id: v.pipe(v.string(), v.uuid()),
})
type Message = v.InferOutput<typeof messageSchema>

/** The other pages of the app in this browser, known at any moment without asking. */
export interface OtherPages {
  /**
   * This page is frozen or closes. Gives whether it is the last: no other one is open and awake, so
   * that nothing keeps the uploads going. Of several that go at the same moment, as when their window
   * is closed, just one is.
   */
  go(how: 'asleep' | 'gone'): boolean
  /** This page goes on after it was frozen. */
  goOn(): void
}

export interface OtherPagesPorts {
  readonly locks: Pick<LockManager, 'request'>
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  readonly farewells: Farewells
  /** A UUID of this page's own. */
  readonly id: string
  readonly failed: (cause: unknown) => void
}

/**
 * Pages tell each other that they are there. One that ends without a word gives its lock free, which
 * the others wait for.
 */
export function watchOtherPages(ports: OtherPagesPorts): OtherPages {
  const { locks, channel, farewells, id, failed } = ports

  /** As far as they were heard of. */
  const awake = new Set<string>()
  /** Those whose end is waited for. */
  const watched = new Set<string>()

  const say = (type: Message['type']): void => channel.postMessage({ type, id })

  function watch(other: string): void {
    if (watched.has(other)) return
    watched.add(other)
    const forget = (): void => {
      awake.delete(other)
      watched.delete(other)
    }
    locks.request(LOCK_PREFIX + other, { mode: 'shared' }, forget).catch(failed)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(messageSchema, data)
    if (!message.success || message.output.id === id) return
    const { type, id: other } = message.output
    if (type === 'asleep' || type === 'gone') {
      awake.delete(other)
      return
    }
    awake.add(other)
    watch(other)
    if (type === 'hello') say('here')
  })

  const untilTheEnd = new Promise<never>(() => undefined)
  const hold = (): Promise<never> => {
    say('hello')
    return untilTheEnd
  }
  locks.request(LOCK_PREFIX + id, hold).catch(failed)

  return {
    go(how) {
      farewells.leave(id)
      const gone = farewells.read()
      say(how)
      const before = new Set(gone.slice(0, gone.indexOf(id)))
      return [...awake].every((other) => before.has(other))
    },
    goOn() {
      farewells.takeBack(id)
      say('here')
    },
  }
}

/** In the browser that this page runs in. */
export function watchOtherPagesHere(id: string): OtherPages {
  return watchOtherPages({
    locks: navigator.locks,
    channel: new BroadcastChannel(CHANNEL),
    farewells: createFarewells(document),
    id,
    failed: (cause) => console.warn('other pages may not be known', cause),
  })
}
