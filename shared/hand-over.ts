/**
 * What is left of uploads can be handed to the browser's Background Fetch, which sends it without
 * any page (PLATFORM: Chromium only). The page starts it, the worker hears of its end: what both
 * must agree on stands here.
 */
import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from './checksum.ts'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT, MAX_PART_SIZE } from './limits.ts'
import { partNumberSchema, uploadIdSchema } from './wire.ts'

/** Begins the id of every Background Fetch of ours. */
export const HAND_OVER_PREFIX = 'longhaul-'

/**
 * Goes with a part that is being sent by another way as well: it is to be taken only if it hasn't
 * arrived within so many seconds.
 */
export const ARRIVES_WITHIN_HEADER = 'longhaul-arrives-within'
/**
 * Goes with such a part as well: the id of its Background Fetch. Where nothing of its parts has arrived
 * within that time, their sender has died, and the others needn't be waited for.
 */
export const HAND_OVER_HEADER = 'longhaul-hand-over'
/** Seconds: enough for a part on most links, and no long wait where its sender has died. */
export const ARRIVES_WITHIN = 30

/** Requests of a Background Fetch that Chromium sends at the same time (PLATFORM). */
export const SENT_AT_ONCE = 2

/** A request of a Background Fetch: one part. */
export interface PartRequest {
  /** The upload's id at the API. */
  readonly remoteId: string
  readonly number: number
  /** From 0, in the order in which the browser is to send; the server doesn't look at it. */
  readonly place: number
}

/** The path and query of the same-origin route that takes the part. */
export function partUrl({ remoteId, number, place }: PartRequest): string {
  return `/api/uploads/${remoteId}/parts/${number}?place=${place}`
}

/** Reads what {@link partUrl} writes, with an origin before it or not; null of anything else. */
export function readPartUrl(url: string): PartRequest | null {
  const read = /\/api\/uploads\/([^/?]+)\/parts\/(\d{1,5})\?place=(\d{1,6})$/.exec(url)
  const [, remoteId, digits, place] = read ?? []
  const number = Number(digits)
  if (!v.is(uploadIdSchema, remoteId) || !v.is(partNumberSchema, number)) return null
  return { remoteId, number, place: Number(place) }
}

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** A running upload as the page must know it to hand over what is left, at a moment's notice. */
export const offerSchema = v.object({
  id: uploadIdSchema,
  /** At the API. */
  remoteId: uploadIdSchema,
  token: v.string(),
  size: v.pipe(wholeNumber, v.maxValue(MAX_OBJECT_SIZE)),
  partSize: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_SIZE)),
  partCount: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_COUNT)),
  algorithm: v.picklist(CHECKSUM_ALGORITHMS),
  /** Runs of the parts that S3 isn't known to have. */
  missing: v.array(v.tuple([partNumberSchema, partNumberSchema])),
  /** Those of them that are being sent. */
  sending: v.array(partNumberSchema),
  /** Base64, of those of them that are hashed. */
  checksums: v.array(v.tuple([partNumberSchema, v.string()])),
})
export type Offer = v.InferOutput<typeof offerSchema>

/** An upload of which parts were handed over. */
export const handedSchema = v.object({
  id: uploadIdSchema,
  /** In the order in which the browser is to send them. */
  parts: v.array(partNumberSchema),
  /** Those of them that were being sent by the worker, for which the server waits a while. */
  sending: v.optional(v.array(partNumberSchema), []),
})
export type Handed = v.InferOutput<typeof handedSchema>
