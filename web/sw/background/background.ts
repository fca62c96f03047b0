import { HAND_OVER_PREFIX, type Handed } from '../../../shared/hand-over.ts'
import type { Engine } from '../engine.ts'
import type { ArrivedPart, Event } from '../engine/events.ts'
import type { Log } from '../ports.ts'
import type { FetchManager, FetchRegistration } from './platform.ts'
import { readRecord, type HandedPart } from './records.ts'

/** ms in which a Background Fetch that a page was about to begin must have appeared. */
const APPEARS_WITHIN = 30_000
const LOOK_INTERVAL = 1000
/**
 * ms after which uploads go on here although the browser has not ended its fetch yet: it first
 * copies all that it was handed, and answers nothing until then.
 */
const PATIENCE = 1500

/** The worker's side of handing over: what the browser sends, and how it comes back. */
export interface Background {
  /** At the worker's start: follows what goes on, and goes on itself where nothing does. */
  resume(): Promise<void>
  /**
   * A page is about to begin a Background Fetch. Resolves when its uploads are held.
   *
   * @returns `begun` resolves when the browser has it, or the uploads go on here as it never did
   */
  handedOver(fetchId: string, uploads: readonly Handed[]): Promise<{ begun: Promise<void> }>
  /** A Background Fetch has ended, well or not: its uploads go on from what S3 has. */
  ended(registration: FetchRegistration): Promise<void>
  /** Ends what goes on in the background: the uploads go on here, from what S3 has. */
  takeBack(): Promise<void>
}

export interface BackgroundPorts {
  readonly engine: Pick<Engine, 'apply' | 'uploads'>
  /** undefined where the browser has none: then nothing is ever handed over. */
  readonly fetches: FetchManager | undefined
  readonly log: Log
  readonly sleep: (ms: number) => Promise<void>
}

export function createBackground({ engine, fetches, log, sleep }: BackgroundPorts): Background {
  /** The one fetch whose uploads are held; any other that turns up is ended. */
  let current: string | null = null
  /**
   * Whether what was going on at the worker's start is known, or is of no interest any more. Not
   * after anything failed here (a full disk, say): the next event then finds out anew, lest uploads
   * stay held with nobody to send them.
   */
  let resumed = false

  async function orFindOut<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      current = null
      resumed = false
      throw error
    }
  }

  function idsOf(parts: readonly HandedPart[]): Map<string, string> {
    const remoteIds = new Set(parts.map(({ remoteId }) => remoteId))
    const pairs: [string, string][] = []
    for (const [id, { record }] of engine.uploads()) {
      if (remoteIds.has(record.remoteId)) pairs.push([record.remoteId, id])
    }
    return new Map(pairs)
  }

  async function running(): Promise<FetchRegistration[]> {
    if (!fetches) return []
    const ids = (await fetches.getIds()).filter((id) => id.startsWith(HAND_OVER_PREFIX))
    const found: FetchRegistration[] = []
    for (const id of ids) {
      const registration = await fetches.get(id)
      if (registration) found.push(registration)
    }
    return found
  }

  async function partsOf(registration: FetchRegistration): Promise<HandedPart[]> {
    return (await registration.matchAll()).flatMap((record) => readRecord(record) ?? [])
  }

  /** @param arrived of each of the parts what is known of it; null where it did not arrive */
  async function note(
    parts: readonly HandedPart[],
    arrived: readonly (ArrivedPart | null)[],
  ): Promise<void> {
    const ids = idsOf(parts)
    const events = parts.flatMap(({ remoteId }, index): Event[] => {
      const id = ids.get(remoteId)
      const part = arrived[index]
      return id === undefined || !part ? [] : [{ type: 'sent', id, part }]
    })
    await engine.apply(events)
  }

  /** Notes each part when it arrives, so that pages see how far it is. */
  function follow(parts: readonly HandedPart[]): void {
    for (const part of parts) {
      void part.arrived
        .then((arrived) => note([part], [arrived]))
        .catch((cause: unknown) => {
          const facts = { code: 'storage', uploadId: idsOf([part]).get(part.remoteId), cause }
          log.warn(facts, 'that a part arrived could not be noted')
        })
    }
  }

  /** All of them: those that are being held at this moment don't show it yet. */
  async function release(except: ReadonlySet<string> = new Set()): Promise<void> {
    const ids = [...engine.uploads().keys()].filter((id) => !except.has(id))
    await engine.apply(ids.map((id) => ({ type: 'taken-back', id })))
  }

  /** Ends a fetch, keeps what it got done, and lets its uploads go on. */
  async function settle(registration: FetchRegistration): Promise<void> {
    const parts = await partsOf(registration)
    if (registration.result === '') await registration.abort()
    await note(parts, await Promise.all(parts.map(({ arrived }) => arrived)))
    if (current !== registration.id) return
    current = null
    await release()
  }

  async function settleAll(): Promise<void> {
    for (const registration of await running()) {
      if (registration.id !== current) await settle(registration)
    }
  }

  async function awaitBeginning(fetchId: string): Promise<void> {
    for (let waited = 0; waited < APPEARS_WITHIN; waited += LOOK_INTERVAL) {
      const registration = await fetches?.get(fetchId)
      if (registration && current === fetchId) return follow(await partsOf(registration))
      if (registration) return settle(registration)
      await sleep(LOOK_INTERVAL)
    }
    if (current !== fetchId) return
    current = null
    const facts = { code: 'internal', uploadId: undefined, cause: fetchId }
    log.warn(facts, 'the browser did not begin what was handed over')
    await release()
  }

  async function resume(): Promise<void> {
    if (resumed) return
    const all = await running()
    const registration = all.find(({ result }) => result === '')
    for (const other of all) if (other !== registration) await settle(other)
    const parts = registration ? await partsOf(registration) : []
    // A page may have begun another one meanwhile, or taken all back.
    if (resumed) return
    resumed = true
    current = registration?.id ?? null
    const unhashed = parts.some(({ hashed }) => !hashed)
    const ids = new Set(idsOf(parts).values())
    // Also those of an earlier fetch, whose end nobody heard of.
    await release(ids)
    await engine.apply([...ids].map((id) => ({ type: 'handed-over', id, unhashed })))
    follow(parts)
  }

  async function takeBack(): Promise<void> {
    current = null
    resumed = true
    const settled = settleAll()
    // Whatever comes of it is thrown below.
    const heard = settled.then(undefined, () => undefined)
    await Promise.race([heard, sleep(PATIENCE)])
    // Unless another page has handed them over once more.
    if (current === null) await release()
    await settled
  }

  return {
    resume: () => orFindOut(resume()),
    async handedOver(fetchId, uploads) {
      current = fetchId
      resumed = true
      const events = uploads.map((handed) => ({ type: 'handed-over' as const, ...handed }))
      await orFindOut(engine.apply(events))
      return { begun: orFindOut(awaitBeginning(fetchId)) }
    },
    async ended(registration) {
      // Before anything is listed: what is noted of it tells more than S3's list.
      await orFindOut(settle(registration))
      await orFindOut(resume())
    },
    takeBack: () => orFindOut(takeBack()),
  }
}
