import * as v from 'valibot'

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
  /** Whether one of them is open and not frozen, so that it keeps the uploads going. */
  anyAwake(): boolean
  /** This page is frozen, goes on after that, or closes. */
  tell(type: 'asleep' | 'here' | 'gone'): void
}

export interface OtherPagesPorts {
  readonly locks: Pick<LockManager, 'request'>
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  /** A UUID of this page's own. */
  readonly id: string
  readonly failed: (cause: unknown) => void
}

/**
 * Pages tell each other that they are there. One that ends without a word gives its lock free, which
 * the others wait for.
 */
export function watchOtherPages({ locks, channel, id, failed }: OtherPagesPorts): OtherPages {
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

  return { anyAwake: () => awake.size > 0, tell: say }
}

/** In the browser that this page runs in. */
export function watchOtherPagesHere(id: string): OtherPages {
  return watchOtherPages({
    locks: navigator.locks,
    channel: new BroadcastChannel(CHANNEL),
    id,
    failed: (cause) => console.warn('other pages may not be known', cause),
  })
}
