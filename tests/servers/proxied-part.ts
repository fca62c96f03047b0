import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'

/** One part on its way to the store. */
export interface Part {
  /** `store`: to its presigned URL; `api`: through the API, as a Background Fetch sends it. */
  readonly route: 'store' | 'api'
  /** The object's, decoded, with the bucket before it; on the way through the API the upload's id. */
  readonly key: string
  readonly number: number
  /** The name that it was sent to, with its port. */
  readonly host: string
  /** Bytes that it announced. */
  readonly size: number
  /** How many times this part was sent by this route, this one included. */
  readonly attempt: number
  /** How many parts were sent through the proxy, this one included. */
  readonly order: number
  /** Bytes of it that came from the browser. */
  received: number
  /** `waiting` until it is passed on; `broken` when either side ended it before an answer. */
  state: 'waiting' | 'passing' | 'answered' | 'broken'
  /** Of the answer that the browser was given. */
  status: number | null
}

/** The part that a request carries, null where it carries none. */
export function partOf(incoming: IncomingMessage, before: readonly Part[]): Part | null {
  const found = incoming.method === 'PUT' ? placeOf(incoming.url ?? '/') : null
  if (!found) return null
  const same = before.filter((one) => one.key === found.key && one.number === found.number)
  return {
    ...found,
    host: incoming.headers.host ?? '',
    size: Number(incoming.headers['content-length'] ?? 0),
    attempt: same.length + 1,
    order: before.length + 1,
    received: 0,
    state: 'waiting',
    status: null,
  }
}

function placeOf(url: string): Pick<Part, 'route' | 'key' | 'number'> | null {
  const { pathname, searchParams } = new URL(url, 'http://proxy')
  const [, id, first] = /^\/api\/uploads\/([^/]+)\/parts\/(\d+)/.exec(pathname) ?? []
  if (id !== undefined) return { route: 'api', key: id, number: Number(first) }
  const isWhole = searchParams.get('x-id') === 'PutObject' && searchParams.has('X-Amz-Signature')
  const number = searchParams.get('partNumber') ?? (isWhole ? 1 : null)
  if (number === null) return null
  return { route: 'store', key: decodeURIComponent(pathname.slice(1)), number: Number(number) }
}

/**
 * What a part was signed with has run out: `expired` is a presigned URL, which S3 answers with 403,
 * `expired-token` are temporary credentials, which it answers with 400.
 */
export type Expiry = 'expired' | 'expired-token'

export function isExpiry(treatment: unknown): treatment is Expiry {
  return treatment === 'expired' || treatment === 'expired-token'
}

const REFUSALS = {
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  'expired-token': {
    status: 400,
    code: 'ExpiredToken',
    message: 'The provided token has expired.',
  },
  slow: { status: 503, code: 'SlowDown', message: 'Please reduce your rate.' },
} as const

/** Answers as S3 does, with the headers that let the page's worker read it. */
export function refuse(
  part: Part,
  body: Readable,
  outgoing: ServerResponse,
  refusal: { readonly retryAfter: number } | Expiry,
): void {
  body.resume()
  const isSlow = typeof refusal === 'object'
  const { status, code, message } = REFUSALS[isSlow ? 'slow' : refusal]
  part.state = 'answered'
  part.status = status
  outgoing.writeHead(status, {
    'content-type': 'application/xml',
    ...(isSlow && { 'retry-after': String(refusal.retryAfter) }),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'Retry-After',
  })
  outgoing.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
}

/** Answers a request that carries no part as S3 answers who may not. */
export function deny(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  outgoing.writeHead(403, { 'content-type': 'application/xml' })
  outgoing.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>')
}

/** The chunk with one other bit in its middle. */
export function flipped(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  const middle = copy.length >> 1
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle)
  return copy
}
