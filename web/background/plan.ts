import type { Handed, Offer } from '../../shared/hand-over.ts'
import { partRange } from '../../shared/plan.ts'
import { numbersOf } from '../../shared/ranges.ts'

/**
 * The worker may have begun so many more parts than it has told of by now: as many as it makes ready
 * ahead.
 */
const MAYBE_BEGUN = 12

/** Requests of one Background Fetch: each costs the browser a record and some time. */
export const MAX_REQUESTS = 2000

/** One part to be handed over: the bytes `start` to `end` (not included) of its upload's file. */
export interface PlannedPart {
  readonly offer: Offer
  readonly number: number
  readonly start: number
  readonly end: number
  /** Its place in the order in which they are to be sent. */
  readonly place: number
  /** Base64; null where it is not known yet. */
  readonly checksum: string | null
}

export interface HandOverPlan {
  /** In the order in which they are to be sent. */
  readonly parts: readonly PlannedPart[]
  readonly uploads: readonly Handed[]
  /** Bytes of what is left that finds no room. */
  readonly leftOut: number
}

/**
 * What of the uploads is handed over: all that is left, as far as there is room, file by file. Parts
 * that may be being sent at this moment come late, and those that are come last: mostly they have
 * arrived by then, and are refused before their bytes; but should the worker be stopped before, they
 * are not lost.
 *
 * @param room bytes that the browser can copy
 */
export function planHandOver(offers: readonly Offer[], room: number): HandOverPlan {
  const waiting: Omit<PlannedPart, 'place'>[] = []
  const maybeBegun: Omit<PlannedPart, 'place'>[] = []
  const underWay: Omit<PlannedPart, 'place'>[] = []
  for (const offer of offers) {
    const sending = new Set(offer.sending)
    const checksums = new Map(offer.checksums)
    let maybe = MAYBE_BEGUN
    for (const number of numbersOf(offer.missing)) {
      const { start, end } = partRange(offer, number)
      const part = { offer, number, start, end, checksum: checksums.get(number) ?? null }
      if (sending.has(number)) underWay.push(part)
      else if (maybe-- > 0) maybeBegun.push(part)
      else waiting.push(part)
    }
  }
  const parts: PlannedPart[] = []
  let taken = 0
  let leftOut = 0
  for (const part of [...waiting, ...maybeBegun, ...underWay]) {
    const bytes = part.end - part.start
    if (leftOut === 0 && taken + bytes <= room && parts.length < MAX_REQUESTS) {
      parts.push({ ...part, place: parts.length })
      taken += bytes
    } else leftOut += bytes
  }
  return { parts, uploads: uploadsOf(parts), leftOut }
}

function uploadsOf(planned: readonly PlannedPart[]): Handed[] {
  const uploads = new Map<string, Handed>()
  for (const { offer, number } of planned) {
    const { id } = offer
    const handed = uploads.get(id) ?? { id, parts: [] }
    handed.parts.push(number)
    uploads.set(id, handed)
  }
  return [...uploads.values()]
}

/**
 * Puts requests so that the browser takes them in the order given: Chromium takes them in the order
 * of their places written as text (0, 1, 10, 11, 2, …; measured with Chromium 156).
 */
export function inBrowserOrder<T>(requests: readonly T[]): T[] {
  const places = requests.map((_, place) => String(place)).sort()
  const placed: T[] = []
  for (const [index, request] of requests.entries()) placed[Number(places[index])] = request
  return placed
}
