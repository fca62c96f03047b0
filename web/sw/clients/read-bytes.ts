import { MIB } from '../../../shared/limits.ts'
import { readWithin } from '../read-within.ts'

/** Bytes that are read at once: more is not faster (docs/performance.md). */
const CHUNK = 2 * MIB

/**
 * Readers that wait for bytes. Chromium 156 collects a stream that only a pending read refers to,
 * and the read then never ends; what is in here lives.
 */
const waiting = new Set<object>()

/**
 * Reads bytes into one buffer again and again, or, where the browser's streams can't do that, in
 * the chunks that they come in.
 *
 * @param use is given bytes that are only valid until it returns
 * @param givesWay whether it rests after each chunk for as long as that took
 * @throws the signal's reason when it was ended; what reading throws; Error when bytes are missing
 */
export async function readBytes(
  bytes: Blob,
  signal: AbortSignal,
  use: (chunk: Uint8Array) => void,
  givesWay: boolean,
): Promise<void> {
  const reader = openReader(bytes)
  waiting.add(reader)
  try {
    let left = bytes.size
    for (;;) {
      const began = performance.now()
      const chunk = await readWithin(reader.read())
      signal.throwIfAborted()
      if (!chunk) break
      left -= chunk.length
      use(chunk)
      if (givesWay) await rest(performance.now() - began)
    }
    if (left !== 0) throw new Error('the file has become shorter')
  } catch (error) {
    // Not waited for: what doesn't answer may not answer to this either.
    void reader.cancel()
    throw error
  } finally {
    waiting.delete(reader)
  }
}

function rest(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time))
}

interface ChunkReader {
  /** null at the end. */
  read(): Promise<Uint8Array | null>
  cancel(): Promise<void>
}

function openReader(bytes: Blob): ChunkReader {
  const stream = bytes.stream()
  const reader = bufferReader(stream)
  if (!reader) {
    const plain = stream.getReader()
    return {
      read: async () => (await plain.read()).value ?? null,
      cancel: () => plain.cancel().catch(alreadyFailed),
    }
  }
  let buffer = new ArrayBuffer(Math.max(1, Math.min(CHUNK, bytes.size)))
  return {
    async read() {
      const { value, done } = await reader.read(new Uint8Array(buffer))
      if (done || !value) return null
      buffer = value.buffer
      return value
    },
    cancel: () => reader.cancel().catch(alreadyFailed),
  }
}

function bufferReader(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  try {
    return stream.getReader({ mode: 'byob' })
  } catch (error) {
    // Not a byte stream, or a browser without such readers.
    if (error instanceof TypeError) return null
    throw error
  }
}

/** A stream that failed rejects its cancelling with the error that reading has already thrown. */
function alreadyFailed(): undefined {
  return undefined
}
