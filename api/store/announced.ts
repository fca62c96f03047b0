/** What a client says its content's checksums are, and whether they are. */
import { createHash } from 'node:crypto'
import {
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  createDigest,
  createHasher,
  isChecksum,
  type ChecksumAlgorithm,
  type Hasher,
} from './checksums.ts'
import { S3Error } from './errors.ts'

export interface Announced {
  /** Content-MD5: base64. */
  readonly md5: string | undefined
  readonly checksum: AnnouncedChecksum | undefined
}

export interface AnnouncedChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; undefined while it is still to come, in the body's trailers. */
  readonly value: string | undefined
}

type Headers = ReadonlyMap<string, string>

/**
 * Reads Content-MD5 and the `x-amz-checksum-*` header or trailer.
 *
 * @throws S3Error InvalidDigest, InvalidRequest
 */
export function readAnnounced(headers: Headers): Announced {
  const md5 = headers.get('content-md5')
  if (md5 !== undefined && !isMd5(md5)) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.')
  }
  return { md5, checksum: readChecksum(headers) }
}

function readChecksum(headers: Headers): AnnouncedChecksum | undefined {
  const trailers = (headers.get('x-amz-trailer') ?? '').split(',').map((name) => name.trim())
  const found: AnnouncedChecksum[] = []
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const name = checksumHeader(algorithm)
    const value = headers.get(name)
    if (value !== undefined) found.push({ algorithm, value: wellFormed(algorithm, value) })
    else if (trailers.includes(name)) found.push({ algorithm, value: undefined })
  }
  if (found.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    )
  }
  const named = headers.get('x-amz-sdk-checksum-algorithm')
  if (named !== undefined && named.toUpperCase() !== found[0]?.algorithm && named !== 'MD5') {
    throw new S3Error(
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  }
  return found[0]
}

function wellFormed(algorithm: ChecksumAlgorithm, value: string): string {
  if (isChecksum(algorithm, value)) return value
  throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`)
}

function isMd5(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 16 && bytes.toString('base64') === text
}

/** The digests of content, taken as it passes by. */
export interface Digests {
  update(bytes: Uint8Array): void
  /**
   * Ends the digests and compares them with what was announced.
   *
   * @param trailers of the body, by lower-case name
   * @throws S3Error BadDigest, InvalidRequest, MalformedTrailerError
   */
  verify(trailers: Headers): Verdict
}

export interface Verdict {
  /** Hexadecimal, as in ETags. */
  readonly md5: string
  /** Base64, in the announced algorithm or the one that was asked for. */
  readonly checksum: string | undefined
}

/**
 * Digests for what was announced.
 *
 * @param algorithm computed where the client announced no checksum
 */
export async function createDigests(
  announced: Announced,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<Digests> {
  const md5 = createHash('md5')
  const used = announced.checksum?.algorithm ?? algorithm
  const hasher: Hasher | undefined = used ? await createHasher(used) : undefined
  return {
    update: (bytes) => {
      md5.update(bytes)
      hasher?.update(bytes)
    },
    verify: (trailers) => {
      const digest = md5.digest()
      if (announced.md5 !== undefined && announced.md5 !== digest.toString('base64')) {
        throw new S3Error(
          'BadDigest',
          'The Content-MD5 you specified did not match what we received.',
        )
      }
      const checksum = hasher?.digest()
      compareChecksum(announced.checksum, checksum, trailers)
      return { md5: digest.toString('hex'), checksum }
    },
  }
}

function compareChecksum(
  announced: AnnouncedChecksum | undefined,
  computed: string | undefined,
  trailers: Headers,
): void {
  if (!announced) return
  const name = checksumHeader(announced.algorithm)
  const expected = announced.value ?? trailers.get(name)
  if (expected === undefined) {
    throw new S3Error('MalformedTrailerError', `The announced trailer ${name} is missing`)
  }
  if (wellFormed(announced.algorithm, expected) !== computed) {
    throw new S3Error(
      'BadDigest',
      `The ${announced.algorithm} you specified did not match the calculated checksum.`,
    )
  }
}

/** The MD5 of parts' MD5s with their count, which is an uploaded object's ETag. */
export function combineEtags(md5s: readonly string[]): string {
  const digest = createDigest('md5')
  for (const md5 of md5s) digest.update(Buffer.from(md5, 'hex'))
  return `${Buffer.from(digest.digest(), 'base64').toString('hex')}-${md5s.length}`
}
