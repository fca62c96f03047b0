import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, open, rename, stat, utimes } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
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

/** Writes a file of random bytes that repeat nowhere: the key stream of a cipher. */
export async function makeFile(path: string, size: number, folder = ''): Promise<TestFile> {
  const stream = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16))
  const zeros = Buffer.alloc(4 * MIB)
  const out = createWriteStream(path)
  for (let left = size; left > 0; left -= zeros.length) {
    const chunk = stream.update(zeros.subarray(0, Math.min(left, zeros.length)))
    if (!out.write(chunk)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  // A whole second can be set again exactly.
  const second = Math.floor(Date.now() / 1000)
  await utimes(path, second, second)
  return { path, name: basename(path), folder, size }
}

/** Hex SHA-256 of what the file holds now. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: MIB })) hash.update(chunk)
  return hash.digest('hex')
}

/** At which byte the stream and the file begin to differ; null where they are the same. */
export async function firstDifference(stream: Readable, path: string): Promise<number | null> {
  const file = await open(path, 'r')
  try {
    let at = 0
    for await (const chunk of stream) {
      const got = Buffer.from(chunk)
      const wanted = Buffer.alloc(got.length)
      const { bytesRead } = await file.read(wanted, 0, wanted.length, at)
      if (bytesRead < got.length || !got.equals(wanted)) {
        const within = got.findIndex((byte, index) => index >= bytesRead || byte !== wanted[index])
        return at + within
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
