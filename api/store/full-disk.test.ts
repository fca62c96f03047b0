import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDigests } from './announced.ts'
import { toS3Error } from './errors.ts'
import { ingest } from './ingest.ts'
import { Journal } from './journal.ts'
import { createId, prepareLayout } from './layout.ts'

/** A disk that is filling up takes less than it is given, and says only how much. */

/** The methods that handles of files have in common, as the store calls them. */
interface Methods {
  write(
    this: FileHandle,
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number; buffer: Uint8Array }>
  writev(
    this: FileHandle,
    buffers: readonly Uint8Array[],
    position: number,
  ): Promise<{ bytesWritten: number; buffers: readonly Uint8Array[] }>
}

let folder: string
/** Bytes that the disk takes of the next writes, one after the other; all of those after them. */
let takes: number[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-full-disk-'))
  takes = []
  const methods = await handleMethods()
  const write = methods.write
  const take = async (to: FileHandle, bytes: Uint8Array, position: number) => {
    const length = Math.min(takes.shift() ?? Infinity, bytes.length)
    if (length > 0) await write.call(to, bytes, 0, length, position)
    return length
  }
  vi.spyOn(methods, 'write').mockImplementation(async function (
    this: FileHandle,
    bytes,
    offset,
    length,
    position,
  ) {
    const given = bytes.subarray(offset, offset + length)
    return { bytesWritten: await take(this, given, position), buffer: bytes }
  })
  vi.spyOn(methods, 'writev').mockImplementation(async function (
    this: FileHandle,
    buffers,
    position,
  ) {
    return { bytesWritten: await take(this, Buffer.concat(buffers), position), buffers }
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

async function handleMethods(): Promise<Methods> {
  const handle = await open(import.meta.filename, 'r')
  try {
    return Object.getPrototypeOf(handle) as Methods
  } finally {
    await handle.close()
  }
}

/** The code of S3 for what was thrown. */
async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => toS3Error(error).code,
  )
}

describe('a part', () => {
  const content = randomBytes(3_000_000)

  async function receive() {
    const md5 = createHash('md5').update(content).digest('base64')
    const digests = await createDigests({ md5, checksum: undefined }, 'CRC64NVME')
    return ingest(pieces(), join(folder, 'part'), digests)
  }

  async function* pieces() {
    for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536)
  }

  it.each([
    ['the first batch', [1000]],
    ['the first batch, and of the rest of it', [1000, 2000, 1, 3000]],
    ['all of the rest of it', [0]],
    ['the last batch, and of the rest of it', [Infinity, Infinity, 7, 8]],
  ])('is whole where a write takes but some of %s', async (_, some) => {
    takes = some
    expect(await receive()).toMatchObject({ size: content.length })
    expect(content.equals(await readFile(join(folder, 'part')))).toBe(true)
    expect(takes).toEqual([])
  })

  it.each([
    ['the first batch', [1000, 0]],
    ['the last batch', [Infinity, Infinity, 7, 8, 0]],
  ])('is refused, and leaves nothing, where no more of %s is taken', async (_, some) => {
    takes = some
    expect(await refusal(receive())).toBe('ServiceUnavailable')
    expect(await readdir(folder)).toEqual([])
  })

  it('is refused, and leaves nothing, where its file is shorter than what was written', async () => {
    vi.spyOn(await handleMethods(), 'writev').mockImplementation((buffers) => {
      const bytesWritten = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
      return Promise.resolve({ bytesWritten, buffers })
    })
    expect(await refusal(receive())).toBe('InternalError')
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a journal', () => {
  const part = (partNumber: number) => ({
    partNumber,
    file: `${partNumber}.00`,
    size: 5,
    md5: 'b'.repeat(32),
    lastModified: 1,
  })

  async function begin(): Promise<Journal> {
    return Journal.create(await prepareLayout(folder), {
      id: createId(),
      key: 'film.mov',
      initiated: 1,
      description: { headers: {}, metadata: [], tags: [] },
    })
  }

  async function kept({ path }: Journal): Promise<number[]> {
    const { parts } = await Journal.load(path)
    return parts.map(({ partNumber }) => partNumber)
  }

  it('has the whole line of a part though writes take but some of it', async () => {
    const journal = await begin()
    takes = [5, 6, 1]
    await journal.append(part(1))
    expect(takes).toEqual([])
    await journal.append(part(2))
    expect(await kept(journal)).toEqual([1, 2])
  })

  it('acknowledges no part whose line was not taken, and goes on once there is room', async () => {
    const journal = await begin()
    await journal.append(part(1))
    takes = [5, 0]
    expect(await refusal(journal.append(part(2)))).toBe('ServiceUnavailable')
    takes = [0]
    expect(await refusal(journal.append(part(3)))).toBe('ServiceUnavailable')
    await journal.append(part(4))
    expect(await kept(journal)).toEqual([1, 4])
  })

  it('can be read where the disk stayed full until the store ended', async () => {
    const journal = await begin()
    await journal.append(part(1))
    takes = [5, 0]
    expect(await refusal(journal.append(part(2)))).toBe('ServiceUnavailable')
    expect(await kept(journal)).toEqual([1])
  })
})
