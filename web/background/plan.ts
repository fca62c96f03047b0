import type { Handed, Offer } from '../../shared/hand-over.ts'
import { partRange } from '../../shared/plan.ts'
import { numbersOf } from '../../shared/ranges.ts'

/**
 * The worker goes on with the first of what is missing until it hears that it was handed over, and
 * after that: so many of them are taken from their end, towards it. No worker comes to more of them
 * before it hears.
 */
const NEAR = 256

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
  /** Whether it was being sent by the worker when that was told last. */
  readonly isSending: boolean
}

export interface HandOverPlan {
  /** In the order in which they are to be sent. */
  readonly parts: readonly PlannedPart[]
  readonly uploads: readonly Handed[]
  /** Bytes of what is left that finds no room. */
  readonly leftOut: number
}

/**
 * What of the uploads is handed over: all that is left, as far as there is room, file by file. The
 * worker and the browser come from the two ends of the first parts, so that they meet once. Parts
 * that are being sent come last: mostly they have arrived by then, and are refused before their
 * bytes; but should the worker be stopped before, they are not lost.
 *
 * @param offers in the order in which they are to be sent
 * @param room bytes that the browser can copy
 */
export function planHandOver(offers: readonly Offer[], room: number): HandOverPlan {
  const waiting: Unplaced[] = []
  const underWay: Unplaced[] = []
  let taken = 0
  let count = 0
  let leftOut = 0
  for (const offer of offers) {
    const chosen: Unplaced[] = []
    for (const part of partsOf(offer)) {
      const bytes = part.end - part.start
      if (leftOut === 0 && taken + bytes <= room && count < MAX_REQUESTS) {
        chosen.push(part)
        taken += bytes
        count += 1
      } else leftOut += bytes
    }
    underWay.push(...chosen.filter(({ isSending }) => isSending))
    const others = chosen.filter(({ isSending }) => !isSending)
    waiting.push(...others.slice(0, NEAR).toReversed(), ...others.slice(NEAR))
  }
  const parts = [...waiting, ...underWay].map((part, place) => ({ ...part, place }))
  return { parts, uploads: uploadsOf(parts), leftOut }
}

type Unplaced = Omit<PlannedPart, 'place'>

/** What is missing of an upload, in the order of the file. */
function* partsOf(offer: Offer): Generator<Unplaced, void> {
  const sending = new Set(offer.sending)
  const checksums = new Map(offer.checksums)
  for (const number of numbersOf(offer.missing)) {
    const { start, end } = partRange(offer, number)
    const checksum = checksums.get(number) ?? null
    yield { offer, number, start, end, checksum, isSending: sending.has(number) }
  }
}

function uploadsOf(planned: readonly PlannedPart[]): Handed[] {
  const uploads = new Map<string, Handed>()
  for (const { offer, number, isSending } of planned) {
    const { id } = offer
    const handed = uploads.get(id) ?? { id, parts: [], sending: [] }
    handed.parts.push(number)
    if (isSending) handed.sending.push(number)
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
