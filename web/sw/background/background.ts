import { HAND_OVER_PREFIX, type Handed } from '../../../shared/hand-over.ts'
import type { Engine } from '../engine.ts'
import type { Event } from '../engine/events.ts'
import type { Log } from '../ports.ts'
import type { FetchManager, FetchRegistration } from './platform.ts'
import { notedPart, readRecord, type Answer, type HandedPart } from './records.ts'

/** ms in which a Background Fetch that a page was about to begin must have appeared. */
const APPEARS_WITHIN = 30_000
const LOOK_INTERVAL = 1000
/** ms between two looks how much the browser has sent. */
const PROGRESS_INTERVAL = 10_000
/**
 * ms in which a browser that has sent something sends nothing more, after which what it has is sent
 * here too. A part may be kept waiting for another sender (`ARRIVES_WITHIN`).
 */
const SILENCE = 90_000
/** The same before it sends anything: less than a `sync` event may take, which may find out. */
const BEGINS_WITHIN = 2 * 60_000

/**
 * The worker's side of handing over. A Background Fetch is never ended from here: in Chromium 156
 * `abort()` ends the whole browser while a body is on its way. So the browser and the worker send side by side, the
 * one from the front of what was handed over and the other from its end, until they meet.
 */
export interface Background {
  /** At the worker's start: follows what goes on, and goes on itself where nothing does. */
  resume(): Promise<void>
  /**
   * A page is about to begin a Background Fetch. Resolves when that is known to the engine.
   *
   * @returns `begun` resolves when the browser has it, or the uploads go on here as it never did
   */
  handedOver(fetchId: string, uploads: readonly Handed[]): Promise<{ begun: Promise<void> }>
  /** The browser refused what a page was about to begin. */
  refused(fetchId: string): Promise<void>
  /** A Background Fetch has ended, well or not: its uploads go on from what S3 has. */
  ended(registration: FetchRegistration): Promise<void>
}

export interface BackgroundPorts {
  readonly engine: Pick<Engine, 'apply' | 'uploads' | 'idOf'>
  /** undefined where the browser has none: then nothing is ever handed over. */
  readonly fetches: FetchManager | undefined
  readonly log: Log
  /** ms. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Parts that one Background Fetch still has to send, and whether the worker was sending them. */
type OpenParts = Map<number, boolean>
/** By the upload's id at the API. */
type Load = Map<string, OpenParts>

export function createBackground(ports: BackgroundPorts): Background {
  const { engine, fetches, log, now, sleep } = ports
  /** Of the fetches that go on, or are about to begin. */
  const loads = new Map<string, Load>()
  /** When the browser last sent anything of any of them: it may send one after the other. */
  let heard = 0
  let patience = BEGINS_WITHIN
  /** The finding out at the worker's start; null while it is to be done. */
  let resuming: Promise<void> | null = null

  /**
   * After anything failed here (on a full disk, say) the next event finds out anew, lest uploads wait
   * for a browser that has nothing of them, or go on as if it had not.
   */
  async function orFindOut<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      loads.clear()
      resuming = null
      throw error
    }
  }

  /** Of the Background Fetches of ours, those that can be read: one that can't keeps no other from it. */
  async function running(): Promise<[FetchRegistration, HandedPart[]][]> {
    const ids = (await fetches?.getIds())?.filter((id) => id.startsWith(HAND_OVER_PREFIX)) ?? []
    const found: [FetchRegistration, HandedPart[]][] = []
    for (const id of ids) {
      try {
        const registration = await fetches?.get(id)
        if (registration) found.push([registration, await partsOf(registration)])
      } catch (cause) {
        log.warn({ code: 'internal', uploadId: undefined, cause }, 'a hand-over can not be read')
      }
    }
    return found
  }

  /** In the order in which the browser sends them. */
  async function partsOf(registration: FetchRegistration): Promise<HandedPart[]> {
    const parts = (await registration.matchAll()).flatMap((record) => readRecord(record) ?? [])
    return parts.sort((a, b) => a.place - b.place)
  }

  /** The uploads' ids by those at the API. */
  function idsOf(remoteIds: Iterable<string>): Map<string, string> {
    const ids = new Map<string, string>()
    for (const remoteId of remoteIds) {
      const id = engine.idOf(remoteId)
      if (id !== undefined) ids.set(remoteId, id)
    }
    return ids
  }

  /** What all fetches together have of the uploads, as the engine is told. */
  function elsewhere(remoteIds: Iterable<string>): Event[] {
    return [...idsOf(remoteIds)].map(([remoteId, id]): Event => {
      const open = [...loads.values()].flatMap((load) => [...(load.get(remoteId) ?? [])])
      if (open.length === 0) return { type: 'taken-back', id }
      // Pages that follow one another at once may hand over the same parts.
      const parts = [...new Set(open.map(([number]) => number))]
      const awaited = new Set(parts)
      for (const [number, isSending] of open) if (!isSending) awaited.delete(number)
      return { type: 'elsewhere', id, parts, awaited }
    })
  }

  function loadOfHanded(uploads: readonly Handed[]): Load {
    const load: Load = new Map()
    for (const { id, parts, sending } of uploads) {
      const remoteId = engine.uploads().get(id)?.record.remoteId
      if (remoteId === undefined) continue
      const sent = new Set(sending)
      load.set(remoteId, new Map(parts.map((number) => [number, sent.has(number)])))
    }
    return load
  }

  async function take(fetchId: string, load: Load): Promise<void> {
    loads.set(fetchId, load)
    await engine.apply(elsewhere(load.keys()))
  }

  /** Lets the uploads of a fetch go on without it. */
  async function forget(fetchId: string): Promise<void> {
    const load = loads.get(fetchId)
    if (!load) return
    loads.delete(fetchId)
    await engine.apply(elsewhere(load.keys()))
  }

  async function note(
    fetchId: string,
    parts: readonly HandedPart[],
    answers: readonly Answer[],
  ): Promise<void> {
    const ids = idsOf(parts.map(({ remoteId }) => remoteId))
    const events = parts.flatMap(({ remoteId, number }, index): Event[] => {
      const id = ids.get(remoteId)
      const answer = answers[index]
      if (id === undefined || !answer) return []
      const algorithm = engine.uploads().get(id)?.record.server?.checksum ?? 'none'
      const part = notedPart(number, answer, algorithm)
      let isElsewhere = false
      for (const [other, load] of loads) {
        const open = load.get(remoteId)
        if (!open?.has(number)) continue
        if (other !== fetchId && !part) isElsewhere = true
        else open.delete(number)
      }
      // Another fetch comes to it.
      if (isElsewhere && !answer.there) return []
      if (part) return [{ type: 'sent', id, part }]
      return [{ type: 'not-sent', id, number, there: answer.there }]
    })
    await engine.apply(events)
  }

  /** Notes each part when it was answered, and does without a fetch that has fallen silent. */
  async function follow(registration: FetchRegistration): Promise<void> {
    const parts = await partsOf(registration)
    let open = parts.length
    heard = now()
    for (const part of parts) {
      void part.answer
        .then((answer) => {
          open -= 1
          heard = now()
          return orFindOut(note(registration.id, [part], [answer]))
        })
        .catch((cause: unknown) => {
          const facts = {
            code: 'storage',
            uploadId: idsOf([part.remoteId]).get(part.remoteId),
            cause,
          }
          log.warn(facts, 'the end of a part is not noted')
        })
    }
    while (open > 0 && loads.has(registration.id) && now() - heard <= patience) {
      const before = registration.uploaded
      await sleep(PROGRESS_INTERVAL)
      if (registration.uploaded === before) continue
      heard = now()
      patience = SILENCE
    }
    // Its end may have been told before it was found here.
    await forget(registration.id)
  }

  function followApart(registration: FetchRegistration): void {
    orFindOut(follow(registration)).catch((cause: unknown) => {
      log.warn({ code: 'internal', uploadId: undefined, cause }, 'the background is not followed')
    })
  }

  async function awaitBeginning(fetchId: string): Promise<void> {
    for (let waited = 0; waited < APPEARS_WITHIN; waited += LOOK_INTERVAL) {
      const registration = await fetches?.get(fetchId)
      if (registration) return followApart(registration)
      if (!loads.has(fetchId)) return
      await sleep(LOOK_INTERVAL)
    }
    const facts = { code: 'internal', uploadId: undefined, cause: fetchId }
    log.warn(facts, 'the browser did not begin')
    await forget(fetchId)
  }

  /** Notes all that came of a fetch that has ended, and lets its uploads go on without it. */
  async function settle(registration: FetchRegistration): Promise<void> {
    const parts = await partsOf(registration)
    if (!loads.has(registration.id)) loads.set(registration.id, loadOf(parts))
    // Before anything is listed: what is noted of it tells more than S3's list.
    const answers = await Promise.all(parts.map(({ answer }) => answer))
    await note(registration.id, parts, answers)
    await forget(registration.id)
  }

  async function findRunning(): Promise<void> {
    for (const [registration, parts] of await running()) {
      if (loads.has(registration.id)) continue
      // Some are named for a while after their end.
      if (registration.result !== '') await settle(registration)
      else {
        await take(registration.id, loadOf(parts))
        followApart(registration)
      }
    }
    // Those of an earlier fetch, whose end nobody heard of.
    const others = [...engine.uploads().values()].filter(({ record, flight }) => {
      const isTold = [...loads.values()].some((load) => load.has(record.remoteId))
      return !isTold && (record.hold.handedOver || flight.elsewhere !== null)
    })
    await engine.apply(elsewhere(others.map(({ record }) => record.remoteId)))
  }

  function resume(): Promise<void> {
    resuming ??= orFindOut(findRunning())
    return resuming
  }

  return {
    resume,
    async handedOver(fetchId, uploads) {
      await orFindOut(take(fetchId, loadOfHanded(uploads)))
      return { begun: orFindOut(awaitBeginning(fetchId)) }
    },
    refused: (fetchId) => orFindOut(forget(fetchId)),
    async ended(registration) {
      await orFindOut(settle(registration))
      await resume()
    },
  }
}

function loadOf(parts: readonly HandedPart[]): Load {
  const load: Load = new Map()
  for (const { remoteId, number, isSending } of parts) {
    const open = load.get(remoteId) ?? new Map<number, boolean>()
    load.set(remoteId, open.set(number, isSending))
  }
  return load
}
