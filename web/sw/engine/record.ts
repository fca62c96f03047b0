import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from '../../../shared/checksum.ts'
import { detailsSchema } from '../../../shared/details.ts'
import { ERROR_CODES } from '../../../shared/errors.ts'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT, MAX_PART_SIZE } from '../../../shared/limits.ts'
import { linkTokenSchema, type NewFile } from '../../../shared/messages.ts'
import { partLength, planParts, type PartPlan } from '../../../shared/plan.ts'
import { prioritySchema } from '../../../shared/order.ts'
import { countOf, has } from '../../../shared/ranges.ts'
import { receivedReceiptSchema } from '../../../shared/receipt.ts'
import { uploadIdSchema } from '../../../shared/wire.ts'

/**
 * How far an upload is:
 * `waiting` nothing was asked of the server; `creating` it was asked, and may have answered;
 * `sending` parts; `completing` all parts have arrived; `verified`, `failed` ended; `disproved` it was
 * verified, and the file then found to be another one than was sent; `cancelling` the server's side is
 * to be removed; `cancelled` it is.
 */
const PHASES = [
  'waiting',
  'creating',
  'sending',
  'completing',
  'verified',
  'failed',
  'cancelling',
  'cancelled',
  'disproved',
] as const

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const size = v.pipe(wholeNumber, v.maxValue(MAX_OBJECT_SIZE))

/** What the API gave for the upload. */
const serverSideSchema = v.object({
  token: v.string(),
  key: v.string(),
  /** Bytes. */
  partSize: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_SIZE)),
  partCount: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_COUNT)),
  checksum: v.picklist(CHECKSUM_ALGORITHMS),
})
export type ServerSide = v.InferOutput<typeof serverSideSchema>

/** Of the record's form; stores/migrations.ts brings older records to it. */
export const RECORD_VERSION = 2

/** Everything that is to be known of an upload after the worker was killed. Facts only. */
export const uploadRecordSchema = v.object({
  version: v.literal(RECORD_VERSION),
  /** The upload's id in this browser. */
  id: uploadIdSchema,
  /** Its id at the API: another one after a start from the beginning. */
  remoteId: uploadIdSchema,
  name: v.string(),
  path: v.string(),
  size,
  type: v.string(),
  /** ms since 1970, as are all times. */
  lastModified: v.number(),
  addedAt: v.number(),
  /** Its place in the order of shared/order.ts; older records have none. */
  place: v.optional(v.number()),
  priority: v.optional(prioritySchema),
  /** Nothing is done for it before this time; gone once that has come. */
  startAt: v.optional(v.number()),
  phase: v.picklist(PHASES),
  /**
   * What keeps the worker from going on, beside the phase: the person, or what it waits for. Parts
   * that were handed to the browser's Background Fetch keep it only until it knows which they are.
   */
  hold: v.object({
    user: v.boolean(),
    problem: v.nullable(v.picklist(ERROR_CODES)),
    handedOver: v.boolean(),
  }),
  /**
   * Bytes, chosen by what the link carried when the upload was begun, and asked for whenever it is
   * created. None before, but where the record of a begun upload was lost, and in older records.
   */
  partSize: v.optional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_SIZE))),
  /** What was entered about the file in the operator's form; older records have none. */
  details: v.optional(detailsSchema),
  server: v.nullable(serverSideSchema),
  /** The parts that S3 isn't known to have; none before the server's side exists. */
  missing: v.array(v.tuple([wholeNumber, wholeNumber])),
  /** Why it failed. */
  failure: v.nullable(v.picklist(ERROR_CODES)),
  /** What follows once it is cancelled: it stays in the list, leaves it, or begins anew. */
  afterCancel: v.variant('type', [
    v.object({ type: v.literal('stay') }),
    v.object({ type: v.literal('leave') }),
    v.object({
      type: v.literal('begin'),
      remoteId: uploadIdSchema,
      /** By which it then comes, where that is another than before. */
      link: v.optional(v.nullable(linkTokenSchema)),
    }),
  ]),
  receipt: v.nullable(receivedReceiptSchema),
  /** The token of the upload link by which it came; null for none. Older records have none. */
  link: v.optional(v.nullable(linkTokenSchema), null),
})
type StoredRecord = v.InferOutput<typeof uploadRecordSchema>
export type UploadRecord = Readonly<Omit<StoredRecord, 'missing'>> & {
  readonly missing: readonly (readonly [number, number])[]
}

/** What an upload is that nothing keeps from going on. */
export const NO_HOLD: UploadRecord['hold'] = { user: false, problem: null, handedOver: false }

/** The record of a file that was just added. */
export function createRecord(
  file: Omit<NewFile, 'source'>,
  now: number,
  link: string | null = null,
  place?: number,
): UploadRecord {
  return {
    version: RECORD_VERSION,
    id: file.id,
    remoteId: file.id,
    name: file.name,
    path: file.path,
    size: file.size,
    type: file.type,
    lastModified: file.lastModified,
    partSize: file.partSize,
    details: file.details,
    addedAt: now,
    place,
    startAt: file.startAt,
    phase: 'waiting',
    hold: NO_HOLD,
    server: null,
    missing: [],
    failure: null,
    afterCancel: { type: 'stay' },
    receipt: null,
    link,
  }
}

const ENDED = ['verified', 'failed', 'cancelled', 'disproved'] as const
type Ended = UploadRecord & { readonly phase: (typeof ENDED)[number] }

/** Whether nothing more happens to the upload by itself. */
export function isEnded(record: UploadRecord): record is Ended {
  return ENDED.some((phase) => phase === record.phase)
}

/**
 * Whether the person has removed it: no list shows it, and what the server still has of it is cleared
 * away unseen.
 */
export function isRemoved({ afterCancel }: UploadRecord): boolean {
  return afterCancel.type === 'leave'
}

/** How the upload's file is cut, once the API has said so. */
export function planOf(record: UploadRecord): PartPlan | null {
  const { server, size } = record
  return server && { size, partSize: server.partSize, partCount: server.partCount }
}

/** Whether the file is, or will be, sent as a whole. */
export function isOnePart({ size, server, partSize }: UploadRecord): boolean {
  return (server ?? planParts(size, partSize)).partCount === 1
}

/** The failures that leave nothing to go on from: another try starts from the beginning. */
export const START_AGAIN: ReadonlySet<UploadRecord['failure']> = new Set([
  'upload_gone',
  'token_invalid',
  'key_exists',
  'object_mismatch',
])

/**
 * The bytes in the parts that S3 is known to have, and from which the upload can go on: nothing goes on
 * from the parts of a file that is another one by now.
 */
export function bytesSent(record: UploadRecord): number {
  const plan = planOf(record)
  const { failure } = record
  if (!plan || START_AGAIN.has(failure) || failure === 'file_changed') return 0
  const last = plan.partCount
  const lastIsMissing = has(record.missing, last)
  const fullParts = countOf(record.missing) - (lastIsMissing ? 1 : 0)
  return plan.size - fullParts * plan.partSize - (lastIsMissing ? partLength(plan, last) : 0)
}
