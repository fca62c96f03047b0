import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import type { SignedPart } from '../engine/events.ts'
import type { SendPart } from '../ports.ts'
import { fetchWithin, retryAfterOf } from './answer.ts'
import { createPartLimit } from './part-limit.ts'

/**
 * Sends parts to their presigned URLs, as slices of the file that nobody holds in memory. One that
 * takes far longer than others did is ended.
 *
 * @param now ms of a clock that is never set
 */
export function createPartSender(now: () => number, limit = createPartLimit()): SendPart {
  return async (part, bytes, signal) => {
    const begin = now()
    try {
      await send(part, bytes, limit.of(bytes.size), signal)
      limit.arrived(bytes.size, now() - begin)
    } catch (error) {
      if (error instanceof UploadError && error.code === 'timeout') limit.wasTooShort()
      throw error
    }
  }
}

async function send(
  { url, headers }: SignedPart,
  bytes: Blob,
  limit: number,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetchWithin(limit, url, {
    method: 'PUT',
    body: bytes,
    headers: { ...headers },
    signal,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  })
  if (response.ok) return
  const retryAfter = retryAfterOf(response, Date.now())
  const body = await response.text().catch(() => '')
  const s3Code = /<Code>(\w{1,64})<\/Code>/.exec(body)?.[1] ?? ''
  throw new UploadError(
    codeOf(response.status, s3Code, body),
    `the store answered ${response.status} ${s3Code}`,
    retryAfter === undefined ? {} : { retryAfter },
  )
}

/** S3's error codes ("Error responses", AWS S3 API reference) that mean something of their own. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  BadDigest: 'checksum_mismatch',
  XAmzContentChecksumMismatch: 'checksum_mismatch',
  InvalidDigest: 'checksum_mismatch',
  ExpiredToken: 'url_expired',
  RequestTimeTooSkewed: 'url_expired',
  NoSuchUpload: 'upload_gone',
  RequestTimeout: 'timeout',
  SlowDown: 'slow_down',
  IncompleteBody: 'network',
  /** Of a file that is put as a whole: If-None-Match. */
  PreconditionFailed: 'part_exists',
  ConditionalRequestConflict: 'server_error',
}

function codeOf(status: number, s3Code: string, body: string): ErrorCode {
  const known = CODES[s3Code]
  if (known) return known
  if (s3Code === 'AccessDenied' && /expired/i.test(body)) return 'url_expired'
  if (status === 429 || status === 503) return 'slow_down'
  if (status >= 500) return 'server_error'
  if (status === 408) return 'timeout'
  return s3Code === '' ? 'bad_answer' : 'store_denied'
}
