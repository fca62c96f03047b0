/**
 * The aws-chunked content coding: a body in pieces, each signed or not, with trailers at the end.
 *
 * Source: "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
 * Chunks" and "... Including Trailing Headers", Amazon S3 API Reference.
 */
import { createHash } from 'node:crypto'
import { S3Error } from './errors.ts'
import type { ChunkSigner } from './signature.ts'

const MAX_LINE = 8 * 1024
const MAX_TRAILERS = 16

export interface AwsChunkedOptions {
  /** Given when the chunks are signed. */
  readonly signer: ChunkSigner | undefined
  /** Whether trailers (and with a signer, their signature) follow the last chunk. */
  readonly hasTrailers: boolean
  /** Gets the trailers by lower-case name once they were read and verified. */
  readonly onTrailers: (trailers: ReadonlyMap<string, string>) => void
}

/**
 * The bytes inside an aws-chunked body. A chunk's bytes are given before its signature is known
 * to be right: the receiver must not keep them unless the generator ends without throwing.
 *
 * @throws S3Error IncompleteBody, InvalidRequest, SignatureDoesNotMatch, MalformedTrailerError
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  options: AwsChunkedOptions,
): AsyncGenerator<Uint8Array, void> {
  const reader = new ByteReader(source)
  try {
    yield* decodeChunks(reader, options)
    options.onTrailers(await readTrailers(reader, options))
    await reader.expectEnd()
  } finally {
    await reader.close()
  }
}

async function* decodeChunks(
  reader: ByteReader,
  options: AwsChunkedOptions,
): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const { size, signature } = readChunkLine(await reader.line(MAX_LINE))
    const hash = options.signer ? createHash('sha256') : undefined
    for (let left = size; left > 0;) {
      const bytes = await reader.take(left)
      left -= bytes.length
      hash?.update(bytes)
      yield bytes
    }
    if (options.signer && hash) {
      if (!options.signer.verifyChunk(hash.digest('hex'), signature)) throw wrongSignature()
    }
    if (size === 0) return
    await reader.line(0)
  }
}

function readChunkLine(line: string): { size: number; signature: string } {
  const found = /^([0-9a-fA-F]{1,11})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line)
  if (!found) throw malformedChunk()
  return { size: Number.parseInt(found[1] ?? '', 16), signature: found[2] ?? '' }
}

async function readTrailers(
  reader: ByteReader,
  { signer, hasTrailers }: AwsChunkedOptions,
): Promise<ReadonlyMap<string, string>> {
  const trailers = new Map<string, string>()
  let signature: string | undefined
  let signed = ''
  for (let line = await reader.line(MAX_LINE); line !== ''; line = await reader.line(MAX_LINE)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (colon < 1 || !hasTrailers || trailers.size >= MAX_TRAILERS) throw malformedTrailer()
    if (signature !== undefined || trailers.has(name)) throw malformedTrailer()
    if (name === 'x-amz-trailer-signature') signature = value
    else {
      trailers.set(name, value)
      signed += `${name}:${value}\n`
    }
  }
  if (signer && hasTrailers) {
    if (!signer.verifyTrailers(signed, signature ?? '')) throw wrongSignature()
  }
  return trailers
}

/** Reads lines and runs of bytes from pieces of any size. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The text before the next CRLF, of at most `limit` bytes. */
  async line(limit: number): Promise<string> {
    let end = this.#rest.indexOf('\r\n')
    while (end < 0) {
      if (this.#rest.length > limit + 1) throw malformedChunk()
      const more = await this.#next()
      if (!more) throw incomplete()
      this.#rest = Buffer.concat([this.#rest, more])
      end = this.#rest.indexOf('\r\n')
    }
    if (end > limit) throw malformedChunk()
    const line = this.#rest.toString('latin1', 0, end)
    this.#rest = this.#rest.subarray(end + 2)
    return line
  }

  /** The next bytes: at least one, at most `most`. */
  async take(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const more = await this.#next()
      if (!more) throw incomplete()
      this.#rest = more
    }
    const bytes = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(bytes.length)
    return bytes
  }

  async expectEnd(): Promise<void> {
    while (this.#rest.length === 0) {
      const more = await this.#next()
      if (!more) return
      this.#rest = more
    }
    throw malformedChunk()
  }

  /** Lets go of the source, which may be unfinished. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #next(): Promise<Buffer | undefined> {
    const { done, value } = await this.#source.next()
    if (done === true) return undefined
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
}

function malformedChunk(): S3Error {
  return new S3Error('InvalidRequest', 'The body is not in the aws-chunked coding it claims')
}

function malformedTrailer(): S3Error {
  return new S3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed',
  )
}

function incomplete(): S3Error {
  return new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}

function wrongSignature(): S3Error {
  return new S3Error(
    'SignatureDoesNotMatch',
    'The signature of a chunk of the body does not match the signature you provided.',
  )
}
