/**
 * What the page and the worker say to each other. The page sends a {@link ToWorker} with a
 * MessagePort, on which the worker answers one {@link Reply}, after what was asked for has been
 * committed. The worker sends every page {@link ToPage} messages when uploads change.
 */
import * as v from 'valibot'
import { bandwidthSchema } from './bandwidth.ts'
import { detailsSchema } from './details.ts'
import { ERROR_CODES } from './errors.ts'
import { fileHashesSchema } from './hashes.ts'
import { notificationTextSchema } from './notification-text.ts'
import { HAND_OVER_PREFIX, handedSchema, offerSchema } from './hand-over.ts'
import { MAX_OBJECT_SIZE, MAX_PART_SIZE } from './limits.ts'
import { prioritySchema } from './order.ts'
import { PROOFS, receivedReceiptSchema } from './receipt.ts'
import { uploadDetailSchema } from './upload-detail.ts'
import { identityAnswerSchema, uploadIdSchema, watchAnswerSchema } from './wire.ts'

/** The page pings this often, in ms, so that the browser keeps the worker while it is open. */
export const PING_INTERVAL = 20_000

/** Uploads that are told in one message at most, so that reading it takes no long task. */
export const MOST_IN_MESSAGE = 250

/** An upload's state, as it is shown. */
export const UPLOAD_STATES = [
  'waiting',
  'uploading',
  'paused',
  'finishing',
  'verified',
  'failed',
  'cancelled',
  /** It was verified, and the file, read as a whole, turned out to be another one than was sent. */
  'disproved',
] as const
export type UploadState = (typeof UPLOAD_STATES)[number]

/** The token of an upload link: a JWT, of which only the server knows more. */
export const linkTokenSchema = v.pipe(
  v.string(),
  v.maxLength(8192),
  v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
)

const bytes = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_OBJECT_SIZE))
const bytesOfPart = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_PART_SIZE))

/** One upload as the page shows it. */
export const uploadViewSchema = v.object({
  id: uploadIdSchema,
  name: v.string(),
  /** Of its folder; '' for a file that came alone. */
  path: v.string(),
  size: bytes,
  /** The file's, ms since 1970. */
  lastModified: v.number(),
  state: v.picklist(UPLOAD_STATES),
  /** Bytes of its parts, once it was begun: the same file cut otherwise is another upload. */
  partSize: v.optional(bytesOfPart),
  /** Bytes in parts that have arrived. */
  sent: bytes,
  /** Bytes in parts that are under way: how far they are isn't known. */
  inFlight: bytes,
  /** Why it is not going on, or what it is waiting for: also beside `waiting` and `uploading`. */
  problem: v.nullable(v.picklist(ERROR_CODES)),
  /** The next attempt, ms since 1970, where a problem is waited out. */
  retryAt: v.nullable(v.number()),
  /** What was proved of a verified upload. */
  proof: v.nullable(v.picklist(PROOFS)),
  /** Parts of a verified upload whose bytes were compared with nothing: see shared/receipt.ts. */
  unhashedParts: v.optional(v.number()),
  /** Whether the browser has no network. */
  offline: v.boolean(),
  /** Whether the browser has parts of it to send, which needs no page. */
  handedOver: v.optional(v.boolean(), false),
  /** Whether it can be shown on another device; a worker of an older version doesn't say. */
  watchable: v.optional(v.boolean(), false),
  /** ms since 1970. */
  addedAt: v.number(),
  /** The order of the list: see shared/order.ts. */
  place: v.optional(v.number()),
  priority: v.optional(prioritySchema),
  /** It is not sent before, ms since 1970. */
  startAt: v.optional(v.number()),
})
export type UploadView = v.InferOutput<typeof uploadViewSchema>

/** A file as the page took it. The worker checks what `source` really is. */
export const newFileSchema = v.object({
  id: uploadIdSchema,
  name: v.pipe(v.string(), v.minLength(1)),
  path: v.string(),
  size: bytes,
  type: v.string(),
  lastModified: v.number(),
  /** Of an upload that was begun before and goes on, as it was cut then. */
  partSize: v.optional(bytesOfPart),
  /** What was entered about it in the operator's form. */
  details: v.optional(detailsSchema),
  /** ms since 1970; at once where there is none. */
  startAt: v.optional(v.number()),
  /** A FileSystemFileHandle where the browser gives handles, else the File. */
  source: v.unknown(),
})
export type NewFile = v.InferOutput<typeof newFileSchema>

export const CONTROLS = ['pause', 'resume', 'cancel', 'retry', 'remove', 'disprove'] as const
export type Control = (typeof CONTROLS)[number]

export const toWorkerSchema = v.variant('type', [
  /**
   * Answered with the uploads; also makes the worker go on with what it finds. With a `limit` it is
   * answered with at most so many, those after the upload `after`; from the first where there is
   * none of that id.
   */
  v.object({
    type: v.literal('hello'),
    limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    after: v.optional(uploadIdSchema),
  }),
  v.object({ type: v.literal('ping') }),
  /** The page has begun this Background Fetch, or is about to: it may be gone in a moment. */
  v.object({
    type: v.literal('handed-over'),
    fetchId: v.pipe(v.string(), v.regex(new RegExp(`^${HAND_OVER_PREFIX}`))),
    uploads: v.array(handedSchema),
  }),
  /** The browser has refused that Background Fetch. */
  v.object({ type: v.literal('not-handed-over'), fetchId: v.string() }),
  /** For a page to hand over: the upload's File, null where it can't be read now. */
  v.object({ type: v.literal('file'), id: uploadIdSchema }),
  /** Whether the server takes parts from a Background Fetch; null while it can't be asked. */
  v.object({ type: v.literal('part-route') }),
  /** The network is back: what waits for a next attempt need not wait. */
  v.object({ type: v.literal('online') }),
  v.object({ type: v.literal('add'), files: v.array(newFileSchema) }),
  v.object({
    type: v.literal('control'),
    control: v.picklist(CONTROLS),
    /** Those it can't be done to (to resume one that isn't paused) are left as they are. */
    ids: v.union([v.array(uploadIdSchema), v.literal('all')]),
  }),
  /** What is given of them changes. @see UploadView; `startAt`: 0 for at once */
  v.object({
    type: v.literal('arrange'),
    changes: v.array(
      v.object({
        id: uploadIdSchema,
        place: v.optional(v.number()),
        priority: v.optional(prioritySchema),
        startAt: v.optional(v.number()),
      }),
    ),
  }),
  /**
   * Other details for an upload that was refused for those that it has: it is begun with these. All
   * others that were refused with the same are begun with theirs, where there are any.
   */
  v.object({
    type: v.literal('details'),
    id: uploadIdSchema,
    details: detailsSchema,
    others: v.optional(detailsSchema),
  }),
  /** The file again, or permission for it, after a `file_gone` or `file_permission`. */
  v.object({ type: v.literal('give'), id: uploadIdSchema, source: v.unknown() }),
  /** For permission to be asked in the page: the stored handle, null where there is none. */
  v.object({ type: v.literal('handle'), id: uploadIdSchema }),
  /** A link was opened by which files may be sent: new uploads come by it. */
  v.object({ type: v.literal('link'), token: linkTokenSchema }),
  /** Who this browser is to the server, and what is left to it. */
  v.object({ type: v.literal('identity') }),
  v.object({ type: v.literal('receipt'), id: uploadIdSchema }),
  /** Of the whole file, for the server to have them stand in its receipt. */
  v.object({ type: v.literal('hashes'), id: uploadIdSchema, hashes: fileHashesSchema }),
  /** For a page that shows the upload from near; it asks again while it does. */
  v.object({ type: v.literal('detail'), id: uploadIdSchema }),
  /** For a link that shows the upload on another device. */
  v.object({ type: v.literal('watch'), id: uploadIdSchema }),
  /** How fast may be sent: as it is, or from now on. */
  v.object({ type: v.literal('bandwidth'), bandwidth: v.optional(bandwidthSchema) }),
  /** What notifications are to say from now on. */
  v.object({ type: v.literal('notification-text'), text: notificationTextSchema }),
  /** Whether a new version may replace this worker without anybody noticing. */
  v.object({ type: v.literal('busy') }),
])
export type ToWorker = v.InferOutput<typeof toWorkerSchema>

/** What a reply carries, by the type of the message it answers. */
export const replySchemas = {
  hello: v.object({
    uploads: v.array(uploadViewSchema),
    /** Whether there are further ones after these; an older worker always tells all. */
    more: v.optional(v.boolean(), false),
    /** Not there from an older worker, while it still runs. Of the database that they are on record in: another one after the browser deleted it. */
    database: v.optional(v.string()),
  }),
  ping: v.null(),
  online: v.null(),
  'handed-over': v.null(),
  'not-handed-over': v.null(),
  file: v.object({ file: v.unknown() }),
  'part-route': v.object({ partRoute: v.nullable(v.boolean()) }),
  add: v.null(),
  control: v.null(),
  arrange: v.null(),
  details: v.null(),
  give: v.null(),
  handle: v.object({ handle: v.unknown() }),
  link: v.null(),
  identity: v.object({
    /** null where the server didn't say. */
    identity: v.nullable(identityAnswerSchema),
    /** Why it didn't. */
    problem: v.nullable(v.picklist(ERROR_CODES)),
  }),
  receipt: v.object({ receipt: v.nullable(receivedReceiptSchema) }),
  /** The receipt that has them, where there is one. */
  hashes: v.object({ receipt: v.nullable(receivedReceiptSchema) }),
  detail: v.object({ detail: v.nullable(uploadDetailSchema) }),
  watch: v.object({
    /** null where the server has nothing of the upload. */
    link: v.nullable(v.object({ id: uploadIdSchema, ...watchAnswerSchema.entries })),
  }),
  bandwidth: v.object({ bandwidth: bandwidthSchema }),
  'notification-text': v.null(),
  busy: v.object({ busy: v.boolean() }),
} as const satisfies Record<ToWorker['type'], v.GenericSchema>
export type AllUploads = Omit<v.InferOutput<(typeof replySchemas)['hello']>, 'more'>
export type ReplyValue<T extends ToWorker['type']> = v.InferOutput<(typeof replySchemas)[T]>

export const replySchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), code: v.picklist(ERROR_CODES) }),
])
export type Reply = v.InferOutput<typeof replySchema>

export const toPageSchema = v.variant('type', [
  v.object({
    type: v.literal('changed'),
    /** Only those that changed or are new. */
    uploads: v.array(uploadViewSchema),
    removed: v.array(uploadIdSchema),
  }),
  /** What may be handed over has changed. */
  v.object({
    type: v.literal('offered'),
    /** Only those that changed or are new. */
    offers: v.array(offerSchema),
    withdrawn: v.array(uploadIdSchema),
    /** How fast the person wants them to be sent. */
    bandwidth: bandwidthSchema,
  }),
  /** The worker starts, or must start anew: the page is to ask for all uploads. */
  v.object({ type: v.literal('stale') }),
  /** The person wants to see this upload. */
  v.object({ type: v.literal('open'), id: uploadIdSchema }),
])
export type ToPage = v.InferOutput<typeof toPageSchema>
/** The message about changes of the list. */
export type Changed = Extract<ToPage, { type: 'changed' }>
/** The message about what may be handed over. */
export type Offered = Extract<ToPage, { type: 'offered' }>
