import { remedyOf, type ErrorCode } from '../shared/errors.ts'
import type { ApiError } from '../shared/wire.ts'

/** The HTTP status of each code that the API itself answers with. */
const STATUSES = {
  bad_request: 400,
  details_invalid: 400,
  token_expired: 401,
  token_invalid: 403,
  sign_in_required: 401,
  link_required: 401,
  link_invalid: 401,
  link_expired: 401,
  link_revoked: 403,
  limit_reached: 403,
  forbidden: 403,
  not_found: 404,
  upload_gone: 404,
  parts_missing: 409,
  part_exists: 409,
  key_exists: 409,
  object_mismatch: 409,
  hashes_differ: 409,
  file_changed: 409,
  file_too_large: 413,
  checksum_mismatch: 422,
  server_error: 500,
  store_denied: 502,
  network: 502,
  bad_answer: 502,
  slow_down: 503,
  timeout: 504,
} as const satisfies Partial<Record<ErrorCode, number>>

export type FailureCode = keyof typeof STATUSES
type FailureStatus =
  | (typeof STATUSES)[FailureCode]
  | 401
  | 405
  | 408
  | 409
  | 411
  | 413
  | 415
  | 429
  | 503

/** An error that a route answers with. The message reaches the client: nothing secret in it. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly code: FailureCode
  readonly status: FailureStatus
  /** Seconds for the header Retry-After. */
  readonly retryAfter: number | undefined
  /** Who was refused, where that is known: for the log, not for the answer. */
  readonly subject: string | undefined
  /** What of the details is wrong. */
  readonly field: string | undefined

  constructor(
    code: FailureCode,
    message: string,
    options: {
      status?: FailureStatus
      cause?: unknown
      retryAfter?: number
      subject?: string
      field?: string
    } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.status = options.status ?? STATUSES[code]
    this.retryAfter = options.retryAfter
    this.subject = options.subject
    this.field = options.field
  }

  /** The body of the answer. */
  toBody(): ApiError {
    return {
      code: this.code,
      message: this.message,
      retryable: remedyOf(this.code) === 'retry',
      ...(this.field !== undefined && { field: this.field }),
    }
  }
}
