import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from './checksum.ts'
import { detailsSchema } from './details.ts'
import { hashesSchema } from './hashes.ts'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT } from './limits.ts'

/**
 * What was proved of the object as a whole, when it had been completed:
 * `object-checksum`: the store computed the whole object's CRC64NVME, equal to the browser's;
 * `parts-checksum`: the store's ETag is made of the parts' MD5s, equal to the browser's;
 * `size-only`: the store checks no content, and only its size was compared.
 */
export const PROOFS = ['object-checksum', 'parts-checksum', 'size-only'] as const
export type Proof = (typeof PROOFS)[number]

const isoTime = v.pipe(v.string(), v.isoTimestamp())

const facts = {
  version: v.literal(1),
  /** The id that the browser gave the upload. */
  id: v.string(),
  bucket: v.string(),
  key: v.string(),
  /** The file's name and, of a file in a folder, the folder's path before it. */
  name: v.string(),
  path: v.string(),
  /** What was entered about it in the operator's form; not there where nothing was. */
  details: v.optional(detailsSchema),
  /** Bytes. */
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_OBJECT_SIZE)),
  partSize: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  partCount: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PART_COUNT)),
  /** The store's, without quotes. */
  etag: v.string(),
  checksum: v.strictObject({
    algorithm: v.picklist(CHECKSUM_ALGORITHMS),
    /** As the store has it of the whole object; null where it has none. */
    value: v.nullable(v.string()),
    proof: v.picklist(PROOFS),
    /**
     * Parts that went up before the browser had hashed them, and never were: their checksums are
     * the store's own, so these bytes were compared with nothing. Not there where it is none.
     */
    unhashedParts: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    /** Whether the store makes its ETags of the parts' MD5s, which can then be compared as well. */
    etagOfParts: v.optional(v.literal(true)),
  }),
  /**
   * Of the whole file. Added once they are known, which may be after the object was completed; in no
   * older receipt.
   */
  hashes: v.optional(hashesSchema),
  /** When the upload was created and when it was found to have arrived, ISO 8601 in UTC. */
  createdAt: isoTime,
  completedAt: isoTime,
  /**
   * That the browser, when it had read the whole file, found another one than it had sent, and what it
   * found. Not there where it found none, or nothing was read.
   */
  disproved: v.optional(
    v.strictObject({
      at: isoTime,
      /** Of the whole file as it was read, base64: not the object's. */
      crc64nvme: v.string(),
    }),
  ),
}

const signatureSchema = v.strictObject({
  /** The key's id in the server's JWKS. Not signed itself: `jws` names it too. */
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** A compact JWS (RFC 7515): its payload is the receipt without `signature`. */
  jws: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)),
})

export type ReceiptFacts = v.InferOutput<v.StrictObjectSchema<typeof facts, undefined>>

const entries = { ...facts, signature: v.optional(signatureSchema) }

/** States that a file arrived, where it is, and what was proved of it. Older ones are unsigned. */
export const receiptSchema = v.strictObject(entries)

export type Receipt = v.InferOutput<typeof receiptSchema>

/**
 * The same as a browser takes it from a server that is newer than what it has loaded: what it does not
 * know it keeps, as the signature covers it. Who judges by a receipt is strict, as that may change the
 * judgement.
 */
export const receivedReceiptSchema: v.GenericSchema<unknown, Receipt> = v.looseObject(entries)
