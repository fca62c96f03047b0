/** The checksums S3 verifies, and how those of parts make that of the object. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createCRC32 } from 'hash-wasm'
import * as v from 'valibot'
import {
  combineCrcs,
  CRC32,
  CRC32C,
  CRC64_NVME,
  crcFromBase64,
  crcToBase64,
  type CrcKind,
} from '../../shared/crc.ts'
import { createCrc64 } from '../../shared/crc64.ts'

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

/** FULL_OBJECT: of the bytes. COMPOSITE: of the parts' checksums, with "-N" for N parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

export const ChecksumKind = v.object({
  algorithm: v.picklist(CHECKSUM_ALGORITHMS),
  type: v.picklist(['FULL_OBJECT', 'COMPOSITE']),
})
/** Which checksum an upload or object has. */
export type ChecksumKind = v.InferOutput<typeof ChecksumKind>

export const Checksum = v.object({ ...ChecksumKind.entries, value: v.string() })
/** A checksum in base64, with what it is of. */
export type Checksum = v.InferOutput<typeof Checksum>

/** Takes bytes as they come. `digest` gives base64 and may be called once. */
export interface Hasher {
  update(bytes: Uint8Array): void
  digest(): string
}

const CRCS: Partial<Record<ChecksumAlgorithm, CrcKind>> = {
  CRC32,
  CRC32C,
  CRC64NVME: CRC64_NVME,
}

const BYTES: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
}

/** The part of header and element names: `x-amz-checksum-crc32c`, `ChecksumCRC32C`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** Whether a text is the base64 of as many bytes as the algorithm gives. */
export function isChecksum(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === BYTES[algorithm] && bytes.toString('base64') === text
}

/** A fresh hasher. */
export async function createHasher(algorithm: ChecksumAlgorithm): Promise<Hasher> {
  switch (algorithm) {
    case 'CRC32':
      return createCrc32Hasher()
    case 'CRC32C':
      return fromWasm(await createCRC32(Number(CRC32C.polynomial)))
    case 'CRC64NVME':
      return createCrc64()
    case 'SHA1':
      return createDigest('sha1')
    case 'SHA256':
      return createDigest('sha256')
  }
}

/** A hasher of node's own. */
export function createDigest(name: 'md5' | 'sha1' | 'sha256'): Hasher {
  const hash = createHash(name)
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('base64'),
  }
}

function createCrc32Hasher(): Hasher {
  let value = 0
  return {
    update: (bytes) => {
      value = crc32(bytes, value)
    },
    digest: () => crcToBase64(CRC32, BigInt(value)),
  }
}

function fromWasm(hasher: Awaited<ReturnType<typeof createCRC32>>): Hasher {
  hasher.init()
  return {
    update: (bytes) => void hasher.update(bytes),
    digest: () => Buffer.from(hasher.digest('binary')).toString('base64'),
  }
}

/** The type an upload has when its creator named only the algorithm, as in S3. */
export function defaultType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'
}

/** SHA-1 and SHA-256 can't be combined; of CRC64NVME S3 has no composite. */
export function isPossible({ algorithm, type }: ChecksumKind): boolean {
  if (type === 'FULL_OBJECT') return CRCS[algorithm] !== undefined
  return algorithm !== 'CRC64NVME'
}

/** A part of an object, as far as its checksum goes. */
export interface ChecksummedPart {
  readonly size: number
  /** Base64, in the upload's algorithm. */
  readonly checksum: string
}

/** The object's checksum from its parts', without reading a byte. */
export async function combineChecksums(
  kind: ChecksumKind,
  parts: readonly ChecksummedPart[],
): Promise<Checksum> {
  const crc = CRCS[kind.algorithm]
  if (kind.type === 'FULL_OBJECT') {
    if (!crc) throw new RangeError(`${kind.algorithm} of a whole can't be had from its parts`)
    const pieces = parts.map((part) => ({
      crc: crcFromBase64(crc, part.checksum),
      length: part.size,
    }))
    return { ...kind, value: crcToBase64(crc, combineCrcs(crc, pieces)) }
  }
  const hasher = await createHasher(kind.algorithm)
  for (const part of parts) hasher.update(Buffer.from(part.checksum, 'base64'))
  return { ...kind, value: `${hasher.digest()}-${parts.length}` }
}
