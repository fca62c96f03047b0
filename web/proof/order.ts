/** What the page asks its own worker to read, and what that tells. */
import * as v from 'valibot'
import { fileHashesSchema, HASHES } from '../../shared/hashes.ts'

const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** How far a file has been read, and what the hashes were by then: from there it goes on. */
export const checkpointSchema = v.object({
  at: bytes,
  states: v.record(
    v.picklist([...HASHES, 'crc64nvme']),
    v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
  ),
})
export type Checkpoint = v.InferOutput<typeof checkpointSchema>

export const orderSchema = v.object({
  file: v.custom<Blob>((value) => value instanceof Blob),
  kinds: v.array(v.picklist(HASHES)),
  /** From where it goes on; null from the beginning. */
  from: v.nullable(checkpointSchema),
  /** Bytes of a part, where what a receipt states of parts is wanted too; only from the beginning. */
  partSize: v.nullable(v.pipe(bytes, v.minValue(1))),
})
export type Order = v.InferOutput<typeof orderSchema>

/** First what is to be read; then, as often as it changes, whether that has to wait. */
export const askedSchema = v.variant('type', [
  v.object({ type: v.literal('read'), order: orderSchema }),
  v.object({ type: v.literal('hold'), held: v.boolean() }),
])
export type Asked = v.InferOutput<typeof askedSchema>

/** As shared/receipt-check.ts compares them. */
const foundSchema = v.object({
  hashes: fileHashesSchema,
  /** Those of parts; null where they weren't wanted. */
  parts: v.nullable(
    v.object({ crc64nvme: v.string(), md5OfParts: v.string(), md5: v.optional(v.string()) }),
  ),
})
export type Found = v.InferOutput<typeof foundSchema>

export const toldSchema = v.variant('type', [
  v.object({ type: v.literal('progress'), at: bytes }),
  v.object({ type: v.literal('checkpoint'), checkpoint: checkpointSchema }),
  v.object({ type: v.literal('done'), found: foundSchema }),
  /** `unreadable`: it is gone or was changed, or the disk can't be read. */
  v.object({
    type: v.literal('failed'),
    why: v.picklist(['unreadable', 'internal']),
    cause: v.string(),
  }),
])
export type Told = v.InferOutput<typeof toldSchema>
