import { ApiFailure, type FailureCode } from '../failure.ts'

/** What an answer of the store means to an upload, by the error's name in S3 or in the SDK. */
const CODES: Readonly<Record<string, FailureCode>> = {
  NoSuchUpload: 'upload_gone',

  InvalidPart: 'parts_missing',
  InvalidPartOrder: 'parts_missing',
  EntityTooSmall: 'parts_missing',

  PreconditionFailed: 'key_exists',
  BadDigest: 'object_mismatch',
  InvalidDigest: 'object_mismatch',
  XAmzContentChecksumMismatch: 'object_mismatch',

  SlowDown: 'slow_down',
  ServiceUnavailable: 'slow_down',
  Throttling: 'slow_down',
  ThrottlingException: 'slow_down',
  TooManyRequests: 'slow_down',
  RequestLimitExceeded: 'slow_down',

  InternalError: 'server_error',
  OperationAborted: 'server_error',
  ConditionalRequestConflict: 'server_error',
  /** Credentials that have run out: the SDK's chain gets new ones. */
  ExpiredToken: 'server_error',
  /** A clock was set: the SDK signs by the store's time from then on, but does not try again itself. */
  RequestTimeTooSkewed: 'server_error',
  TokenRefreshRequired: 'server_error',

  RequestTimeout: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ETIMEDOUT: 'timeout',

  ECONNREFUSED: 'network',
  ECONNRESET: 'network',
  EPIPE: 'network',
  IncompleteBody: 'network',
  EHOSTUNREACH: 'network',
  ENETUNREACH: 'network',
  ENOTFOUND: 'network',
  EAI_AGAIN: 'network',

  CredentialsProviderError: 'store_denied',
}

const MESSAGES: Partial<Record<FailureCode, string>> = {
  upload_gone: 'the store knows no such upload',
  parts_missing: 'the store refuses the list of parts',
  key_exists: 'the store has another object under this key',
  object_mismatch: 'the store found another checksum',
  checksum_mismatch: 'the store received other bytes than the checksum says',
  slow_down: 'the store asks for fewer requests',
  server_error: 'the store failed',
  timeout: 'the store did not answer in time',
  network: 'the store could not be reached',
  store_denied: 'the store refuses the request; the server log says why',
}

/** Seconds, where the store names none. */
const DEFAULT_RETRY_AFTER = 2
const MAX_RETRY_AFTER = 300

/** The name, status and headers of whatever the SDK throws. */
export interface StoreErrorFacts {
  readonly names: readonly string[]
  readonly status: number | undefined
  readonly retryAfter: string | undefined
}

/** What is known of an error that the SDK threw. */
export function storeErrorFacts(error: unknown): StoreErrorFacts {
  const name = textOf(error, 'name')
  const code = textOf(error, 'code')
  const status = property(property(error, '$metadata'), 'httpStatusCode')
  const headers = property(property(error, '$response'), 'headers')
  return {
    names: [code, name].filter((text) => text !== undefined),
    status: typeof status === 'number' ? status : undefined,
    retryAfter: textOf(headers, 'retry-after'),
  }
}

/** An error of the SDK as one of ours. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  const facts = storeErrorFacts(error)
  return failureOf(codeOf(facts), facts, error)
}

/**
 * What a store answered to a part, where it is no success, as an error of ours.
 *
 * @param body S3's XML, or anything else
 */
export function partFailure(
  status: number,
  retryAfter: string | undefined,
  body: string,
): ApiFailure {
  const name = /<Code>(\w{1,64})<\/Code>/.exec(body)?.[1]
  const facts = { names: name === undefined ? [] : [name], status, retryAfter }
  const code = codeOf(facts)
  const cause = Object.assign(new Error(`the store answered ${status} ${name ?? ''}`.trimEnd()), {
    $metadata: { httpStatusCode: status },
    ...(name === undefined ? {} : { code: name }),
  })
  return failureOf(code === 'object_mismatch' ? 'checksum_mismatch' : code, facts, cause)
}

function failureOf(code: FailureCode, facts: StoreErrorFacts, cause: unknown): ApiFailure {
  const retryAfter = code === 'slow_down' ? retryAfterSeconds(facts.retryAfter) : undefined
  return new ApiFailure(code, MESSAGES[code] ?? 'the store failed', {
    cause,
    ...(code === 'server_error' ? { status: 502 } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
}

function codeOf({ names, status }: StoreErrorFacts): FailureCode {
  for (const name of names) {
    if (Object.hasOwn(CODES, name)) return CODES[name] ?? 'server_error'
  }
  if (status === 503 || status === 429) return 'slow_down'
  if (status === 504) return 'timeout'
  if (status === undefined) return 'network'
  return status >= 500 && status !== 501 ? 'server_error' : 'store_denied'
}

function retryAfterSeconds(text: string | undefined): number {
  const seconds = text === undefined ? Number.NaN : Number.parseInt(text, 10)
  return seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER) : DEFAULT_RETRY_AFTER
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function textOf(value: unknown, key: string): string | undefined {
  const text = property(value, key)
  return typeof text === 'string' ? text : undefined
}
