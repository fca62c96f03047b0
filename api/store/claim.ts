/** What a request claims about its signature, in its Authorization header or its query. */
import { S3Error } from './errors.ts'
import type { StoreRequest } from './request.ts'
import { ALGORITHM } from './signature.ts'

/** Read, but not verified. */
export interface Claim {
  readonly presigned: boolean
  readonly accessKeyId: string
  readonly day: string
  readonly region: string
  readonly time: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly payload: string
}

/** @throws S3Error AccessDenied for a request that claims nothing, and S3's codes for malformed claims */
export function readClaim(request: StoreRequest): Claim {
  const authorization = request.headers.get('authorization')
  const inQuery = request.query.has('X-Amz-Algorithm') || request.query.has('X-Amz-Signature')
  if (authorization !== undefined && inQuery) {
    throw new S3Error('InvalidArgument', 'Only one auth mechanism allowed')
  }
  if (inQuery) return claimOfQuery(request)
  if (authorization !== undefined) return claimOfHeader(request, authorization)
  throw new S3Error('AccessDenied', 'Access Denied')
}

function claimOfHeader(request: StoreRequest, authorization: string): Claim {
  const space = authorization.indexOf(' ')
  if (authorization.slice(0, space) !== ALGORITHM) throw unsupportedMechanism()
  const fields = new Map(
    authorization
      .slice(space + 1)
      .split(',')
      .map((field) => field.trim())
      .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  )
  const payload = request.headers.get('x-amz-content-sha256')
  if (payload === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    )
  }
  return {
    presigned: false,
    ...readCredential(fields.get('Credential') ?? '', false),
    time: timeOfHeaders(request),
    signedHeaders: readSignedHeaders(fields.get('SignedHeaders') ?? '', false),
    signature: fields.get('Signature') ?? '',
    payload,
  }
}

function claimOfQuery(request: StoreRequest): Claim {
  const { query } = request
  const required = (name: string): string => {
    const value = query.get(name)
    if (value === undefined || value === '') {
      throw malformed(
        true,
        'Query-string authentication needs the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters',
      )
    }
    return value
  }
  if (required('X-Amz-Algorithm') !== ALGORITHM) throw unsupportedMechanism()
  return {
    presigned: true,
    ...readCredential(required('X-Amz-Credential'), true),
    time: required('X-Amz-Date'),
    signedHeaders: readSignedHeaders(required('X-Amz-SignedHeaders'), true),
    signature: required('X-Amz-Signature'),
    payload:
      request.headers.get('x-amz-content-sha256') ??
      query.get('X-Amz-Content-Sha256') ??
      'UNSIGNED-PAYLOAD',
  }
}

function readCredential(
  text: string,
  presigned: boolean,
): { accessKeyId: string; day: string; region: string } {
  const found = /^(.{1,128})\/(\d{8})\/([a-z0-9-]{1,64})\/s3\/aws4_request$/.exec(text)
  if (!found) {
    throw malformed(
      presigned,
      'the Credential must be of the form "<access key>/YYYYMMDD/REGION/s3/aws4_request"',
    )
  }
  const [, accessKeyId = '', day = '', region = ''] = found
  return { accessKeyId, day, region }
}

function readSignedHeaders(text: string, presigned: boolean): string[] {
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+(?:;[a-z0-9!#$%&'*+.^_`|~-]+)*$/.test(text)) {
    throw malformed(presigned, 'SignedHeaders must be lower-case header names, in order')
  }
  const names = text.split(';')
  // Each name costs a look at its header, which a stranger may have asked for by the thousand.
  if (new Set(names).size < names.length) {
    throw malformed(presigned, 'SignedHeaders must have each header name once')
  }
  return names
}

function timeOfHeaders(request: StoreRequest): string {
  const given = request.headers.get('x-amz-date')
  if (given !== undefined) return given
  const date = Date.parse(request.headers.get('date') ?? '')
  if (Number.isNaN(date)) {
    throw new S3Error(
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    )
  }
  return `${new Date(date).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
}

/** When the request was signed, in ms since 1970. @throws S3Error for a malformed time */
export function instantOf({ time, day, presigned }: Claim): number {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time)
  const instant = found ? Date.parse(time.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')) : NaN
  if (Number.isNaN(instant)) {
    throw malformed(
      presigned,
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    )
  }
  if (!time.startsWith(day)) {
    throw malformed(presigned, `the date in the Credential is not that of the request, ${time}`)
  }
  return instant
}

/** The error for a signature that is not even in the right form. */
export function malformed(
  presigned: boolean,
  reason: string,
  fields: Readonly<Record<string, string>> = {},
): S3Error {
  return presigned
    ? new S3Error('AuthorizationQueryParametersError', reason, { fields })
    : new S3Error(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; ${reason}`,
        { fields },
      )
}

function unsupportedMechanism(): S3Error {
  return new S3Error(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  )
}
