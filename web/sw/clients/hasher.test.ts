import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { crcOf } from '../../../tests/engine/crc.ts'
import { createHasher } from './hasher.ts'

const hashBytes = createHasher()
const never = new AbortController().signal

function pattern(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at++) bytes[at] = at * 31 + (at >> 8)
  return bytes
}

/** A Blob whose streams can't fill a buffer, as in older browsers. */
function plainBlob(bytes: Uint8Array<ArrayBuffer>): Blob {
  const blob = new Blob([bytes])
  blob.stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 1000)
          controller.enqueue(bytes.slice(at, at + 1000))
        controller.close()
      },
    })
  return blob
}

describe.each([
  ['into a buffer', (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])],
  ['in chunks', plainBlob],
])('hashing, read %s', (_how, blobOf) => {
  it('gives the CRC64NVME and the MD5 of the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (array) => {
        const bytes = Uint8Array.from(array)
        expect(await hashBytes('crc64nvme', blobOf(bytes), never)).toBe(crcOf(bytes))
        const md5 = createHash('md5').update(bytes).digest('base64')
        expect(await hashBytes('md5', blobOf(bytes), never)).toBe(md5)
      }),
    )
  })

  it('goes on over many reads, several at once', async () => {
    const sizes = [5 * MIB + 1, 0, 2 * MIB, 3]
    const hashes = await Promise.all(
      sizes.map((size) => hashBytes('md5', blobOf(pattern(size)), never)),
    )
    expect(hashes).toEqual(
      sizes.map((size) => createHash('md5').update(pattern(size)).digest('base64')),
    )
  })

  it('ends when it is told to, and is good for the next', async () => {
    const controller = new AbortController()
    const ended = hashBytes('md5', blobOf(pattern(5 * MIB)), controller.signal)
    controller.abort(new Error('enough'))
    await expect(ended).rejects.toThrow('enough')
    const md5 = createHash('md5').update('a').digest('base64')
    expect(await hashBytes('md5', blobOf(Uint8Array.from([97])), never)).toBe(md5)
  })
})

describe('hashing', () => {
  it('gives nothing where the store checks nothing', async () => {
    expect(await hashBytes('none', new Blob(['a']), never)).toBeNull()
  })

  it('gives way for as long as it works, where it is to', async () => {
    const blob = new Blob([pattern(5 * MIB)])
    const timers = vi.spyOn(globalThis, 'setTimeout')
    // Those that limit how long a read may take are of a minute.
    const rests = () =>
      timers.mock.calls.map(([, delay]) => delay).filter((delay) => delay !== 60_000)
    let time = 0
    // Each look at the clock is 10 ms after the one before.
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 10))
    const crc = await hashBytes('crc64nvme', blob, never)
    expect(rests()).toEqual([])
    expect(await hashBytes('crc64nvme', blob, never, true)).toBe(crc)
    expect(rests()).toEqual([10, 10, 10])
    timers.mockRestore()
    clock.mockRestore()
  })

  it('says that a file can not be read', async () => {
    const blob = new Blob(['a'])
    blob.stream = () =>
      new ReadableStream({ start: (controller) => controller.error(new Error('the disk is gone')) })
    await expect(hashBytes('md5', blob, never)).rejects.toMatchObject({ code: 'file_unreadable' })
  })

  it('waits no longer than a minute for a disk that never answers', async () => {
    vi.useFakeTimers()
    const silence = () => new Promise<void>(() => undefined)
    const blob = new Blob(['a'])
    blob.stream = () => new ReadableStream({ type: 'bytes', pull: silence, cancel: silence })
    const reason = hashBytes('md5', blob, never).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(59_000)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await reason).toMatchObject({ code: 'file_unreadable' })
    vi.useRealTimers()
  })
})
