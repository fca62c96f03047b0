import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { createCRC64 } from 'hash-wasm'
import { CRC64_NVME } from '../../shared/crc.ts'
import { MIB } from '../../shared/limits.ts'

/** What a file has. */
export interface Measured {
  /** Bytes. */
  readonly size: number
  /** Undefined where the file was not read, as its size differs already. */
  readonly checksums: Checksums | undefined
}

interface Checksums {
  /** Base64, as S3 writes it. */
  readonly crc64nvme: string
  /** The hex MD5 of all parts' MD5s, '-' and their number, as S3 makes ETags. */
  readonly md5OfParts: string
  /** The hex MD5 of the only part, as S3 makes the ETag of an object that was put as a whole. */
  readonly md5: string | undefined
}

/** Bytes that are in memory at once. */
const PIECE = MIB

/**
 * Reads a file once, whatever its size.
 *
 * @param expected its size and that of a part, bytes
 * @throws Error of the file system
 */
export async function measureFile(
  path: string,
  expected: { readonly size: number; readonly partSize: number },
): Promise<Measured> {
  const handle = await open(path, 'r')
  try {
    const facts = await handle.stat()
    if (facts.isFile() && facts.size !== expected.size) {
      return { size: facts.size, checksums: undefined }
    }
    return await read(handle, expected.partSize)
  } finally {
    await handle.close()
  }
}

async function read(handle: FileHandle, partSize: number): Promise<Measured> {
  const crc = (await createCRC64(CRC64_NVME.polynomial.toString(16))).init()
  const parts = createMd5OfParts(partSize)
  const buffer = Buffer.allocUnsafe(PIECE)
  let size = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, null)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    crc.update(piece)
    parts.update(piece)
    size += bytesRead
  }
  const crc64nvme = Buffer.from(crc.digest('hex'), 'hex').toString('base64')
  return { size, checksums: { crc64nvme, ...parts.digest() } }
}

/** Of no bytes there is one part, of none. */
function createMd5OfParts(partSize: number) {
  const whole = createHash('md5')
  let part = createHash('md5')
  let count = 1
  let left = partSize
  return {
    update: (piece: Buffer) => {
      let at = 0
      while (at < piece.length) {
        if (left === 0) {
          whole.update(part.digest())
          part = createHash('md5')
          count++
          left = partSize
        }
        const bytes = piece.subarray(at, at + left)
        part.update(bytes)
        at += bytes.length
        left -= bytes.length
      }
    },
    digest: () => {
      const last = part.digest()
      const md5 = count === 1 ? last.toString('hex') : undefined
      return { md5OfParts: `${whole.update(last).digest('hex')}-${count}`, md5 }
    },
  }
}
