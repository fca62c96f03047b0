import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createHasher } from '../clients/hasher.ts'
import type { Log } from '../ports.ts'
import {
  createCopies,
  LARGEST_COPY,
  LARGEST_SHARE,
  LARGEST_TOTAL,
  LONGEST_COPYING,
  MOST_TRIES,
  type Copies,
  type Folder,
} from './copies.ts'
import { openDatabase, type Database } from './database.ts'

const ROOM = 1_000_000
const hashBytes = createHasher()

/** A folder in memory; `around` does what else happens while a file is written. */
function createFolder() {
  const files = new Map<string, File>()
  const locked = new Set<string>()
  const folder: Folder & {
    files: typeof files
    /** What is being written, which no browser removes. */
    locked: typeof locked
    around: (write: () => void) => Promise<void>
  } = {
    files,
    locked,
    around: async (write) => write(),
    async write(name, content, signal) {
      files.set(name, new File([], name))
      locked.add(name)
      try {
        const bytes = await content.arrayBuffer()
        signal.throwIfAborted()
        await folder.around(() => void files.set(name, new File([bytes], name)))
        signal.throwIfAborted()
      } finally {
        locked.delete(name)
      }
    },
    async read(name) {
      const file = files.get(name)
      if (!file) throw new DOMException(name, 'NotFoundError')
      return file
    },
    async remove(name) {
      if (locked.has(name)) throw new DOMException(name, 'NoModificationAllowedError')
      files.delete(name)
    },
    names: async () => [...files.keys()],
  }
  return folder
}

let database: Database
let folder: ReturnType<typeof createFolder>
let free: number
let copies: Copies
const warn = vi.fn<Log['warn']>()

beforeEach(async () => {
  database = await openDatabase(uuid())
  folder = createFolder()
  free = ROOM
  warn.mockReset()
  restart()
})

/** What a worker that starts anew has. */
function restart(): void {
  folder.locked.clear()
  copies = createCopies({
    database,
    folder,
    freeSpace: () => Promise.resolve(free),
    hashBytes,
    log: { warn },
  })
}

function fileOf(size: number): File {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7) % 251)
  return new File([bytes], 'some file', { lastModified: 12_345 })
}

const factsOf = (id: string, { size, lastModified }: File) => ({ id, size, lastModified })

const isNoted = async (id: string) => (await database.getAllKeys('copies')).includes(id)

async function makeCopy(id: string, file: File): Promise<void> {
  copies.make(id, file)
  await expect.poll(() => isNoted(id)).toBe(true)
}

describe('the copies of small files', () => {
  it('are what was copied, and outlive the worker', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    restart()
    const copy = await copies.open(factsOf(id, file))
    expect(await copy?.arrayBuffer()).toEqual(await file.arrayBuffer())
    expect(warn).not.toHaveBeenCalled()
  })

  it('are given for just the file that was copied', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    const facts = factsOf(id, file)
    expect(await copies.open({ ...facts, lastModified: 1 })).toBeNull()
    expect(await copies.open({ ...facts, size: 999 })).toBeNull()
    expect(await copies.open({ ...facts, id: uuid() })).toBeNull()
    expect(await copies.open(facts)).not.toBeNull()
  })

  it('are none of a file that is larger than one may be', async () => {
    const [large, small] = [uuid(), uuid()]
    free = 100 * LARGEST_COPY
    copies.make(large, new File([new Uint8Array(LARGEST_COPY + 1)], 'large'))
    await makeCopy(small, fileOf(1))
    expect([...folder.files.keys()]).toEqual([small])
  })

  it('take their share of the free space at most, until there is room again', async () => {
    const limit = ROOM * LARGEST_SHARE
    const [first, second, third] = [uuid(), uuid(), uuid()]
    await makeCopy(first, fileOf(limit - 10))
    free -= limit - 10
    copies.make(second, fileOf(11))
    await makeCopy(third, fileOf(10))
    expect([...folder.files.keys()]).toEqual([first, third])
    free -= 10
    await copies.forget([first])
    free += limit - 10
    await makeCopy(second, fileOf(11))
  })

  it('take a fixed space at most, however much is free', async () => {
    free = 1000 * LARGEST_TOTAL
    const note = { size: LARGEST_TOTAL - 10, lastModified: 1, checksum: 'c' }
    await database.put('copies', note, uuid())
    const [second, third] = [uuid(), uuid()]
    copies.make(second, fileOf(11))
    await makeCopy(third, fileOf(10))
    expect([...folder.files.keys()]).toEqual([third])
  })

  it('are none where the storage is full, with one line in the log', async () => {
    const [id, other, later, file] = [uuid(), uuid(), uuid(), fileOf(1000)]
    folder.around = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
    copies.make(id, file)
    copies.make(other, file)
    await expect.poll(() => warn).toHaveBeenCalledOnce()
    folder.around = async (write) => write()
    await makeCopy(later, file)
    expect([...folder.files.keys()]).toEqual([later])
    expect(await copies.open(factsOf(id, file))).toBeNull()
  })

  it('are none of a file that can not be read', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    const changed = new DOMException('the file was changed', 'NotReadableError')
    file.stream = () => new ReadableStream({ start: (controller) => controller.error(changed) })
    copies.make(id, file)
    await expect.poll(() => warn).toHaveBeenCalledOnce()
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(folder.files.size).toBe(0)
  })

  it('are not used when the file changed while it was copied', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    file.arrayBuffer = () => new Blob([new Uint8Array(1000)]).arrayBuffer()
    await makeCopy(id, file)
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(folder.files.size).toBe(0)
    expect(await isNoted(id)).toBe(false)
  })

  it('are not used when they lost bytes since', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    folder.files.set(id, new File([new Uint8Array(1000)], id))
    restart()
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(folder.files.size).toBe(0)
  })

  it('are not used when the browser took them away', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    folder.files.clear()
    restart()
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(warn).toHaveBeenCalledOnce()
  })

  it('are read again when what could not be read could not be forgotten either', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    const { read } = folder
    folder.read = () => {
      folder.read = read
      throw new DOMException('not now', 'NotFoundError')
    }
    vi.spyOn(database, 'transaction').mockImplementationOnce(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    await expect(copies.open(factsOf(id, file))).rejects.toMatchObject({ code: 'storage' })
    const copy = await copies.open(factsOf(id, file))
    expect(await copy?.arrayBuffer()).toEqual(await file.arrayBuffer())
    await copies.forget([id])
    expect(await isNoted(id)).toBe(false)
    expect(folder.files.size).toBe(0)
  })

  it('are tried again when they can not be read just now, and the file is not asked for', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    restart()
    const { read } = folder
    const unreadable = new File([new Uint8Array(1000)], id)
    const broken = new DOMException('the disk is busy', 'NotReadableError')
    unreadable.stream = () =>
      new ReadableStream({ start: (controller) => controller.error(broken) })
    for (const fail of [() => Promise.reject(broken), () => Promise.resolve(unreadable)]) {
      folder.read = fail
      await expect(copies.open(factsOf(id, file))).rejects.toMatchObject({
        code: 'file_unreadable',
      })
    }
    expect(await isNoted(id)).toBe(true)
    folder.read = read
    const copy = await copies.open(factsOf(id, file))
    expect(await copy?.arrayBuffer()).toEqual(await file.arrayBuffer())
  })

  it('are given up when they can not be read again and again', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    folder.read = () => Promise.reject(new DOMException('the disk is broken', 'UnknownError'))
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      await expect(copies.open(factsOf(id, file))).rejects.toMatchObject({
        code: 'file_unreadable',
      })
      expect(await isNoted(id)).toBe(true)
    }
    expect(await copies.open(factsOf(id, file))).toBeNull()
    expect(await isNoted(id)).toBe(false)
    expect(folder.files.size).toBe(0)
  })

  it('tell a database that fails from a fault of the program', async () => {
    const [id, file] = [uuid(), fileOf(1000)]
    await makeCopy(id, file)
    database.close()
    await expect(copies.forget([id])).rejects.toMatchObject({ code: 'storage' })
    restart()
    await expect(copies.open(factsOf(id, file))).rejects.toMatchObject({ code: 'storage' })
  })

  it('count for nothing when they broke off, and are cleared at the next start', async () => {
    const [kept, broken, file] = [uuid(), uuid(), fileOf(1000)]
    await makeCopy(kept, file)
    // All bytes are there, and the worker was killed before it could note it.
    folder.around = (write) => new Promise<void>(() => write())
    copies.make(broken, file)
    await expect.poll(() => folder.files.get(broken)?.size).toBe(1000)
    restart()
    expect(await copies.open(factsOf(broken, file))).toBeNull()
    await copies.retain(new Set([kept, broken]))
    expect([...folder.files.keys()]).toEqual([kept])
    await copies.retain(new Set())
    expect(folder.files.size).toBe(0)
    expect(await database.count('copies')).toBe(0)
  })

  it('are forgotten at any moment: before, while and after they are made', async () => {
    const [first, second, third, file] = [uuid(), uuid(), uuid(), fileOf(1000)]
    await makeCopy(first, file)
    const held = new Promise<() => void>((reached) => {
      folder.around = (write) => new Promise((goOn) => reached(() => goOn(write())))
    })
    copies.make(second, file)
    copies.make(third, file)
    const goOn = await held
    const forgotten = copies.forget([first, second, third])
    goOn()
    await forgotten
    for (const id of [first, second, third]) {
      expect(await copies.open(factsOf(id, file))).toBeNull()
    }
    await expect.poll(() => folder.files.size).toBe(0)
    expect(await database.count('copies')).toBe(0)
    expect(warn).not.toHaveBeenCalled()
  })

  it('are made of other files where a drive never answers, and one is forgotten at once', async () => {
    const [first, second, third, file] = [uuid(), uuid(), uuid(), fileOf(1000)]
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const answers: (() => void)[] = []
      folder.around = () => new Promise((answer) => answers.push(answer))
      copies.make(first, file)
      copies.make(second, file)
      await expect.poll(() => [...folder.files.keys()]).toEqual([first])
      await copies.forget([first])
      expect(warn).not.toHaveBeenCalled()
      await expect.poll(() => [...folder.files.keys()]).toEqual([first, second])
      answers[0]?.()
      await expect.poll(() => [...folder.files.keys()]).toEqual([second])
      vi.advanceTimersByTime(LONGEST_COPYING)
      await expect.poll(() => warn).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
    folder.around = async (write) => write()
    await makeCopy(third, file)
    expect([...folder.files.keys()]).toEqual([second, third])
    expect(warn).toHaveBeenCalledOnce()
  })
})
