/** What the store keeps about objects and uploads, as it is written to disk. */
import * as v from 'valibot'
import { Checksum, ChecksumKind } from './checksums.ts'

const Size = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** ms since 1970. */
const Instant = v.pipe(v.number(), v.safeInteger())
const Md5 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const Id = v.pipe(v.string(), v.regex(/^[0-9a-f]{48}$/))
/** The name of a file in the folder of an id: it becomes part of a path. */
const FileName = v.pipe(v.string(), v.regex(/^[0-9a-f.]{1,64}$/))

/** What the client said about an object, to be given back with it. */
export const Description = v.object({
  /** Content-Type, Cache-Control and the like, by lower-case name. */
  headers: v.record(v.string(), v.string()),
  /** Without the `x-amz-meta-` of their names. */
  metadata: v.array(v.tuple([v.string(), v.string()])),
  tags: v.array(v.tuple([v.string(), v.string()])),
})
export type Description = v.InferOutput<typeof Description>

export const ObjectHead = v.object({
  key: v.string(),
  size: Size,
  /** Without quotes. */
  etag: v.string(),
  lastModified: Instant,
  description: Description,
  checksum: v.optional(Checksum),
  /** The folder its bytes are in. */
  dataId: Id,
  /** Of an object made by a multipart upload. */
  partCount: v.optional(Size),
})
/** All about an object but where its bytes are. */
export type ObjectHead = v.InferOutput<typeof ObjectHead>

export const Segment = v.object({
  file: FileName,
  size: Size,
  /** The part it was, with its checksum in the object's algorithm. */
  partNumber: v.optional(Size),
  checksum: v.optional(v.string()),
})
/** A run of an object's bytes. */
export type Segment = v.InferOutput<typeof Segment>

export const UploadRecord = v.object({
  id: Id,
  key: v.string(),
  initiated: Instant,
  description: Description,
  checksum: v.optional(ChecksumKind),
})
export type UploadRecord = v.InferOutput<typeof UploadRecord>

export const PartRecord = v.object({
  partNumber: v.pipe(Size, v.minValue(1), v.maxValue(10_000)),
  file: FileName,
  size: Size,
  md5: Md5,
  lastModified: Instant,
  /** Base64; in the upload's algorithm if it has one. */
  checksum: v.optional(v.object({ algorithm: ChecksumKind.entries.algorithm, value: v.string() })),
})
export type PartRecord = v.InferOutput<typeof PartRecord>

export const CompletedRecord = v.object({
  id: Id,
  key: v.string(),
  completed: Instant,
  etag: v.string(),
  checksum: v.optional(Checksum),
})
/** How a completed upload ended, for a client that asks again. */
export type CompletedRecord = v.InferOutput<typeof CompletedRecord>

/**
 * Reads one record.
 *
 * @throws Error that names the file, when it isn't such a record
 */
export function readRecord<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  path: string,
): v.InferOutput<Schema> {
  try {
    return v.parse(schema, JSON.parse(text))
  } catch (cause) {
    throw new Error(`${path} is damaged: move it out of the store's folder to go on without it`, {
      cause,
    })
  }
}
