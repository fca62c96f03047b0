import { v7 as uuid } from 'uuid'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { HAND_OVER_PREFIX, partUrl } from '../../shared/hand-over.ts'
import type { FetchManager, FetchRegistration } from '../../web/sw/background/platform.ts'
import type { PartByRoute, TakePart } from './part-route.ts'
import type { Tape } from './tape.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { whileAlive, type Worker } from './mortal-worker.ts'

interface Item {
  readonly part: PartByRoute
  readonly request: Request
  readonly response: Promise<Response>
  answer(response: Response): void
  breakOff(): void
  state: 'waiting' | 'sending' | 'ended'
}

interface BrowserFetch {
  readonly id: string
  readonly items: readonly Item[]
  /** Changes when the browser ends: what was under way then is sent once more. */
  life: number
  isCopied: boolean
  copied: Promise<void>
  result: FetchRegistration['result']
  failureReason: string
  /** When it last answered, and whether it ever kept silent for longer than is borne. */
  heardAt: number
  wasSilent: boolean
}

/** An answer of the part route. Reads without the event loop, which has no part in a run. */
class RouteAnswer extends Response {
  constructor(
    private readonly content: string,
    status: number,
  ) {
    super(null, { status })
  }
  override async text(): Promise<string> {
    return this.content
  }
  override clone(): RouteAnswer {
    return this
  }
}

/** ms of silence after which a worker does without a fetch, at the least. */
const SILENCE = 90_000

/** What a simulation hears of the browser's fetches. */
export interface FetchListener {
  /** A part was taken, and the browser knows it. */
  arrived(fetchId: string, part: PartByRoute): void
  ended(fetchId: string): void
}

/**
 * A browser's Background Fetch: it copies what it is given, sends one or two parts at a time by the
 * part route, of the first fetch first, goes on after workers and the browser itself were killed, and
 * tells the worker when a fetch has ended. The tape decides what fails, what is never answered, and
 * what arrives though it was ended.
 */
export function createBackgroundFetches(
  clock: VirtualClock,
  tape: Tape,
  takePart: TakePart,
  listener: FetchListener,
) {
  const fetches = new Map<string, BrowserFetch>()
  /** Those that ended, which only their event still shows. */
  const ended = new Map<string, BrowserFetch>()
  const lanes = 2 - tape.choose(2)
  /** How often a part was handed over. */
  const times = new Map<string, number>()

  function pump(): void {
    const going = [...fetches.values()].filter(isGoing)
    for (const fetch of going) if (fetch.items.every(({ state }) => state === 'ended')) end(fetch)
    const items = going
      .filter(isGoing)
      .flatMap((fetch) => fetch.items.map((item) => ({ fetch, item })))
    let free = lanes - items.filter(({ item }) => item.state === 'sending').length
    for (const { fetch, item } of items) {
      if (free <= 0) return
      if (item.state !== 'waiting') continue
      free -= 1
      void send(fetch, item)
    }
  }

  async function send(fetch: BrowserFetch, item: Item): Promise<void> {
    item.state = 'sending'
    const { life } = fetch
    const isHeard = () => fetch.life === life && fetch.result === ''
    const fault = tape.choose(16)
    await clock.sleep(1 + tape.choose(150))
    // What was ended may have been received all the same.
    if (!isHeard() && fault !== 2 && fault !== 4) return
    let answer = { status: 503, content: '' }
    if (fault !== 1) answer = await takePart(item.part, fetch.id)
    // Only a start of the browser helps a connection that hangs.
    if (fault === 5) return
    await clock.sleep(1 + tape.choose(50))
    if (!isHeard()) return
    if (fault === 3) {
      end(fetch, 'fetch-error')
      return
    }
    hear(fetch)
    item.state = 'ended'
    if (answer.status !== 200) fetch.failureReason = 'bad-status'
    item.answer(new RouteAnswer(answer.content, answer.status))
    if (answer.status === 200) listener.arrived(fetch.id, item.part)
    pump()
  }

  function isSilentNow({ wasSilent, heardAt }: BrowserFetch): boolean {
    return wasSilent || clock.trueTime() - heardAt >= SILENCE
  }

  /** It is silent no more, if it was. */
  function hear(fetch: BrowserFetch): void {
    fetch.wasSilent = isSilentNow(fetch)
    fetch.heardAt = clock.trueTime()
  }

  function end(fetch: BrowserFetch, failureReason = fetch.failureReason): void {
    hear(fetch)
    fetch.failureReason = failureReason
    fetch.result = failureReason === '' ? 'success' : 'failure'
    for (const item of fetch.items) item.breakOff()
    ended.set(fetch.id, fetch)
    // Whether it can still be asked for until its event is one of the things nobody may count on.
    if (tape.choose(2) === 0) fetches.delete(fetch.id)
    clock.after(1 + tape.choose(100), () => {
      fetches.delete(fetch.id)
      listener.ended(fetch.id)
    })
    pump()
  }

  async function copy(fetch: BrowserFetch): Promise<void> {
    const { life } = fetch
    await clock.sleep(tape.choose(3) * 1200)
    if (fetch.life !== life) return
    fetch.isCopied = true
    pump()
  }

  function registrationOf(fetch: BrowserFetch, worker: Worker): FetchRegistration {
    return {
      id: fetch.id,
      get result() {
        return fetch.result
      },
      get failureReason() {
        return fetch.failureReason
      },
      get uploaded() {
        return fetch.items.filter(({ state }) => state === 'ended').length
      },
      matchAll: () =>
        whileAlive(worker, () =>
          // In the order of nothing that matters.
          fetch.items.toReversed().map(({ request, response }) => ({
            request,
            responseReady: whileAlive(worker, () => response),
          })),
        ),
    }
  }

  return {
    /** A page begins one; the bytes are copied at once. */
    begin(fetchId: string, parts: readonly PartByRoute[]): void {
      const state = { result: '' as const, failureReason: '', isCopied: false, life: 0 }
      const heard = { heardAt: clock.trueTime(), wasSilent: false }
      const copied = Promise.resolve()
      const items = parts.map(itemOf)
      for (const { remoteId, number } of parts) {
        const key = keyOf(remoteId, number)
        times.set(key, (times.get(key) ?? 0) + 1)
      }
      const fetch: BrowserFetch = { id: fetchId, items, copied, ...state, ...heard }
      fetches.set(fetchId, fetch)
      fetch.copied = copy(fetch)
    },
    /** The browser is killed and starts again; one that was copying is lost, or copies again. */
    restart(): void {
      for (const fetch of fetches.values()) {
        if (fetch.result !== '') continue
        fetch.life += 1
        if (!fetch.isCopied && tape.choose(2) === 0) {
          fetches.delete(fetch.id)
          continue
        }
        for (const item of fetch.items) if (item.state === 'sending') item.state = 'waiting'
        if (!fetch.isCopied) fetch.copied = copy(fetch)
        else clock.after(tape.choose(500), pump)
      }
    },
    /** The person ends the first one, in the browser's own list of downloads. */
    endFirst(): void {
      const first = [...fetches.values()].find(isGoing)
      if (first) end(first, 'aborted')
    },
    /** Those that go on and have the part, and what they have done about it. */
    having(remoteId: string, number: number): Having[] {
      const all = [...fetches.values()].filter(({ result }) => result === '')
      return all.flatMap((fetch) => {
        const item = fetch.items.find(
          ({ part }) => part.remoteId === remoteId && part.number === number,
        )
        const isSilent = isSilentNow(fetch)
        const isStale = (times.get(keyOf(remoteId, number)) ?? 0) > 1
        return item ? [{ fetchId: fetch.id, state: item.state, isSilent, isStale }] : []
      })
    },
    /** The ids of all that the browser names. */
    ids: (): string[] => [...fetches.keys()],
    /** The uploads, by their ids at the API, of one that goes on or has ended. */
    remoteIdsOf(fetchId: string): Set<string> {
      const fetch = fetches.get(fetchId) ?? ended.get(fetchId)
      return new Set(fetch?.items.map(({ part }) => part.remoteId))
    },
    /** When one ended, true time in ms, and whether a worker may have taken it for ended before. */
    endOf(fetchId: string): { time: number; wasSilent: boolean } | null {
      const fetch = ended.get(fetchId)
      return fetch ? { time: fetch.heardAt, wasSilent: fetch.wasSilent } : null
    },
    managerFor: (worker: Worker): FetchManager => {
      const copied = () => Promise.all([...fetches.values()].map((fetch) => fetch.copied))
      return {
        getIds: async () => {
          await copied()
          return whileAlive(worker, () => ['of another app', ...fetches.keys()])
        },
        get: async (id) => {
          await copied()
          return whileAlive(worker, () => {
            const fetch = fetches.get(id)
            return fetch && registrationOf(fetch, worker)
          })
        },
      }
    },
    /** What comes with the event of its end. */
    endedFor(fetchId: string, worker: Worker): FetchRegistration | undefined {
      const fetch = ended.get(fetchId)
      return fetch && registrationOf(fetch, worker)
    },
  }
}

interface Having {
  readonly fetchId: string
  readonly state: Item['state']
  /** Whether a worker may have taken it for ended, as it kept silent. */
  readonly isSilent: boolean
  /** Whether it was handed over more than once, as what the page was told was stale. */
  readonly isStale: boolean
}

const keyOf = (remoteId: string, number: number): string => `${remoteId}#${number}`

function isGoing({ result, isCopied }: BrowserFetch): boolean {
  return result === '' && isCopied
}

export const newFetchId = (): string => HAND_OVER_PREFIX + uuid()

function itemOf(part: PartByRoute, place: number): Item {
  let answer: Item['answer'] = () => undefined
  let breakOff = (): void => undefined
  const response = new Promise<Response>((resolve, reject) => {
    answer = resolve
    breakOff = () => reject(new DOMException('ended', 'AbortError'))
  })
  // Nobody may be listening.
  response.catch(() => undefined)
  const headers = part.checksum === null ? {} : { [CHECKSUM_HEADERS.crc64nvme]: part.checksum }
  const url = `https://app.example${partUrl({ ...part, place })}`
  const request = new Request(url, { method: 'PUT', headers })
  return { part, request, response, answer, breakOff, state: 'waiting' }
}
