/**
 * Signature Version 4 as arithmetic: what is signed, and with which key.
 *
 * Source: "Authenticating Requests (AWS Signature Version 4)", Amazon S3 API Reference.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { encodeUri, type StoreRequest } from './request.ts'

export const ALGORITHM = 'AWS4-HMAC-SHA256'
export const EMPTY_SHA256 = createHash('sha256').digest('hex')

/** What a signature is valid for: a day, a region, S3. */
export interface Scope {
  /** YYYYMMDD */
  readonly day: string
  readonly region: string
}

/** The scope as it is written into credentials and signed texts. */
export function scopeText({ day, region }: Scope): string {
  return `${day}/${region}/s3/aws4_request`
}

/** The key of one scope. */
export function deriveSigningKey(secretAccessKey: string, scope: Scope): Buffer {
  const ofDay = hmac(`AWS4${secretAccessKey}`, scope.day)
  return hmac(hmac(hmac(ofDay, scope.region), 's3'), 'aws4_request')
}

/**
 * The signature of a request in hexadecimal.
 *
 * @param time the request's own, as YYYYMMDD'T'HHMMSS'Z'
 * @param payload the payload's hash, or the word that stands for it
 */
export function signRequest(
  request: StoreRequest,
  signedHeaders: readonly string[],
  payload: string,
  time: string,
  scope: Scope,
  key: Buffer,
): string {
  const canonical = createHash('sha256')
    .update(canonicalRequest(request, signedHeaders, payload), 'latin1')
    .digest('hex')
  return hmac(key, [ALGORITHM, time, scopeText(scope), canonical].join('\n')).toString('hex')
}

/**
 * Node gives header bytes as Latin-1; all else here is ASCII. So a value may end in what looks like
 * a no-break space and is the last byte of a character: only spaces and tabs are blank.
 */
function canonicalRequest(
  request: StoreRequest,
  signedHeaders: readonly string[],
  payload: string,
): string {
  const headers = signedHeaders.map((name) => {
    const value = trimBlanks(request.headers.get(name) ?? '')
    return `${name}:${value.replace(/ +/g, ' ')}\n`
  })
  const path = request.path.split('/').map(encodeUri).join('/')
  return [
    request.method,
    path,
    canonicalQuery(request),
    headers.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n')
}

/** In a time that grows with the value alone, whatever it is: strangers' requests come this far. */
function trimBlanks(value: string): string {
  const isBlank = (index: number) => value[index] === ' ' || value[index] === '\t'
  let start = 0
  let end = value.length
  while (start < end && isBlank(start)) start++
  while (start < end && isBlank(end - 1)) end--
  return value.slice(start, end)
}

function canonicalQuery(request: StoreRequest): string {
  return request.query.entries
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeUri(name), encodeUri(value)] as const)
    .sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Signs the chunks of an aws-chunked body: each signature covers the one before. */
export class ChunkSigner {
  #previous: string

  constructor(
    readonly time: string,
    readonly scope: Scope,
    readonly key: Buffer,
    seed: string,
  ) {
    this.#previous = seed
  }

  /** Whether a chunk whose bytes have this SHA-256 (hex) bears its signature. */
  verifyChunk(sha256: string, signature: string): boolean {
    return this.#verify(`${ALGORITHM}-PAYLOAD`, [EMPTY_SHA256, sha256], signature)
  }

  /** Whether the trailers, each as `name:value\n`, bear their signature. */
  verifyTrailers(trailers: string, signature: string): boolean {
    const sha256 = createHash('sha256').update(trailers, 'latin1').digest('hex')
    return this.#verify(`${ALGORITHM}-TRAILER`, [sha256], signature)
  }

  #verify(kind: string, hashes: readonly string[], signature: string): boolean {
    const text = [kind, this.time, scopeText(this.scope), this.#previous, ...hashes].join('\n')
    const expected = hmac(this.key, text).toString('hex')
    this.#previous = expected
    return isSame(expected, signature)
  }
}

/** Compares in a time that does not tell where two texts differ. */
export function isSame(expected: string, given: string): boolean {
  const left = Buffer.from(expected, 'utf8')
  const right = Buffer.from(given, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
