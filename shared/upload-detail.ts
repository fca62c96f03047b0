/** What the worker tells of one upload that a person looks at from near (docs/decisions/detail-by-asking.md). */
import * as v from 'valibot'
import { detailsSchema } from './details.ts'
import { ERROR_CODES } from './errors.ts'
import { partNumberSchema, sizeSchema } from './wire.ts'

const runs = v.array(v.tuple([partNumberSchema, partNumberSchema]))

/** What is noted of an upload for a person to read, by the engine's events. */
export const NOTED = [
  'created',
  'listed',
  'completed',
  'failed',
  'pause',
  'resume',
  'retry',
  'given',
  'elsewhere',
  'taken-back',
  'disprove',
] as const

/** The same thing that happened some times in a row. */
const noteSchema = v.object({
  type: v.picklist(NOTED),
  /** How often. */
  times: v.number(),
  /** When last, ms since 1970. */
  at: v.number(),
  /** Of a failure: what it was, and of which part the last time. */
  code: v.nullable(v.picklist(ERROR_CODES)),
  part: v.nullable(partNumberSchema),
})
export type Note = v.InferOutput<typeof noteSchema>

/** One upload from near: only of one that a person looks at. */
export const uploadDetailSchema = v.object({
  /** How it is cut; null until the server has said so. */
  plan: v.nullable(
    v.object({
      /** Bytes. */
      partSize: sizeSchema,
      partCount: partNumberSchema,
    }),
  ),
  /** The parts that the store isn't known to have. */
  missing: runs,
  /** Those of them that are worked on: as many as are read ahead at most. */
  parts: v.array(
    v.object({
      number: partNumberSchema,
      stage: v.picklist(['idle', 'hashing', 'hashed', 'signing', 'signed', 'sending']),
      /** The origin that it goes to; none while it isn't chosen, or there is but one. */
      host: v.optional(v.string()),
      /** In a row. */
      failures: v.number(),
    }),
  ),
  /** What is missing but for what the browser has to send by itself. */
  here: runs,
  /** Parts that may be sent at once, of all uploads. */
  lanes: v.number(),
  hosts: v.array(
    v.object({
      origin: v.string(),
      state: v.picklist(['untried', 'probing', 'open', 'aside']),
      /** Bytes a ms of one part, lately; null while unknown. */
      rate: v.nullable(v.number()),
    }),
  ),
  /** What was entered about the file. */
  details: v.optional(detailsSchema),
  /** What has happened since the worker was started, the oldest first; only the latest are kept. */
  notes: v.array(noteSchema),
})
export type UploadDetail = v.InferOutput<typeof uploadDetailSchema>
