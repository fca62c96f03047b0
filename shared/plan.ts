import { MAX_OBJECT_SIZE, MAX_PART_COUNT, MAX_PART_SIZE, MIB, MIN_PART_SIZE } from './limits.ts'

/** How a file is cut into parts: all of `partSize` bytes but the last, which has the rest. */
export interface PartPlan {
  /** Bytes in the whole file, 0 to {@link MAX_OBJECT_SIZE}. */
  readonly size: number
  /** Bytes in each part but the last: a whole number of MiB, at least 5 MiB. */
  readonly partSize: number
  /** 1 to 10,000. A file of 0 bytes has one part of 0 bytes. */
  readonly partCount: number
}

/** Bytes `start` to `end` (not included) of the file. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Lost with a broken connection at most, and large enough to make its preflight cheap. */
export const PREFERRED_PART_SIZE = 16 * MIB

/** The largest that is chosen: what one Background Fetch sends best in one request (PLATFORM.md). */
const LARGEST_CHOSEN = 64 * MIB
/** Seconds that a part is to take: so much of one lane's sending is lost when its connection breaks. */
const PART_SECONDS = 4
/** A file has at least so many parts before they grow: that many lanes can share it. */
const PARTS_TO_SHARE = 64

/**
 * The part size for a new upload: what one connection carries in 4 s, from 5 to 64 MiB, but never
 * so much that a file has less than 64 parts above {@link PREFERRED_PART_SIZE}
 * (docs/decisions/part-size.md).
 *
 * @param rate bytes a second of one part among those that are sent side by side; null while unknown
 * @param size bytes, of the file
 * @returns bytes, a whole number of MiB that {@link planParts} takes
 */
export function choosePartSize(rate: number | null, size: number): number {
  if (rate === null) return planParts(size).partSize
  const shared = Math.max(PREFERRED_PART_SIZE, Math.floor(size / PARTS_TO_SHARE))
  const wanted = Math.min(rate * PART_SECONDS, LARGEST_CHOSEN, shared)
  return planParts(size, Math.floor(wanted / MIB) * MIB).partSize
}

/**
 * Plans the parts of a file. The part size is fixed for the whole upload, because some stores
 * (Cloudflare R2) take no other.
 *
 * @param size the file's size in bytes, a whole number from 0 to {@link MAX_OBJECT_SIZE}
 * @param preferredPartSize bytes; kept where the file allows it, rounded up to a whole MiB
 * @throws RangeError when the size is none that S3 can hold
 */
export function planParts(size: number, preferredPartSize = PREFERRED_PART_SIZE): PartPlan {
  if (!Number.isSafeInteger(size) || size < 0 || size > MAX_OBJECT_SIZE) {
    throw new RangeError(`a file must have from 0 to ${MAX_OBJECT_SIZE} bytes, not ${size}`)
  }
  const wanted = Math.max(preferredPartSize, MIN_PART_SIZE, size / MAX_PART_COUNT)
  const partSize = Math.min(Math.ceil(wanted / MIB) * MIB, MAX_PART_SIZE)
  return { size, partSize, partCount: Math.max(1, Math.ceil(size / partSize)) }
}

/**
 * The bytes of one part.
 *
 * @throws RangeError when the plan has no part of this number
 */
export function partRange(plan: PartPlan, partNumber: number): ByteRange {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) {
    throw new RangeError(`part ${partNumber} is not one of 1 to ${plan.partCount}`)
  }
  const start = (partNumber - 1) * plan.partSize
  return { start, end: Math.min(start + plan.partSize, plan.size) }
}

/** The size in bytes of one part. */
export function partLength(plan: PartPlan, partNumber: number): number {
  const { start, end } = partRange(plan, partNumber)
  return end - start
}
