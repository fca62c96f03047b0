import { inOrder, rankOf } from '../../../shared/order.ts'
import { CAPACITY } from './capacity.ts'
import { isDoubtful } from './flight.ts'
import { isActive, isHeld, nextTime, startOf } from './holds.ts'
import { createOrderedNumbers, type OrderedNumbers } from './ordered-numbers.ts'
import { isOnePart, isRemoved, type UploadRecord } from './record.ts'
import type { Upload } from './step.ts'
import { createTimes } from './times.ts'

/**
 * The uploads that have not ended, in the order in which they are to be served. What is to be begun is
 * found by looking at a few of them, however many there are.
 */
export interface Agenda {
  /** Takes it on, or in place of what it was. */
  put(upload: Upload): void
  delete(id: string): void
  get(id: string): Upload | undefined
  all(): Iterable<Upload>
  /**
   * Those, in order, among which is all for which `next` would begin anything if it was given all.
   *
   * @param now ms since 1970
   */
  candidates(now: number): Upload[]
  /** The ids of those whose time to start has come since it was asked last. */
  starting(now: number): string[]
  /** What `nextTime` gives of all. */
  nextTime(now: number): number | null
  /** Whether any doesn't wait for a person, but for those that were removed. */
  hasOpen(): boolean
}

export function createAgenda({ created, requests, whole } = CAPACITY): Agenda {
  const uploads = new Map<string, Upload>()
  const places = new Map<string, number>()
  const idAt = new Map<number, string>()
  /** The last one of each priority. */
  const lasts = new Map<number, UploadRecord>()
  let count = 0
  /** Whether any stands elsewhere than where it belongs. */
  let isMixed = false
  let starting: string[] = []
  /** Those of which something is under way. */
  const working = createOrderedNumbers()
  const active = createOrderedNumbers()
  const activeWhole = createOrderedNumbers()
  /** Those that want a request to the API, and may have it now. */
  const asking = createOrderedNumbers()
  /** Of whole files many are asked about in one request. */
  const askingWhole = createOrderedNumbers()
  const waiting = createOrderedNumbers()
  const waitingWhole = createOrderedNumbers()
  const every = [working, active, activeWhole, asking, askingWhole, waiting, waitingWhole]
  const open = new Set<number>()
  const times = createTimes()

  function uploadAt(place: number): Upload | undefined {
    return uploads.get(idAt.get(place) ?? '')
  }

  function sort(place: number, upload: Upload, isDue: boolean): void {
    const isFree = upload.flight.running === null
    set(working, place, !isFree || upload.flight.parts.size > 0)
    const isWhole = isOnePart(upload.record)
    const isAsking = isFree && isDue && wantsRequest(upload)
    const isInBatch = isWhole && upload.record.phase !== 'cancelling'
    const isNew = isFree && isDue && isWaiting(upload)
    set(active, place, !isWhole && isActive(upload))
    set(activeWhole, place, isWhole && isActive(upload))
    set(asking, place, isAsking && !isInBatch)
    set(askingWhole, place, isAsking && isInBatch)
    set(waiting, place, isNew && !isWhole)
    set(waitingWhole, place, isNew && isWhole)
  }

  function wake(now: number): void {
    if (isMixed) putInOrder()
    for (const place of times.due(now)) {
      const upload = uploadAt(place)
      if (upload?.record.startAt !== undefined) starting.push(upload.record.id)
      else if (upload) sort(place, upload, true)
    }
  }

  /** Each anew: only when a person has moved one, or one comes back. */
  function putInOrder(): void {
    const all = [...uploads.values()].sort((a, b) => inOrder(a.record, b.record))
    for (const { record } of all) remove(record.id)
    lasts.clear()
    count = 0
    isMixed = false
    for (const upload of all) put(upload)
  }

  /** At the end of those of its priority, where it mostly belongs. */
  function newPlace({ record }: Upload): number {
    const rank = rankOf(record)
    const last = lasts.get(rank)
    if (last && inOrder(last, record) > 0) isMixed = true
    else lasts.set(rank, record)
    return rank * ROOM + count++
  }

  function put(upload: Upload): void {
    const { record, flight } = upload
    const { id } = record
    const { notBefore } = flight
    const before = uploads.get(id)?.record
    if (before && inOrder(before, record) !== 0) isMixed = true
    const place = places.get(id) ?? newPlace(upload)
    uploads.set(id, upload)
    places.set(id, place)
    idAt.set(place, id)
    sort(place, upload, notBefore === 0)
    const time = isHeld(upload) ? startOf(upload) : notBefore || undefined
    times.set(place, time ?? null)
    if (isHeld(upload) || isRemoved(record)) open.delete(place)
    else open.add(place)
  }

  function remove(id: string): void {
    const place = places.get(id)
    if (place === undefined) return
    for (const numbers of every) numbers.delete(place)
    for (const map of [uploads, places]) map.delete(id)
    idAt.delete(place)
    open.delete(place)
    times.set(place, null)
  }

  /** The first ones, without counting those that take no turn from others. */
  function found(numbers: OrderedNumbers, most = Infinity): number[] {
    const found: number[] = []
    let count = 0
    let place = numbers.next(0)
    while (place !== undefined && count < most) {
      found.push(place)
      const upload = uploadAt(place)
      if (!upload || !isDoubtful(upload.flight)) count += 1
      place = numbers.next(place + 1)
    }
    return found
  }

  return {
    put,
    delete: remove,
    get: (id) => uploads.get(id),
    all: () => uploads.values(),
    candidates(now) {
      wake(now)
      // The first to ask take all requests that there are; the first that wait do so as well.
      const places = new Set([
        ...found(working),
        ...found(active, created),
        ...found(activeWhole, whole),
        ...found(asking, requests),
        ...found(askingWhole),
        ...found(waiting, requests),
        ...found(waitingWhole, whole),
      ])
      return [...places].sort((a, b) => a - b).flatMap((place) => uploadAt(place) ?? [])
    },
    starting(now) {
      wake(now)
      const ids = starting
      starting = []
      return ids
    },
    nextTime(now) {
      wake(now)
      const under = found(working).flatMap((place) => uploadAt(place) ?? [])
      const time = Math.min(times.first() ?? Infinity, nextTime(under, now) ?? Infinity)
      return time === Infinity ? null : time
    },
    hasOpen: () => open.size > 0,
  }
}

/** Numbers that are set aside for each priority: far more than there are ever uploads. */
const ROOM = 2 ** 28

function set(numbers: OrderedNumbers, place: number, isIn: boolean): void {
  if (isIn) numbers.add(place)
  else numbers.delete(place)
}

function wantsRequest(upload: Upload): boolean {
  const { phase } = upload.record
  if (phase === 'cancelling') return true
  return !isHeld(upload) && (phase === 'creating' || phase === 'completing')
}

function isWaiting(upload: Upload): boolean {
  return upload.record.phase === 'waiting' && !isHeld(upload)
}
