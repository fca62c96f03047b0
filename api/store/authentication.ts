/** Who asks: verifies a request's signature, in its header or its query, before anything else. */
import { MAX_PRESIGN_SECONDS } from '../../shared/limits.ts'
import { S3Error } from './errors.ts'
import type { StoreRequest } from './request.ts'
import { ALGORITHM, ChunkSigner, deriveSigningKey, isSame, signRequest } from './signature.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

/** A request whose signature was right. */
export interface Verified {
  /** A hash in hexadecimal, UNSIGNED-PAYLOAD, or one of the STREAMING words. */
  readonly payload: string
  /** The request's headers, with those a presigned URL carries in its query. */
  readonly headers: ReadonlyMap<string, string>
  /** For the chunks of a body that is signed piece by piece. */
  readonly chunkSigner: ChunkSigner
}

/** S3 allows a clock 15 minutes off. */
const MAX_SKEW_MS = 15 * 60 * 1000

interface Claim {
  readonly presigned: boolean
  readonly accessKeyId: string
  readonly day: string
  readonly region: string
  readonly time: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly payload: string
}

/**
 * Verifies the request's signature and that it is still (and already) valid.
 *
 * @param now ms since 1970
 * @throws S3Error with the code and words of S3
 */
export function authenticate(
  request: StoreRequest,
  credentials: Credentials,
  now: number,
): Verified {
  const claim = readClaim(request)
  if (claim.accessKeyId !== credentials.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    )
  }
  if (claim.region !== credentials.region) {
    throw malformed(
      claim.presigned,
      `the region '${claim.region}' is wrong; expecting '${credentials.region}'`,
      { Region: credentials.region },
    )
  }
  if (claim.presigned) checkLifetime(request, claim, now)
  else checkSkew(claim, now)
  checkSignedHeaders(request, claim)
  const scope = { day: claim.day, region: claim.region }
  const key = deriveSigningKey(credentials.secretAccessKey, scope)
  const expected = signRequest(request, claim.signedHeaders, claim.payload, claim.time, scope, key)
  if (!isSame(expected, claim.signature)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    )
  }
  return {
    payload: claim.payload,
    headers: claim.presigned ? withHoisted(request) : request.headers,
    chunkSigner: new ChunkSigner(claim.time, scope, key, expected),
  }
}

function readClaim(request: StoreRequest): Claim {
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
  return text.split(';')
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

function instantOf({ time, day, presigned }: Claim): number {
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

function checkSkew(claim: Claim, now: number): void {
  if (Math.abs(now - instantOf(claim)) <= MAX_SKEW_MS) return
  throw new S3Error(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    {
      fields: {
        RequestTime: claim.time,
        ServerTime: new Date(now).toISOString(),
        MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      },
    },
  )
}

function checkLifetime(request: StoreRequest, claim: Claim, now: number): void {
  const start = instantOf(claim)
  const text = request.query.get('X-Amz-Expires') ?? ''
  if (!/^\d{1,9}$/.test(text)) throw malformed(true, 'X-Amz-Expires should be a number')
  const seconds = Number(text)
  if (seconds < 1 || seconds > MAX_PRESIGN_SECONDS) {
    throw malformed(
      true,
      `X-Amz-Expires must be less than a week (in seconds) that is, the given X-Amz-Expires must be less than ${MAX_PRESIGN_SECONDS} seconds`,
    )
  }
  if (now < start - MAX_SKEW_MS) throw new S3Error('AccessDenied', 'Request is not valid yet')
  const end = start + seconds * 1000
  if (now <= end) return
  throw new S3Error('AccessDenied', 'Request has expired', {
    fields: {
      'X-Amz-Expires': text,
      Expires: new Date(end).toISOString(),
      ServerTime: new Date(now).toISOString(),
    },
  })
}

/** What was sent but not signed could have been added by anyone who saw the URL. */
function checkSignedHeaders(request: StoreRequest, claim: Claim): void {
  const signed = new Set(claim.signedHeaders)
  const unsigned = [...request.headers.keys()].filter(
    (name) => (name.startsWith('x-amz-') || name === 'host') && !signed.has(name),
  )
  if (unsigned.length === 0 && signed.has('host')) return
  throw new S3Error(
    'AccessDenied',
    'There were headers present in the request which were not signed',
    { fields: { HeadersNotSigned: unsigned.join(', ') || 'host' } },
  )
}

/** SDKs move `x-amz-*` headers into the URL they sign; there they mean the same. */
function withHoisted(request: StoreRequest): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const [name, value] of request.query.entries) {
    const lower = name.toLowerCase()
    if (lower.startsWith('x-amz-')) headers.set(lower, value)
  }
  for (const [name, value] of request.headers) headers.set(name, value)
  return headers
}

function malformed(
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
