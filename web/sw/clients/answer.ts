import { isErrorCode, UploadError } from '../../../shared/errors.ts'
import type { ApiError } from '../../../shared/wire.ts'

/**
 * `fetch` with a limit of time.
 *
 * @param limit ms
 * @throws UploadError network or timeout; the signal's reason when that ended it
 */
export async function fetchWithin(
  limit: number,
  url: string,
  init: RequestInit & { signal: AbortSignal },
): Promise<Response> {
  const timeout = AbortSignal.timeout(limit)
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any([init.signal, timeout]) })
  } catch (cause) {
    init.signal.throwIfAborted()
    if (timeout.aborted) throw new UploadError('timeout', 'no answer in time', { cause })
    throw new UploadError('network', 'no answer', { cause })
  }
}

/** What the API says went wrong, as an error of ours. @param retryAfter ms; 0 for none */
export function errorFrom(
  { code, message, retryable }: ApiError,
  retryAfter: number,
  about = message,
): UploadError {
  const ours = isErrorCode(code) ? code : retryable ? 'server_error' : 'bad_request'
  return new UploadError(ours, about, retryAfter > 0 ? { retryAfter } : {})
}

/** The wait in ms that an answer asks for (RFC 9110, Retry-After: seconds or a date). */
export function retryAfterOf(response: Response, now: number): number | undefined {
  const header = response.headers.get('retry-after')
  if (!header) return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, LONGEST_WAIT) : undefined
}

/** Longer than this nobody is left alone, whatever a broken server says. */
const LONGEST_WAIT = 15 * 60_000
