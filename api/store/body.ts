/** A request's body, decoded and verified as far as its signature goes, while it streams by. */
import { createHash } from 'node:crypto'
import { MAX_PART_SIZE } from '../../shared/limits.ts'
import type { Verified } from './authentication.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { S3Error } from './errors.ts'
import { isSame } from './signature.ts'
import type { StoreRequest } from './request.ts'

const SHA256 = /^[0-9a-f]{64}$/
const STREAMING: ReadonlyMap<string, { signed: boolean; hasTrailers: boolean }> = new Map([
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, hasTrailers: true }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, hasTrailers: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, hasTrailers: true }],
])

export interface RequestBody {
  /** Bytes of content, as the client announced; the stream gives exactly as many or throws. */
  readonly length: number
  /** The content. To be read once; what was read may be kept only if it ends without throwing. */
  read(): AsyncGenerator<Uint8Array, void>
  /** The trailers, by lower-case name, after the content was read. */
  trailers(): ReadonlyMap<string, string>
}

/**
 * The body of a verified request.
 *
 * @param start called before the first byte is asked for (`100 Continue`)
 * @throws S3Error MissingContentLength, EntityTooLarge (over 5 GiB), InvalidArgument
 */
export function openBody(
  request: StoreRequest,
  verified: Verified,
  start: () => void,
): RequestBody {
  const streaming = streamingOf(verified.payload)
  const length = announcedLength(request, streaming !== undefined)
  let trailers: ReadonlyMap<string, string> = new Map()
  const decoded = streaming
    ? decodeAwsChunked(receive(request, start), {
        signer: streaming.signed ? verified.chunkSigner : undefined,
        hasTrailers: streaming.hasTrailers,
        onTrailers: (found) => {
          trailers = found
        },
      })
    : receive(request, start)
  return {
    length,
    read: () => verifyContent(decoded, length, verified.payload),
    trailers: () => trailers,
  }
}

function streamingOf(payload: string): { signed: boolean; hasTrailers: boolean } | undefined {
  if (payload === 'UNSIGNED-PAYLOAD' || SHA256.test(payload)) return undefined
  const streaming = STREAMING.get(payload)
  if (streaming) return streaming
  throw new S3Error(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  )
}

function announcedLength({ headers }: StoreRequest, chunked: boolean): number {
  const text = headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length')
  if (text === undefined || !/^\d{1,16}$/.test(text)) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  const length = Number(text)
  if (length > MAX_PART_SIZE) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      fields: { ProposedSize: text, MaxSizeAllowed: String(MAX_PART_SIZE) },
    })
  }
  return length
}

/** The connection must outlive a refused body, for the answer: so leaving early destroys nothing. */
async function* receive(
  { message }: StoreRequest,
  start: () => void,
): AsyncGenerator<Uint8Array, void> {
  start()
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false })) {
      if (chunk instanceof Uint8Array) yield chunk
    }
  } catch (error) {
    throw new S3Error('IncompleteBody', 'The connection ended before the whole body was there', {
      cause: error,
    })
  }
}

async function* verifyContent(
  source: AsyncIterable<Uint8Array>,
  length: number,
  payload: string,
): AsyncGenerator<Uint8Array, void> {
  const hash = SHA256.test(payload) ? createHash('sha256') : undefined
  let received = 0
  for await (const bytes of source) {
    received += bytes.length
    if (received > length) break
    hash?.update(bytes)
    yield bytes
  }
  if (received !== length) {
    throw new S3Error(
      'IncompleteBody',
      `The body must have the ${length} bytes that were announced`,
    )
  }
  if (hash && !isSame(hash.digest('hex'), payload)) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  }
}

/**
 * The whole of a small body.
 *
 * @throws S3Error as `fallback` says, when it is larger than `limit` bytes
 */
export async function readSmall(body: RequestBody, limit: number): Promise<Buffer> {
  if (body.length > limit) {
    throw new S3Error('MalformedXML', `The XML of this request may have ${limit} bytes at most`)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of body.read()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
