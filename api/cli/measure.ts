import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { createCrc64 } from '../../shared/crc64.ts'
import { kindsIn, type Hashes } from '../../shared/hashes.ts'
import { MIB } from '../../shared/limits.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { FoundOfFile } from '../../shared/receipt-check.ts'

/** Bytes that are in memory at once. */
const PIECE = MIB

/**
 * Reads a file once, whatever its size.
 *
 * @param expected of its size, cut into parts, with hashes of these kinds
 * @throws Error of the file system
 */
export async function measureFile(
  path: string,
  expected: Pick<Receipt, 'size' | 'partSize' | 'hashes'>,
): Promise<FoundOfFile> {
  const handle = await open(path, 'r')
  try {
    const facts = await handle.stat()
    if (facts.isFile() && facts.size !== expected.size) {
      return { size: facts.size, content: null }
    }
    return await read(handle, expected)
  } finally {
    await handle.close()
  }
}

async function read(
  handle: FileHandle,
  { partSize, hashes }: Parameters<typeof measureFile>[1],
): Promise<FoundOfFile> {
  const crc = await createCrc64()
  const parts = createMd5OfParts(partSize)
  const kinds = hashes ? kindsIn(hashes) : []
  const wholes = kinds.map((kind) => ({ kind, whole: createHash(kind) }))
  const buffer = Buffer.allocUnsafe(PIECE)
  let size = 0
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, null)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    crc.update(piece)
    parts.update(piece)
    for (const { whole } of wholes) whole.update(piece)
    size += bytesRead
  }
  const crc64nvme = crc.digest()
  const found: Hashes = { computedBy: 'browser' }
  for (const { kind, whole } of wholes) found[kind] = whole.digest('hex')
  return { size, content: { crc64nvme, ...parts.digest(), hashes: found } }
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
