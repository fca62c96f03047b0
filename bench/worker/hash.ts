/** Ways to read a file's parts in a service worker in order to hash them, timed. */
import * as v from 'valibot'
import { createCrc64, type Crc64 } from '../../shared/crc64.ts'
import { answerMessages } from './answer.ts'

const questionSchema = v.object({
  file: v.instance(File),
  /** Bytes. */
  partSize: v.number(),
  /** How many parts are hashed at the same time, all in this one thread. */
  atOnce: v.number(),
  /**
   * `stream`: the chunks of `stream()`; `byob`: a byte stream's reader filling one buffer;
   * `slice`: `slice().arrayBuffer()`, one after the other; `ahead`: the same with the next one
   * being read while one is hashed, so that two are held.
   */
  way: v.picklist(['stream', 'byob', 'slice', 'ahead']),
  /** Bytes read at a time; of no meaning to `stream`. */
  step: v.number(),
})
type Question = v.InferOutput<typeof questionSchema>

answerMessages(async (data) => {
  const question = v.parse(questionSchema, data)
  const { file, partSize, atOnce } = question
  const parts: Blob[] = []
  for (let at = 0; at < file.size; at += partSize) parts.push(file.slice(at, at + partSize))
  const checksums: string[] = Array.from({ length: parts.length }, () => '')
  const hashers = await Promise.all(Array.from({ length: atOnce }, createCrc64))
  const queue = parts.entries()
  const begin = performance.now()
  await Promise.all(
    hashers.map(async (hasher) => {
      for (const [index, part] of queue) {
        hasher.init()
        await read(part, question, hasher)
        checksums[index] = hasher.digest()
      }
    }),
  )
  return { seconds: (performance.now() - begin) / 1000, checksums }
})

async function read(part: Blob, { way, step }: Question, hasher: Crc64): Promise<void> {
  switch (way) {
    case 'stream':
      for await (const chunk of part.stream()) hasher.update(chunk)
      return
    case 'byob':
      return readIntoBuffer(part, step, hasher)
    case 'slice':
      for (let at = 0; at < part.size; at += step) {
        hasher.update(await bytesAt(part, at, step))
      }
      return
    case 'ahead':
      return readAhead(part, step, hasher)
  }
}

async function bytesAt(part: Blob, at: number, step: number): Promise<Uint8Array> {
  return new Uint8Array(await part.slice(at, at + step).arrayBuffer())
}

/**
 * Chromium 156 may collect a stream, whose reader waits for bytes, as garbage: the read then never
 * ends. What is in here is not garbage.
 */
const held = new Set<ReadableStreamBYOBReader>()

async function readIntoBuffer(part: Blob, step: number, hasher: Crc64): Promise<void> {
  const reader = part.stream().getReader({ mode: 'byob' })
  held.add(reader)
  try {
    let buffer = new ArrayBuffer(step)
    for (let left = part.size; left > 0;) {
      const { value, done } = await reader.read(new Uint8Array(buffer))
      if (done) throw new Error('the file has become shorter')
      hasher.update(value)
      left -= value.byteLength
      buffer = value.buffer
    }
  } finally {
    held.delete(reader)
  }
}

async function readAhead(part: Blob, step: number, hasher: Crc64): Promise<void> {
  let reading = bytesAt(part, 0, step)
  for (let next = step; next - step < part.size; next += step) {
    const bytes = await reading
    if (next < part.size) reading = bytesAt(part, next, step)
    hasher.update(bytes)
  }
}
