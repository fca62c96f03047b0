/**
 * Every error that an upload can meet, with what the engine does about it. One table, so that no
 * two places decide differently; what a person is told stands in the page's catalogue of texts,
 * by the same codes.
 *
 * `retry`: again later, with growing waits; `hold`: wait for something outside, then go on as if
 * nothing had happened; `recreate`: the server's side of the upload is gone or has run out, ask
 * for it again; `relist`: what the worker believes is wrong, ask S3 which parts it has;
 * `fail`: only a person can decide what comes next.
 */
export type Remedy = 'retry' | 'hold' | 'recreate' | 'relist' | 'fail'

const REMEDIES = {
  /** No answer at all: the network, DNS, CORS, or a store that answered without CORS headers. */
  network: 'retry',
  /** No answer in time. */
  timeout: 'retry',
  /** 503 SlowDown or 429. */
  slow_down: 'retry',
  /** Any other 5xx. */
  server_error: 'retry',
  /** The store found other bytes than the checksum says. Hashed and sent anew. */
  checksum_mismatch: 'retry',
  /** The presigned URL has run out, or the credentials that signed it. Signed anew. */
  url_expired: 'retry',
  /** The store refuses the signature, the credentials or the permission. */
  store_denied: 'fail',
  /** An answer that is not of the agreed form: another version, or something in between. */
  bad_answer: 'retry',

  /** The browser wants a click before the file may be read again. */
  file_permission: 'hold',
  /** The browser no longer has the file: it must be chosen again. */
  file_gone: 'hold',
  /** The file was changed since it was added. */
  file_changed: 'fail',
  /** The disk or the browser could not read the file just now. */
  file_unreadable: 'retry',

  /** The upload's token has run out. */
  token_expired: 'recreate',
  /** The upload's token is not one of this server's. */
  token_invalid: 'fail',
  /** The store knows no such upload: aborted or cleaned up. What was sent is lost. */
  upload_gone: 'fail',
  /** The store lacks parts that the worker believed to be there. */
  parts_missing: 'relist',
  /** The store has the part already. */
  part_exists: 'relist',
  /** The store has another object under the key. */
  key_exists: 'fail',
  /** The completed object's size or checksum differs from the file's. */
  object_mismatch: 'fail',
  /** The server takes no file of this size. */
  file_too_large: 'fail',
  /** Nobody is signed in, or not any more: a sign-in elsewhere mends it. */
  sign_in_required: 'retry',
  /** Nothing is taken without an upload link. */
  link_required: 'fail',
  /** The upload link is not one of this server's. */
  link_invalid: 'fail',
  link_expired: 'fail',
  link_revoked: 'fail',
  /** The link or the account allows no more files or bytes. */
  limit_reached: 'fail',
  /** Only others may do that. */
  forbidden: 'fail',
  /** The receipt states another hash of the whole file already. */
  hashes_differ: 'fail',
  /** What was entered about the file is not what the operator's form wants. */
  details_invalid: 'fail',
  /** The server refuses the request's content. */
  bad_request: 'fail',
  not_found: 'fail',

  /** The browser's own storage is full or failed. */
  storage: 'hold',
  /** A newer version of the program wrote what the browser keeps: this one must not touch it. */
  newer_data: 'hold',
  /** A fault of the program. */
  internal: 'fail',
} as const satisfies Record<string, Remedy>

export type ErrorCode = keyof typeof REMEDIES

export const ERROR_CODES = Object.keys(REMEDIES) as ErrorCode[]

/** What the engine does about an error. */
export function remedyOf(code: ErrorCode): Remedy {
  return REMEDIES[code]
}

/** Whether text from outside is one of our codes. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(REMEDIES, text)
}

/** An error of the table. Thrown by ports; the engine decides by its code. */
export class UploadError extends Error {
  override readonly name = 'UploadError'
  readonly code: ErrorCode
  /** Milliseconds that the other side asked to be left alone. */
  readonly retryAfter: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options?: { cause?: unknown; retryAfter?: number },
  ) {
    super(message, options?.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.retryAfter = options?.retryAfter
  }
}
