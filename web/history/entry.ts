/** What is remembered of an upload that has ended. */
import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from '../../shared/checksum.ts'
import { detailsSchema, type Details } from '../../shared/details.ts'
import { ERROR_CODES } from '../../shared/errors.ts'
import { hashesSchema } from '../../shared/hashes.ts'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'
import type { UploadState, UploadView } from '../../shared/messages.ts'
import { PROOFS, type Receipt } from '../../shared/receipt.ts'
import { uploadIdSchema } from '../../shared/wire.ts'

export const OUTCOMES = ['verified', 'failed', 'cancelled', 'disproved'] as const
/**
 * How an upload ended: it arrived, it failed for good, somebody ended it, or it arrived and the file then
 * turned out to be another one than was sent.
 */
export type Outcome = (typeof OUTCOMES)[number]

const VERSION = 1
const bytes = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_OBJECT_SIZE))
/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15))

export const entrySchema = v.object({
  /** Of this form; others are left alone. */
  version: v.literal(VERSION),
  id: uploadIdSchema,
  name: v.string(),
  path: v.string(),
  size: bytes,
  /** Bytes that had arrived. */
  sent: bytes,
  outcome: v.picklist(OUTCOMES),
  problem: v.nullable(v.picklist(ERROR_CODES)),
  proof: v.nullable(v.picklist(PROOFS)),
  /** ms since 1970; of what ended while no page was open, when the next one saw it. */
  addedAt: time,
  endedAt: time,
  /** Bytes a second from its beginning to its end, pauses included; null where that isn't known. */
  speed: v.nullable(bytes),
  /** Where the object is; null where there is no receipt. */
  object: v.nullable(
    v.object({
      bucket: v.string(),
      key: v.string(),
      algorithm: v.picklist(CHECKSUM_ALGORITHMS),
      checksum: v.nullable(v.string()),
    }),
  ),
  /** What was entered about the file. */
  details: v.optional(detailsSchema),
  /** Of the whole file, as its receipt has them. */
  hashes: v.optional(hashesSchema),
})
export type Entry = v.InferOutput<typeof entrySchema>

/** How it ended; null while it hasn't. */
export function outcomeOf({ state }: { readonly state: UploadState }): Outcome | null {
  return OUTCOMES.find((outcome) => outcome === state) ?? null
}

/** Whether all of it arrived, and there is a receipt. */
export function hasArrived(outcome: Outcome): boolean {
  return outcome === 'verified' || outcome === 'disproved'
}

/**
 * The entry of an upload that has ended.
 *
 * @param receipt of one that has arrived, where there is one
 * @param now ms since 1970
 */
export function entryOf(
  view: UploadView,
  outcome: Outcome,
  receipt: Receipt | null,
  details: Details | undefined,
  now: number,
): Entry {
  const { id, name, path, size, sent, problem, proof, addedAt } = view
  const entered = receipt?.details ?? details
  return {
    version: VERSION,
    id,
    name,
    path,
    size,
    sent: hasArrived(outcome) ? size : sent,
    outcome,
    problem: outcome === 'failed' ? problem : null,
    proof,
    addedAt,
    endedAt: receipt ? Date.parse(receipt.completedAt) : now,
    speed: receipt ? speedOf(receipt) : null,
    object: receipt && {
      bucket: receipt.bucket,
      key: receipt.key,
      algorithm: receipt.checksum.algorithm,
      checksum: receipt.checksum.value,
    },
    ...(entered && { details: entered }),
    ...(receipt?.hashes && { hashes: receipt.hashes }),
  }
}

/** Of fewer bytes it is asking for them to be taken that takes the time. */
const LEAST_TIMED = 1_000_000

/** The speed to tell people; null where it isn't known, or says nothing of the line. */
export function speedToTell({ size, speed }: Pick<Entry, 'size' | 'speed'>): number | null {
  return size < LEAST_TIMED ? null : speed
}

/** By the server's clock alone. */
function speedOf({ size, createdAt, completedAt }: Receipt): number | null {
  const ms = Date.parse(completedAt) - Date.parse(createdAt)
  return ms > 0 && size > 0 ? (size * 1000) / ms : null
}
