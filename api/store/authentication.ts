/** Who asks: verifies a request's signature, in its header or its query, before anything else. */
import { MAX_PRESIGN_SECONDS } from '../../shared/limits.ts'
import { instantOf, malformed, readClaim, type Claim } from './claim.ts'
import { S3Error } from './errors.ts'
import type { StoreRequest } from './request.ts'
import { ChunkSigner, deriveSigningKey, isSame, signRequest } from './signature.ts'

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
