import { v7 as uuid } from 'uuid'
import { expect, it, describe } from 'vitest'
import { UploadError } from '../../shared/errors.ts'
import type { ArrivedPart } from './engine/events.ts'
import { CAPACITY } from './engine/capacity.ts'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { hashAfterwards } from './hash-afterwards.ts'
import type { Ports } from './ports.ts'
import { compareWithFile, proveParts, readAhead } from './same-file.ts'

const PARTS = 40
const never = new AbortController().signal

function record(): UploadRecord {
  const file = { id: uuid(), name: 'a', path: '', size: PARTS, type: '', lastModified: 1 }
  const server = { token: 't', key: 'k', partSize: 1, partCount: PARTS, checksum: 'md5' as const }
  return { ...createRecord(file, 1), phase: 'sending', server }
}

/** Parts of a byte each, whose checksum is the byte itself; what is read is counted. */
function createPorts(content: string, misreads = 0) {
  const read: string[] = []
  const ports: Pick<Ports, 'files' | 'hashBytes'> = {
    files: {
      async slice(_record, start, end) {
        if (content === '') throw new UploadError('file_permission', 'it needs a click')
        return new Blob([content.slice(start, end)])
      },
    },
    async hashBytes(_algorithm, bytes) {
      read.push(await bytes.text())
      return read.length <= misreads ? 'misread' : (read.at(-1) ?? '')
    },
  }
  return { read, ports: ports as Ports }
}

const arrived = (numbers: readonly number[], hashed: boolean, checksum = 'a'): ArrivedPart[] =>
  numbers.map((number) => ({ number, checksum, hashed }))
const numbersTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1)
const FILE = 'a'.repeat(PARTS)
const OTHER = 'b'.repeat(PARTS)

const prove = (parts: readonly ArrivedPart[], ports: Ports) =>
  proveParts(record(), parts, compareWithFile(record(), ports, never))

describe('before more of a file is sent', () => {
  it('is another one told by a part that was hashed here', async () => {
    const { ports } = createPorts(OTHER)
    const parts = [...arrived([1], true), ...arrived([2], false, 'b')]
    await expect(prove(parts, ports)).rejects.toThrow(/part 1/)
  })

  it('are parts that nobody noted all read, and strangers among them left out', async () => {
    const { ports } = createPorts(FILE)
    const strangers = arrived([4, 7], false, 'b')
    const parts = [...arrived([1, 2], true), ...arrived([3, 6], false), ...strangers]
    expect(await prove(parts, ports)).toEqual(arrived([1, 2, 3, 6], true))
  })

  it('are some of them read where they are many: the rest is hashed at the end', async () => {
    const { ports, read } = createPorts(FILE)
    const proved = await prove(arrived(numbersTo(30), false), ports)
    expect(read).toHaveLength(3)
    expect(proved.filter(({ hashed }) => hashed)).toHaveLength(3)
    expect(numbersTo(30).length).toBeGreaterThan(CAPACITY.window)
  })

  it('is one part that differs no other file, and none that is equal one', async () => {
    const { ports } = createPorts(OTHER)
    expect(await prove(arrived([1], false), ports)).toEqual([])
    await expect(prove(arrived([1, 2], false), ports)).rejects.toMatchObject({
      code: 'file_changed',
    })
  })
})

describe('while the list of parts is on its way', () => {
  const missing: UploadRecord['missing'] = [[9, PARTS]]
  const known = [...arrived([1, 2, 3, 4], true), ...arrived([5], false)]

  it('are those parts read that will be asked about, and not once more then', async () => {
    const { ports, read } = createPorts(FILE)
    const isOfFile = compareWithFile(record(), ports, never)
    readAhead({ ...record(), missing }, known, isOfFile)
    await proveParts(record(), known, isOfFile)
    expect(read).toHaveLength(4)
  })

  it('is nothing taken for proved that the store has with another checksum', async () => {
    const { ports } = createPorts(FILE)
    const isOfFile = compareWithFile(record(), ports, never)
    readAhead({ ...record(), missing }, known, isOfFile)
    const other = [...arrived([1], true, 'b'), ...known.slice(1)]
    await expect(proveParts(record(), other, isOfFile)).rejects.toThrow(/part 1/)
  })

  it('is what cannot be read said to whoever asks, and to nobody where all is there', async () => {
    const { ports } = createPorts('')
    const isOfFile = compareWithFile(record(), ports, never)
    readAhead({ ...record(), missing }, known, isOfFile)
    await expect(proveParts(record(), known, isOfFile)).rejects.toMatchObject({
      code: 'file_permission',
    })
    const all = arrived(numbersTo(PARTS), true)
    expect(await proveParts(record(), all, isOfFile)).toBe(all)
  })

  it('is nothing read of a file of which no part is missing', async () => {
    const { ports, read } = createPorts(FILE)
    readAhead(record(), known, compareWithFile(record(), ports, never))
    await new Promise(setImmediate)
    expect(read).toEqual([])
  })
})

describe('hashing afterwards', () => {
  it('tells parts that are equal, once more where a disk misread, and leaves out damaged ones', async () => {
    const { ports } = createPorts(FILE, 1)
    const known = [...arrived([1, 2], false), ...arrived([3], false, 'b'), ...arrived([4], true)]
    expect(await hashAfterwards(record(), known, ports, never)).toEqual({
      parts: arrived([1, 2, 4], true),
      isNew: true,
    })
  })

  it('sends nothing of another file in the place of what differs', async () => {
    const { ports } = createPorts(OTHER)
    const known = [...arrived([1], true), ...arrived([2, 3], false)]
    await expect(hashAfterwards(record(), known, ports, never)).rejects.toThrow(/part 1/)
    await expect(hashAfterwards(record(), known.slice(1), ports, never)).rejects.toMatchObject({
      code: 'file_changed',
    })
  })

  it('reads nothing any more once a part has told of another file', async () => {
    const { ports } = createPorts(OTHER)
    const signals: AbortSignal[] = []
    const hashBytes: Ports['hashBytes'] = (algorithm, bytes, signal) => {
      signals.push(signal)
      return ports.hashBytes(algorithm, bytes, signal)
    }
    const known = [...arrived([1, 3, 5], true), ...arrived([2], false)]
    await expect(
      hashAfterwards(record(), known, { ...ports, hashBytes }, never),
    ).rejects.toMatchObject({ code: 'file_changed' })
    expect(signals.length).toBeGreaterThan(1)
    expect(signals.every(({ aborted }) => aborted)).toBe(true)
  })

  it('leaves all as it is where the file cannot be read', async () => {
    const known = arrived(numbersTo(5), false)
    const { ports } = createPorts('')
    expect(await hashAfterwards(record(), known, ports, never)).toEqual({
      parts: known,
      isNew: false,
    })
  })
})
