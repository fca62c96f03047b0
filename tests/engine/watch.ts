import { has } from '../../shared/ranges.ts'
import { asSet, firstOf } from '../../shared/sequence.ts'
import type { Background } from '../../web/sw/background/background.ts'
import type { Flight } from '../../web/sw/engine/flight.ts'
import { SENT_AT_ONCE } from '../../shared/hand-over.ts'
import type { Upload } from '../../web/sw/engine/step.ts'
import type { createBackgroundFetches } from './background-fetches.ts'
import type { MemoryStore } from './memory-store.ts'
import type { PartByRoute } from './part-route.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { World } from './world.ts'

export interface WatchPorts {
  readonly clock: VirtualClock
  readonly world: Pick<World, 'remotes'>
  readonly store: Pick<MemoryStore, 'failures'>
  readonly fetches: Pick<
    ReturnType<typeof createBackgroundFetches>,
    'having' | 'ids' | 'remoteIdsOf' | 'endOf'
  >
  /** By its id at the API. */
  readonly uploadOf: (remoteId: string) => Upload | undefined
  /** Of the worker that runs. */
  readonly background: () => Background
  readonly report: (error: Error) => void
}

interface Knowledge {
  readonly background: Background
  readonly failures: number
  readonly remoteIds: ReadonlySet<string>
}

/** Whether the browser was said to be sending the part. */
function isFirstIn({ elsewhere }: Flight, number: number): boolean {
  return firstOf(elsewhere ?? [], SENT_AT_ONCE).includes(number)
}

function isElsewhere(flight: Flight | undefined, number: number): boolean {
  return has(asSet(flight?.elsewhere ?? []), number)
}

/** ms after which the engine has long heard of an answer, also of one that came while others were copied. */
const HEARD_WITHIN = 10_000

/**
 * Watches that the worker and the browser send side by side without getting in each other's way, as
 * far as the worker can know what the browser does.
 */
export function createWatch(ports: WatchPorts) {
  const { clock, world, store, fetches, report } = ports
  /** By which worker a fetch is known. Where a commit has failed since, nobody knows by how much. */
  const knownBy = new Map<string, Knowledge>()
  /** Parts that were sent here, or begun to be. */
  const begunHere = new Set<string>()
  /** How often the worker was told of a fetch: another one may have the same part. */
  let tellings = 0
  let resumedBy: Background | null = null
  let failuresThen = 0
  /** Whether the worker had found out what goes on when the present moment began. */
  let isFoundOut = false
  /** When a fetch of the upload ended, and when the worker had dealt with that; true time in ms. */
  const endings = new Map<string, { end: number; dealtWith: number }>()
  /** Since when a part counts as being sent here: its file may have to be opened first, which takes time. */
  const sendingSince = new Map<string, number>()

  /** What was under way when the present moment began. */
  const flightBefore = new Map<string, Flight>()

  function isKnown(fetchId: string, remoteId: string): boolean {
    const known = knownBy.get(fetchId)
    if (known?.background !== ports.background() || known.failures !== store.failures())
      return false
    return known.remoteIds.has(remoteId)
  }

  function known(fetchId: string, background: Background): void {
    // Of an upload that has failed, or begins once more, nothing is heard.
    const all = [...fetches.remoteIdsOf(fetchId)]
    const heard = all.filter((id) => ports.uploadOf(id)?.record.phase === 'sending')
    knownBy.set(fetchId, { background, failures: store.failures(), remoteIds: new Set(heard) })
    tellings += 1
  }

  function checkApart(remoteId: string, number: number): void {
    const { flight } = ports.uploadOf(remoteId) ?? {}
    const before = flightBefore.get(remoteId)
    // It may have been told since the sending was decided on, a moment ago.
    if (isFoundOut && [before, flight].every((one) => one && isFirstIn(one, number)))
      report(new Error(`part ${number} is begun, of which the browser was said to be sending it`))
    // What was sent here is the browser's no more, and may yet have been lost at the store.
    const key = `${remoteId}#${number}`
    if (begunHere.has(key)) return
    begunHere.add(key)
    const [having] = fetches.having(remoteId, number)
    if (!having || having.isStale || having.isSilent || !isKnown(having.fetchId, remoteId)) return
    if (having.state !== 'ended' && !isElsewhere(flight, number))
      report(new Error(`part ${number} is begun as if the browser did not have it`))
  }

  /** What arrived without an answer is found in the list that follows the end of a fetch. */
  function checkListed(remoteId: string, number: number): void {
    const ending = endings.get(remoteId)
    if (!ending || (sendingSince.get(`${remoteId}#${number}`) ?? Infinity) <= ending.dealtWith)
      return
    const listedAt = world.remotes.get(remoteId)?.listedAt ?? -Infinity
    if (listedAt < ending.end)
      report(new Error(`part ${number} is sent before a list tells what the browser has done`))
  }

  function noteSending(remoteId: string, before: Flight | undefined, flight: Flight): void {
    for (const number of before?.parts.keys() ?? []) {
      if (flight.parts.get(number)?.stage !== 'sending')
        sendingSince.delete(`${remoteId}#${number}`)
    }
    for (const [number, { stage }] of flight.parts) {
      const key = `${remoteId}#${number}`
      if (stage === 'sending' && !sendingSince.has(key)) sendingSince.set(key, clock.trueTime())
    }
  }

  return {
    known,
    /** Time is about to pass. */
    ticks(uploads: Iterable<Upload>): void {
      isFoundOut = resumedBy === ports.background() && failuresThen === store.failures()
      for (const { record, flight } of uploads) {
        const before = flightBefore.get(record.remoteId)
        flightBefore.set(record.remoteId, flight)
        noteSending(record.remoteId, before, flight)
        if (!isFoundOut || !before || before === flight) continue
        for (const number of flight.parts.keys()) {
          if (!before.parts.has(number) && isFirstIn(before, number) && isFirstIn(flight, number))
            report(new Error(`part ${number} is made ready, which the browser was said to send`))
        }
      }
    },
    /**
     * The worker has found out which fetches go on, of which these were `there` before, when so many
     * commits had failed: with one more, the next event finds out anew.
     */
    resumed(there: readonly string[], background: Background, failures: number): void {
      if (failures !== store.failures()) return
      // A worker finds out once, and otherwise sees after what it knew.
      const isFirst = resumedBy !== background
      resumedBy = background
      failuresThen = store.failures()
      const still = new Set(fetches.ids())
      for (const fetchId of there.filter((one) => still.has(one) && !fetches.endOf(one))) {
        const before = knownBy.get(fetchId)
        if (isFirst) known(fetchId, background)
        else if (before?.background === background)
          knownBy.set(fetchId, { ...before, failures: store.failures() })
      }
    },
    /** The worker begins to send a part. */
    sends(remoteId: string, number: number): void {
      checkApart(remoteId, number)
      checkListed(remoteId, number)
    },
    /** The browser knows that a part was taken. */
    arrived(fetchId: string, { remoteId, number }: PartByRoute): void {
      if (!isKnown(fetchId, remoteId)) return
      const before = tellings
      clock.after(HEARD_WITHIN, () => {
        if (tellings !== before) return
        const { record, flight } = ports.uploadOf(remoteId) ?? {}
        if (!isKnown(fetchId, remoteId) || !record || !has(record.missing, number)) return
        if (isElsewhere(flight, number))
          report(new Error(`part ${number} was taken, and still counts as the browser's`))
      })
    },
    /** The worker has dealt with the end of a fetch. */
    ended(fetchId: string): void {
      const end = fetches.endOf(fetchId)
      if (!end || end.wasSilent) return
      for (const remoteId of fetches.remoteIdsOf(fetchId)) {
        if (!isKnown(fetchId, remoteId)) continue
        const { record, flight } = ports.uploadOf(remoteId) ?? {}
        // While another one goes on, what is not known to have arrived is sent once more.
        if (record?.phase === 'sending' && flight?.elsewhere === null)
          endings.set(remoteId, { end: end.time, dealtWith: clock.trueTime() })
      }
    },
  }
}
