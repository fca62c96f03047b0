/** What a watch link shows: GET /uploads/:id/status of shared/wire.ts. */
import * as v from 'valibot'
import { MAX_PART_COUNT } from './limits.ts'
import { receivedReceiptSchema } from './receipt.ts'
import { countSchema, partNumberSchema, sizeSchema } from './wire.ts'

/**
 * How far the store has an upload. `sending`: it runs, though maybe nobody sends just now;
 * `completed`: its object is there or was; `gone`: the store has nothing of it.
 */
export const UPLOAD_STATUS_STATES = ['sending', 'completed', 'gone'] as const

export const uploadStatusSchema = v.object({
  state: v.picklist(UPLOAD_STATUS_STATES),
  name: v.string(),
  path: v.string(),
  /** Bytes. */
  size: sizeSchema,
  /** Bytes in the parts that the store has. */
  sent: sizeSchema,
  /** How many of them the store has. */
  parts: v.pipe(countSchema, v.maxValue(MAX_PART_COUNT)),
  partCount: partNumberSchema,
  /**
   * Whether its object is where it was completed: it may have been moved away or deleted since. Not
   * said before the end, and by servers of older versions.
   */
  stored: v.optional(v.boolean()),
  /** Of a completed upload; null while none is stored. */
  receipt: v.nullable(receivedReceiptSchema),
  /** When the store last took something of it, ISO 8601 in UTC by the store's clock. */
  updatedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** The same as a span until now, as clocks may be wrong. */
  unchangedForSeconds: countSchema,
  /** Ask again no sooner: it costs the store one list for every 1,000 parts. */
  nextInSeconds: v.pipe(countSchema, v.minValue(1)),
})
export type UploadStatus = v.InferOutput<typeof uploadStatusSchema>
