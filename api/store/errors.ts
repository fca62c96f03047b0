/** What the store answers when it can't do what it was asked: S3's codes and their statuses. */

/** Source: "Error responses", https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const STATUS = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidStorageClass: 400,
  InvalidTag: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedTrailerError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  NotModified: 304,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  RequestTimeout: 400,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  TooManyBuckets: 400,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3ErrorCode = keyof typeof STATUS

export interface S3ErrorDetails {
  /** Elements beside Code and Message in the answer's XML. */
  readonly fields?: Readonly<Record<string, string>>
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** An answer of S3 that is no success. Its message is shown to the client: no secret, no path. */
export class S3Error extends Error {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>

  constructor(
    readonly code: S3ErrorCode,
    message: string,
    details: S3ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'S3Error'
    this.status = STATUS[code]
    this.fields = details.fields ?? {}
    this.headers = details.headers ?? {}
  }
}

/** The error for a key that has no object. */
export function noSuchKey(key: string): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.', { fields: { Key: key } })
}

/** The error for an upload that never was, was aborted, or was completed under another key. */
export function noSuchUpload(uploadId: string): S3Error {
  return new S3Error(
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { fields: { UploadId: uploadId } },
  )
}

const DISK_TROUBLE: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'])

/** The answer for anything that was thrown; what is none of S3's becomes its InternalError. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error
  if (error instanceof Error && 'code' in error && DISK_TROUBLE.has(error.code)) {
    return new S3Error(
      'ServiceUnavailable',
      'The disk of this store has no room left. Try again.',
      {
        cause: error,
      },
    )
  }
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.', {
    cause: error,
  })
}
