import { createHash, randomFillSync } from 'node:crypto'
import { copyFile, open, rename, stat, utimes } from 'node:fs/promises'
import { basename } from 'node:path'
import { MIB } from '../../shared/limits.ts'

/** A file on disk. */
export interface TestFile {
  /** On disk. */
  readonly path: string
  readonly name: string
  /** The folder's in which it is dropped or chosen; '' for a file by itself. */
  readonly folder: string
  /** Bytes. */
  readonly size: number
}

/**
 * What is read and written at once. It is used again and again: each new buffer counts as pressure on
 * memory, and has all that the tests hold collected.
 */
const CHUNK = 4 * MIB

/** Writes a file of random bytes, which repeat nowhere. */
export async function makeFile(path: string, size: number, folder = ''): Promise<TestFile> {
  const chunk = Buffer.allocUnsafe(Math.min(size, CHUNK))
  const file = await open(path, 'w')
  try {
    for (let left = size; left > 0; left -= chunk.length) {
      await file.writeFile(randomFillSync(chunk).subarray(0, left))
    }
  } finally {
    await file.close()
  }
  // A whole second can be set again exactly.
  const second = Math.floor(Date.now() / 1000)
  await utimes(path, second, second)
  return { path, name: basename(path), folder, size }
}

/** Hex SHA-256 of what the file holds now. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(CHUNK)
  const file = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(chunk.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

/** At which byte the stream and the file begin to differ; null where they are the same. */
export async function firstDifference(
  stream: AsyncIterable<Uint8Array>,
  path: string,
): Promise<number | null> {
  const file = await open(path, 'r')
  let wanted = Buffer.alloc(0)
  try {
    let at = 0
    for await (const got of stream) {
      if (wanted.length < got.length) wanted = Buffer.allocUnsafe(got.length)
      const { bytesRead } = await file.read(wanted, 0, got.length, at)
      if (bytesRead < got.length || wanted.compare(got, 0, got.length, 0, bytesRead) !== 0) {
        return at + got.findIndex((byte, within) => within >= bytesRead || byte !== wanted[within])
      }
      at += got.length
    }
    return at === (await file.stat()).size ? null : at
  } finally {
    await file.close()
  }
}

/**
 * Changes one byte; the file's size stays, and its date too where `silently` is true. Another file takes
 * its place at once: whoever reads while it is written to would see its date change and change back.
 */
export async function changeByte(path: string, at: number, silently: boolean): Promise<void> {
  const { atime, mtime } = await stat(path)
  const aside = `${path}.changed`
  await copyFile(path, aside)
  const file = await open(aside, 'r+')
  try {
    const byte = Buffer.alloc(1)
    await file.read(byte, 0, 1, at)
    byte.writeUInt8(byte.readUInt8() ^ 1)
    await file.write(byte, 0, 1, at)
  } finally {
    await file.close()
  }
  // A date that differs by less than what is told to pages would be no other date.
  await utimes(aside, atime, silently ? mtime : new Date(mtime.getTime() + 5000))
  await rename(aside, path)
}
