import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAwsChunked } from './aws-chunked.ts'
import { ChunkSigner, deriveSigningKey, EMPTY_SHA256, scopeText } from './signature.ts'

const TIME = '20260102T030405Z'
const SCOPE = { day: '20260102', region: 'us-east-1' }
const KEY = deriveSigningKey('secret', SCOPE)
const SEED = 'a'.repeat(64)

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

/** Encodes as the specification says, independently of the code under test. */
function encode(
  chunks: readonly Uint8Array[],
  trailer: string | undefined,
  signed: boolean,
): Buffer {
  let previous = SEED
  const signature = (kind: string, ...hashes: string[]): string => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, TIME, scopeText(SCOPE), previous, ...hashes].join(
      '\n',
    )
    previous = createHmac('sha256', KEY).update(text).digest('hex')
    return previous
  }
  const pieces: (Uint8Array | string)[] = []
  for (const chunk of [...chunks.filter((bytes) => bytes.length > 0), new Uint8Array()]) {
    const size = chunk.length.toString(16)
    const suffix = signed
      ? `;chunk-signature=${signature('PAYLOAD', EMPTY_SHA256, sha256(chunk))}`
      : ''
    pieces.push(`${size}${suffix}\r\n`, chunk, chunk.length > 0 ? '\r\n' : '')
  }
  if (trailer !== undefined) {
    pieces.push(`x-amz-checksum-crc32:${trailer}\r\n`)
    const hash = sha256(`x-amz-checksum-crc32:${trailer}\n`)
    if (signed) pieces.push(`x-amz-trailer-signature:${signature('TRAILER', hash)}\r\n`)
  }
  pieces.push('\r\n')
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
}

async function* split(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length]
  const ordered = places.sort((a, b) => a - b)
  for (const [index, end] of ordered.entries()) yield bytes.subarray(ordered[index - 1] ?? 0, end)
}

async function decode(
  source: AsyncIterable<Uint8Array>,
  { signed, hasTrailers }: { signed: boolean; hasTrailers: boolean },
): Promise<{ content: Buffer; trailers: Record<string, string> }> {
  const pieces: Uint8Array[] = []
  let trailers: Record<string, string> = {}
  const decoded = decodeAwsChunked(source, {
    signer: signed ? new ChunkSigner(TIME, SCOPE, KEY, SEED) : undefined,
    hasTrailers,
    onTrailers: (found) => {
      trailers = Object.fromEntries(found)
    },
  })
  for await (const bytes of decoded) pieces.push(bytes)
  return { content: Buffer.concat(pieces), trailers }
}

const chunks = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 })
const cuts = fc.array(fc.nat(), { maxLength: 40 })
const trailer = fc.option(fc.constant('AAAAAA=='), { nil: undefined })

describe('decodeAwsChunked', () => {
  it('gives the content however it is split, signed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        chunks,
        cuts,
        trailer,
        fc.boolean(),
        async (content, places, sum, signed) => {
          const source = split(encode(content, sum, signed), places)
          const decoded = await decode(source, { signed, hasTrailers: sum !== undefined })
          expect(decoded.content.equals(Buffer.concat(content))).toBe(true)
          expect(decoded.trailers).toEqual(sum === undefined ? {} : { 'x-amz-checksum-crc32': sum })
        },
      ),
    )
  })

  it('notices any flipped bit of a signed body', async () => {
    const body = encode([Buffer.from('some content'), Buffer.from('and more')], 'AAAAAA==', true)
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 1), fc.nat(7), async (place, bit) => {
        const flipped = Buffer.from(body)
        flipped[place] = (flipped[place] ?? 0) ^ (1 << bit)
        const wasCaseOnly =
          flipped.toString('latin1').toLowerCase() === body.toString('latin1').toLowerCase()
        fc.pre(!wasCaseOnly)
        await expect(
          decode(split(flipped, []), { signed: true, hasTrailers: true }),
        ).rejects.toThrow()
      }),
    )
  })

  it('refuses a body that ends too early, anywhere', async () => {
    const body = encode([Buffer.from('some content')], 'AAAAAA==', false)
    for (let end = 0; end < body.length; end++) {
      const cut = decode(split(body.subarray(0, end), []), { signed: false, hasTrailers: true })
      await expect(cut).rejects.toMatchObject({ code: 'IncompleteBody' })
    }
  })

  it('refuses what follows the end, and lines without one', async () => {
    const body = Buffer.concat([encode([], undefined, false), Buffer.from('x')])
    const options = { signed: false, hasTrailers: false }
    await expect(decode(split(body, []), options)).rejects.toMatchObject({ code: 'InvalidRequest' })
    const endless = split(Buffer.alloc(100_000, 0x30), [])
    await expect(decode(endless, options)).rejects.toMatchObject({ code: 'InvalidRequest' })
  })
})
