/**
 * What the API's routes for admins take and give, JSON in both directions:
 *
 *   GET    /links?after=             →                       IssuedLinksPage
 *   POST   /admin/uploads            UploadsRequest        → UploadsPage
 *   POST   /admin/uploads/parts      UploadName            → SentParts
 *   POST   /admin/uploads/abort      AbortRequest          → AbortAnswer
 *   POST   /admin/receipts           ReceiptsRequest       → ReceiptsPage
 *   POST   /admin/receipts/one       { key }               → Receipt
 *   POST   /admin/receipts/older     OlderRequest          → OlderAnswer
 *   GET    /admin/totals             →                       TotalsAnswer
 *
 * What names files or people goes in bodies: addresses stand in the logs of proxies.
 */
import * as v from 'valibot'
import { MAX_KEY_BYTES, MAX_OBJECT_SIZE, MAX_PART_COUNT } from './limits.ts'

/** Uploads that one request may abort. */
export const MAX_ABORTED = 100
/** AWS's have 128 characters. */
const MAX_UPLOAD_ID_LENGTH = 1024

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const bytes = v.pipe(count, v.maxValue(MAX_OBJECT_SIZE))
const isoTime = v.pipe(v.string(), v.isoTimestamp())
const isoDay = v.pipe(v.string(), v.isoDate())
/** Text for the store's addresses: UTF-8 can carry it, so no surrogate stands alone in it. */
const sendable = (longest: number) =>
  v.pipe(v.string(), v.maxLength(longest), v.regex(/^\P{Cs}*$/u))
const key = v.pipe(sendable(MAX_KEY_BYTES), v.minLength(1))

/** An upload that runs, as the store names it. */
export const uploadNameSchema = v.strictObject({
  key,
  uploadId: v.pipe(sendable(MAX_UPLOAD_ID_LENGTH), v.minLength(1)),
})
export type UploadName = v.InferOutput<typeof uploadNameSchema>

const place = v.strictObject({ key, uploadId: sendable(MAX_UPLOAD_ID_LENGTH) })

export const uploadsRequestSchema = v.strictObject({
  /** The `next` of the page before; null for the first one. */
  after: v.nullable(place),
})
export type UploadsRequest = v.InferOutput<typeof uploadsRequestSchema>

/** What admins know links by, by the links' ids: of those in the page that have a label or a note. */
const linkNames = v.record(v.string(), v.string())

export const uploadsPageSchema = v.object({
  linkNames,
  uploads: v.array(
    v.object({
      ...uploadNameSchema.entries,
      /** By the store's clock; null where it doesn't say. */
      createdAt: v.nullable(isoTime),
      /** Whether it is older than an upload may be resumed, and nothing of it arrived for a day. */
      abandoned: v.boolean(),
      /** Bytes of the file; null where that was not noted when it began. */
      size: v.nullable(bytes),
      /** As of a receipt; null where it was not noted. */
      person: v.nullable(v.string()),
    }),
  ),
  next: v.nullable(place),
  /** For how long an upload may be resumed. */
  resumableSeconds: count,
})
export type UploadsPage = v.InferOutput<typeof uploadsPageSchema>
export type ListedUpload = UploadsPage['uploads'][number]

export const sentPartsSchema = v.object({
  parts: v.pipe(count, v.maxValue(MAX_PART_COUNT)),
  bytes,
  /** When the last one arrived; null where none has. */
  lastAt: v.nullable(isoTime),
})
export type SentParts = v.InferOutput<typeof sentPartsSchema>

export const abortRequestSchema = v.strictObject({
  uploads: v.pipe(v.array(uploadNameSchema), v.minLength(1), v.maxLength(MAX_ABORTED)),
})
export type AbortRequest = v.InferOutput<typeof abortRequestSchema>

export const abortAnswerSchema = v.object({
  aborted: count,
  /** Those that the store did not end, by their `uploadId`. */
  failed: v.array(v.string()),
  /** Those whose object is there, which stays: they were completed meanwhile. */
  completed: v.array(v.string()),
})
export type AbortAnswer = v.InferOutput<typeof abortAnswerSchema>

export const receiptsRequestSchema = v.strictObject({
  /** Words that the object's key must have, in any order; '' for any. The key ends with the name. */
  text: v.pipe(v.string(), v.maxLength(200)),
  /** A link's id, or an account's `sub`; '' for anybody. */
  person: v.pipe(v.string(), v.maxLength(1000)),
  /** First and last day, UTC. */
  from: v.nullable(isoDay),
  to: v.nullable(isoDay),
  /** The `next` of the page before; null for the first one. */
  after: v.nullable(sendable(MAX_KEY_BYTES)),
})
export type ReceiptsRequest = v.InferOutput<typeof receiptsRequestSchema>

export const receiptsPageSchema = v.object({
  linkNames,
  /** The newest first. */
  receipts: v.array(
    v.object({
      key,
      /** Bytes. */
      size: bytes,
      verifiedAt: isoTime,
      /** `link:` and its id, `account:` and a hash, or ''. */
      person: v.string(),
      /** Whether its file turned out to be another one than was sent. */
      disproved: v.boolean(),
      /** Whether its file does not have the acquisition hash that was entered. */
      differs: v.boolean(),
    }),
  ),
  /** Goes on from here, also where nothing was found yet; null where there is nothing more. */
  next: v.nullable(v.string()),
  /** Down to which day this answer has looked; null where that is all. */
  searchedTo: v.nullable(isoDay),
  /** Whether there may be receipts from before the list was kept. */
  older: v.boolean(),
})
export type ReceiptsPage = v.InferOutput<typeof receiptsPageSchema>
export type ListedReceipt = ReceiptsPage['receipts'][number]

export const oneReceiptRequestSchema = v.strictObject({ key })

export const olderRequestSchema = v.strictObject({
  /** The `next` of the answer before; '' to begin. */
  after: sendable(MAX_KEY_BYTES),
})
export type OlderRequest = v.InferOutput<typeof olderRequestSchema>

export const olderAnswerSchema = v.object({
  looked: count,
  added: count,
  /** null where all have been looked at. */
  next: v.nullable(v.string()),
})
export type OlderAnswer = v.InferOutput<typeof olderAnswerSchema>

/** Of one day, UTC. */
const dayTotals = v.object({ day: isoDay, count, bytes: count, parts: count })
export type DayTotals = v.InferOutput<typeof dayTotals>

/** In the operator's currency. */
export const pricesSchema = v.strictObject({
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  /** A month for 2^30 bytes. */
  storagePerGbMonth: v.optional(v.pipe(v.number(), v.minValue(0), v.finite()), 0),
  /** For 1,000 requests of the kinds that uploads make: PUT, POST, LIST. */
  per1000Requests: v.optional(v.pipe(v.number(), v.minValue(0), v.finite()), 0),
  /** For 2^30 bytes that come in. */
  transferPerGb: v.optional(v.pipe(v.number(), v.minValue(0), v.finite()), 0),
})
export type Prices = v.InferOutput<typeof pricesSchema>

export const totalsAnswerSchema = v.object({
  /** Days on which something was verified, the newest first, of the last 30. */
  verified: v.array(dayTotals),
  /** The same of what was cancelled, cleared away or did not match. */
  failed: v.array(dayTotals),
  /** Of all time. */
  all: v.object({ count, bytes: count, parts: count }),
  /** Whether all days have been counted; else ask again, which goes on. */
  complete: v.boolean(),
  /** null where the operator gave no prices. */
  estimate: v.nullable(
    v.object({
      prices: pricesSchema,
      /** A month for all that has arrived, as if nothing of it had been deleted. */
      storageMonth: v.number(),
      /** Of the last 30 days. */
      requests: v.number(),
      requestCount: count,
      transfer: v.number(),
    }),
  ),
})
export type TotalsAnswer = v.InferOutput<typeof totalsAnswerSchema>

export const issuedLinkSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** For admins alone. */
  label: v.string(),
  /** Shown to whoever opens the link. */
  note: v.string(),
  prefix: v.string(),
  maxFileSize: v.nullable(count),
  maxFiles: v.nullable(count),
  maxBytes: v.nullable(count),
  admin: v.boolean(),
  madeAt: isoTime,
  expiresAt: isoTime,
})
export type IssuedLink = v.InferOutput<typeof issuedLinkSchema>

export const issuedLinksPageSchema = v.object({
  /** The newest first. */
  links: v.array(
    v.object({
      ...issuedLinkSchema.entries,
      revoked: v.boolean(),
      expired: v.boolean(),
      /** What came by it; null where nothing limits it, so that nothing is counted. */
      used: v.nullable(v.object({ files: count, bytes: count })),
    }),
  ),
  next: v.nullable(v.string()),
})
export type IssuedLinksPage = v.InferOutput<typeof issuedLinksPageSchema>
export type ShownLink = IssuedLinksPage['links'][number]
