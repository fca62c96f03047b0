/** Bytes from a client into a file: digested and written as they come, durable at the end. */
import { open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Digests, Verdict } from './announced.ts'
import { syncFolder, writeWhole } from './durable.ts'

/** Large writes cost the file system less; two of these are in memory at most. */
const BATCH = 1024 * 1024

export interface Ingested extends Verdict {
  /** Bytes. */
  readonly size: number
}

/**
 * Writes content into a new file and verifies it. Once this returns the file lasts; when it
 * throws there is none.
 *
 * @param trailers asked for when the content has ended
 */
export async function ingest(
  content: AsyncIterable<Uint8Array>,
  path: string,
  digests: Digests,
  trailers: () => ReadonlyMap<string, string> = () => new Map(),
): Promise<Ingested> {
  try {
    const handle = await open(path, 'wx', 0o600)
    let size: number
    try {
      size = await writeAll(content, handle, digests)
      const verdict = digests.verify(trailers())
      // What was digested is what came, and not what the file has.
      const { size: kept } = await handle.stat()
      if (kept !== size) throw new Error(`of ${size} bytes the file has ${kept}`)
      await handle.sync()
      await syncFolder(dirname(path))
      return { size, ...verdict }
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Writes one batch while the next one is received. */
async function writeAll(
  content: AsyncIterable<Uint8Array>,
  handle: FileHandle,
  digests: Digests,
): Promise<number> {
  let size = 0
  let batch: Uint8Array[] = []
  let batched = 0
  let writing: Promise<Outcome> = Promise.resolve({})
  try {
    for await (const bytes of content) {
      digests.update(bytes)
      batch.push(bytes)
      batched += bytes.length
      size += bytes.length
      if (batched < BATCH) continue
      check(await writing)
      writing = outcomeOf(writeBatch(handle, batch, size - batched))
      batch = []
      batched = 0
    }
  } finally {
    check(await writing)
  }
  await writeBatch(handle, batch, size - batched)
  return size
}

/** Kept until it is asked for: a write may fail while the next batch is still being received. */
interface Outcome {
  readonly failure?: { readonly error: unknown }
}

function outcomeOf(work: Promise<void>): Promise<Outcome> {
  return work.then(
    () => ({}),
    (error: unknown) => ({ failure: { error } }),
  )
}

function check({ failure }: Outcome): void {
  if (failure) throw failure.error
}

async function writeBatch(
  handle: FileHandle,
  batch: readonly Uint8Array[],
  position: number,
): Promise<void> {
  const total = batch.reduce((sum, bytes) => sum + bytes.length, 0)
  if (total === 0) return
  const { bytesWritten } = await handle.writev(batch, position)
  if (bytesWritten === total) return
  const rest = Buffer.concat(batch).subarray(bytesWritten)
  await writeWhole(handle, rest, position + bytesWritten)
}
