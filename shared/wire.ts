/**
 * What the API's routes take and give, JSON in both directions. The routes, all under /api:
 *
 *   GET    /config                   →                       ConnectionConfig
 *   GET    /receipts/jwks.json      →                       the keys that sign receipts (RFC 7517)
 *   GET    /identity                 →                       IdentityAnswer
 *   POST   /links                    LinkRequest           → LinkAnswer (admins only)
 *   DELETE /links/:id                →                       204 (admins only)
 *   POST   /doctor                   {}                    → DoctorAnswer (admins only)
 *   POST   /uploads                  CreateUploadRequest   → CreateUploadAnswer (again: the same)
 *   POST   /uploads/:id/discard      {}                    → 204 (a file that was put as a whole goes)
 *   POST   /uploads/:id/sign         SignPartsRequest      → SignPartsAnswer
 *   GET    /uploads/:id/parts        →                       ListPartsAnswer
 *   PUT    /uploads/:id/parts/:number  the part's bytes    → SendPartAnswer
 *   POST   /uploads/:id/complete     CompleteRequest       → Receipt (again: the same)
 *   GET    /uploads/:id/receipt      →                       Receipt
 *   POST   /uploads/:id/hashes       FileHashes            → Receipt with them, null while there is none
 *   DELETE /uploads/:id              →                       204 (again: 204)
 *   POST   /uploads/:id/watch        {}                    → WatchAnswer
 *   GET    /uploads/:id/status       →                       UploadStatus
 *   POST   /batch/create             BatchCreateRequest    → BatchCreateAnswer
 *   POST   /batch/sign               BatchSignRequest      → BatchSignAnswer
 *   POST   /batch/complete           BatchCompleteRequest  → BatchCompleteAnswer
 *
 * A file of one part that was created in a batch is sent as a whole by one PUT, and so needs no Create,
 * ListParts and Complete at the store. The batches do for many what the routes of one upload do for
 * one; an answer has the outcomes in the order of the questions.
 *
 * Those of one upload carry `Longhaul-Token: <the upload's token>`, the last one a watch token
 * instead, which no other route takes; `Authorization: Bearer` does as well. All but /config,
 * /receipts/jwks.json, the last one and a part's also say who asks, where that matters:
 * `Longhaul-Link: <an upload link's token>`, or the header in which the operator has JWTs. Errors
 * are ApiError.
 *
 * A part's bytes come with their Content-Length and, where the checksum is known, the header of
 * CHECKSUM_HEADERS for the upload's algorithm. A part that is there already is a 409 part_exists.
 * The route is missing (404 not_found) where ClientConfig's `partRoute` is false.
 */
import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from './checksum.ts'
import { answersSchema } from './details.ts'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT, MAX_PART_SIZE, MIB, MIN_PART_SIZE } from './limits.ts'
import { receivedReceiptSchema } from './receipt.ts'

/** Parts that one request may ask to be signed. */
export const MAX_SIGNED_PARTS = 1000

/** Characters of an origin: a host name has at most 253 (RFC 1035, 2.3.4). */
const MAX_HOST_LENGTH = 270

/** Bytes of a file, or of a part of it. */
export const sizeSchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(MAX_OBJECT_SIZE),
)
export const partNumberSchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.maxValue(MAX_PART_COUNT),
)
const partSize = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(MIN_PART_SIZE),
  v.maxValue(MAX_PART_SIZE),
  v.multipleOf(MIB),
)
/** Base64 of 8 bytes (CRC64NVME) or 16 (MD5). */
export const partChecksumSchema = v.pipe(
  v.string(),
  v.regex(/^(?:[A-Za-z0-9+/]{11}=|[A-Za-z0-9+/]{22}==)$/),
)
/** Base64 of a CRC64NVME, or the hex of an MD5 of MD5s with the number of parts. */
const objectChecksum = v.pipe(
  v.string(),
  v.regex(/^(?:[A-Za-z0-9+/]{11}=|[0-9a-f]{32}-[1-9][0-9]{0,4})$/),
)
/** Seconds, files or bytes. */
export const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const clientConfigSchema = v.object({
  /** The program's version. */
  version: v.string(),
  /** Bytes. */
  maxFileSize: sizeSchema,
  checksum: v.picklist(CHECKSUM_ALGORITHMS),
  /** Whether parts may be sent through the API, which uploads need to go on without a page. */
  partRoute: v.boolean(),
  /** By what one gets in; nothing where everybody may upload. */
  signIn: v.optional(v.array(v.picklist(['links', 'jwt'])), []),
})
export type ClientConfig = v.InferOutput<typeof clientConfigSchema>

/** What `/config` answers: also what a page reads that tries the connection. */
export interface ConnectionConfig extends ClientConfig {
  /** Where parts are sent: the store's host names. Servers of older versions don't say. */
  readonly storeOrigins: readonly string[]
}

export const identityAnswerSchema = v.object({
  /** By an upload link, an account elsewhere, or as anybody. */
  kind: v.picklist(['open', 'link', 'account']),
  admin: v.boolean(),
  /** To be shown; '' for nothing. */
  note: v.string(),
  /** Seconds from now until nothing new may be begun; null for never. */
  expiresInSeconds: v.nullable(countSchema),
  /** Bytes. */
  maxFileSize: sizeSchema,
  /** How many files and bytes may still be begun; null for as many as one likes. */
  filesLeft: v.nullable(countSchema),
  bytesLeft: v.nullable(countSchema),
  /** The operator's form, a JSON Schema that shared/form.ts reads; not there where there is none. */
  form: v.optional(v.unknown()),
})
export type IdentityAnswer = v.InferOutput<typeof identityAnswerSchema>

export const linkAnswerSchema = v.object({
  /** To take it back by. */
  id: v.string(),
  /** Stands behind `#link=` in the page's address. */
  token: v.string(),
  /** Seconds since 1970. */
  expiresAt: countSchema,
})
export type LinkAnswer = v.InferOutput<typeof linkAnswerSchema>

export const uploadIdSchema = v.pipe(v.string(), v.uuid())

/** The longest path that the API takes, in UTF-16 code units. */
export const MAX_PATH_LENGTH = 4096

/** The file's path in its folder, without its name: '' or 'a/b', never '/' at an end. */
const folderPath = v.pipe(v.string(), v.maxLength(MAX_PATH_LENGTH))

export const createUploadRequestSchema = v.strictObject({
  /** A UUID of version 7 that the browser makes. The same id and file give the same upload. */
  id: uploadIdSchema,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  path: folderPath,
  size: sizeSchema,
  /** The media type as the browser guesses it; '' when it doesn't. */
  type: v.pipe(v.string(), v.maxLength(255)),
  /** Milliseconds since 1970, as the file system has it. */
  lastModified: v.pipe(v.number(), v.safeInteger()),
  /** Bytes in a part, as the browser chose it; the server's own choice without it. */
  partSize: v.optional(partSize),
  /** What was entered in the operator's form. Another entry makes another upload. */
  details: v.optional(answersSchema),
})
export type CreateUploadRequest = v.InferOutput<typeof createUploadRequestSchema>

export const createUploadAnswerSchema = v.object({
  /** States what may be done to this upload; sent with every later request. */
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(8192)),
  key: v.string(),
  /** Bytes. */
  partSize,
  partCount: partNumberSchema,
  checksum: v.picklist(CHECKSUM_ALGORITHMS),
  /** Whether this request began it: nothing can have arrived. Servers of older versions don't say. */
  isNew: v.optional(v.boolean(), false),
})
export type CreateUploadAnswer = v.InferOutput<typeof createUploadAnswerSchema>

export const signPartsRequestSchema = v.strictObject({
  parts: v.pipe(
    v.array(
      v.strictObject({
        number: partNumberSchema,
        checksum: v.optional(partChecksumSchema),
        /**
         * One of the answer's `hosts`, which the part is to be sent to. Without it, or when it is no
         * longer one of them, the first is taken.
         */
        host: v.optional(v.pipe(v.string(), v.maxLength(MAX_HOST_LENGTH))),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_SIGNED_PARTS),
  ),
})
export type SignPartsRequest = v.InferOutput<typeof signPartsRequestSchema>

const signedParts = {
  parts: v.array(
    v.object({
      number: partNumberSchema,
      url: v.pipe(v.string(), v.url()),
      /** To be sent with the part, just these. */
      headers: v.record(v.string(), v.string()),
    }),
  ),
  /** Seconds from now until the URLs run out: a span, as the browser's clock may be wrong. */
  expiresInSeconds: countSchema,
}
/** The origins under which the bucket answers, the one first that is taken unasked. */
const hosts = v.optional(v.array(v.pipe(v.string(), v.url())))

export const signPartsAnswerSchema = v.object({ ...signedParts, hosts })
export type SignPartsAnswer = v.InferOutput<typeof signPartsAnswerSchema>

export const listPartsAnswerSchema = v.object({
  parts: v.array(
    v.object({
      number: partNumberSchema,
      size: sizeSchema,
      /** Without quotes. */
      etag: v.string(),
      /** Base64, where the store keeps it for the upload's algorithm. */
      checksum: v.optional(v.string()),
    }),
  ),
})
export type ListPartsAnswer = v.InferOutput<typeof listPartsAnswerSchema>

export const sendPartAnswerSchema = v.object({
  /** Without quotes; the answer's header ETag has it as the store gave it. */
  etag: v.pipe(v.string(), v.minLength(1)),
  /** Base64, in the upload's algorithm, where the store says what it computed. */
  checksum: v.optional(v.string()),
})
export type SendPartAnswer = v.InferOutput<typeof sendPartAnswerSchema>

export const completeRequestSchema = v.strictObject({
  /**
   * Of the whole object, from what the browser hashed: base64 CRC64NVME, or for `md5` the hex MD5
   * of all parts' MD5s, '-' and their number; null for `none`.
   */
  checksum: v.nullable(objectChecksum),
  /** Parts whose checksum in it is the store's own word: the browser did not hash them. */
  unhashedParts: v.optional(v.pipe(countSchema, v.maxValue(MAX_PART_COUNT)), 0),
})
export type CompleteRequest = v.InferOutput<typeof completeRequestSchema>

/** Uploads that one request may be about. */
export const MAX_BATCH = 100

/** Every error of the API. Retry-After goes with it as a header. */
export const apiErrorSchema = v.object({
  code: v.string(),
  /** For the log: what was wrong, without anything secret. */
  message: v.string(),
  retryable: v.boolean(),
  /** Of details_invalid: the first field that is wrong, where it is one. */
  field: v.optional(v.string()),
})
export type ApiError = v.InferOutput<typeof apiErrorSchema>

/** What became of one upload of a batch. The page asks for none, and is built without it. */
// @__NO_SIDE_EFFECTS__
function outcomesOf<S extends v.GenericSchema>(done: S) {
  return v.array(
    v.object({
      done: v.optional(done),
      error: v.optional(
        v.object({
          ...apiErrorSchema.entries,
          /** What Retry-After would say: seconds. */
          retryAfter: v.optional(countSchema),
        }),
      ),
    }),
  )
}
/** One of the outcomes of a batch: either is there. */
export interface Outcome<T> {
  readonly done?: T | undefined
  readonly error?: (ApiError & { readonly retryAfter?: number | undefined }) | undefined
}

export const batchCreateAnswerSchema = v.object({ uploads: outcomesOf(createUploadAnswerSchema) })
/** The hosts stand there once for all. */
export const batchSignAnswerSchema = v.object({
  uploads: outcomesOf(v.object(signedParts)),
  hosts,
})
export const batchCompleteAnswerSchema = v.object({ uploads: outcomesOf(receivedReceiptSchema) })

export const watchAnswerSchema = v.object({
  /** Lets its holder see the upload's UploadStatus and nothing else; runs out with the upload's. */
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(8192)),
  /** Seconds from now: a span, as the browser's clock may be wrong. */
  expiresInSeconds: countSchema,
})
export type WatchAnswer = v.InferOutput<typeof watchAnswerSchema>
