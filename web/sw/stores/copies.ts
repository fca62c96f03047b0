import * as v from 'valibot'
import { UploadError } from '../../../shared/errors.ts'
import { GIB, MIB } from '../../../shared/limits.ts'
import type { HashBytes, Log } from '../ports.ts'
import { orStorageError, type Database } from './database.ts'
import { isNamed } from './named.ts'

/** A file of more bytes is not copied: copying it would take too long and too much room. */
export const LARGEST_COPY = 64 * MIB
/** All copies together take at most so many bytes, */
export const LARGEST_TOTAL = GIB
/** and at most this share of what would be free in the browser's storage without them. */
export const LARGEST_SHARE = 0.1

/** ms for one copy: a drive that never answers is not to keep other files from theirs. */
export const LONGEST_COPYING = 5 * 60_000

/** So often, in a worker's life, it is tried to read a copy: a disk may be busy. */
export const MOST_TRIES = 5

/**
 * Copies of small files that have no handle. An upload whose File died with the worker goes on from
 * its copy, and nobody is asked for the file.
 */
export interface Copies {
  /**
   * Begins to copy an upload's file; nothing waits for it. Without a word there is no copy where the
   * budget doesn't allow one, or when the file can't be read or the storage is full.
   */
  make(id: string, file: File): void
  /**
   * The copy of just this file, proved to be whole; null where there is none.
   *
   * @throws UploadError file_unreadable where it can't be read just now; storage
   */
  open(facts: FileFacts): Promise<File | null>
  forget(ids: readonly string[]): Promise<void>
  /** Forgets the copies of all uploads but these, and what is left of copies that broke off. */
  retain(ids: ReadonlySet<string>): Promise<void>
}

/** What tells an upload's file from others. */
export interface FileFacts {
  readonly id: string
  readonly size: number
  readonly lastModified: number
}

/** Where the copies lie, by the uploads' ids. */
export interface Folder {
  write(name: string, content: Blob, signal: AbortSignal): Promise<void>
  /** @throws DOMException NotFoundError */
  read(name: string): Promise<File>
  /** Also one that isn't there. */
  remove(name: string): Promise<void>
  names(): Promise<string[]>
}

export interface CopyPorts {
  readonly database: Database
  readonly folder: Folder
  /** Bytes that the browser's storage still has room for. */
  readonly freeSpace: () => Promise<number>
  readonly hashBytes: HashBytes
  readonly log: Log
}

/** For browsers that can't keep copies. */
export const NO_COPIES: Copies = {
  make: () => undefined,
  open: () => Promise.resolve(null),
  forget: () => Promise.resolve(),
  retain: () => Promise.resolve(),
}

/** Written once the whole copy is there: one without it broke off and counts for nothing. */
const noteSchema = v.object({
  size: v.number(),
  lastModified: v.number(),
  /** Of the file itself, so that a copy that lost bytes in a power cut is not taken for it. */
  checksum: v.string(),
})
type Note = v.InferOutput<typeof noteSchema>

export function createCopies({ database, folder, freeSpace, hashBytes, log }: CopyPorts): Copies {
  const waiting = new Map<string, File>()
  const opened = new Map<string, Promise<File | null>>()
  /** The id of a copy each time that it could not be read. */
  const failures: string[] = []
  let running: { id: string; controller: AbortController; end: Promise<void> } | null = null
  let notes: Promise<Map<string, Note>> | null = null
  /** Bytes of all copies, once the notes are read. */
  let copied = 0

  function known(): Promise<Map<string, Note>> {
    notes ??= orStorageError(() => readNotes(database)).then(
      (all) => {
        copied = [...all.values()].reduce((sum, { size }) => sum + size, 0)
        return all
      },
      (error: unknown) => {
        // The next one tries again.
        notes = null
        throw error
      },
    )
    return notes
  }

  /** One after the other, so that copying leaves disk and processor to the sending. */
  async function work(): Promise<void> {
    if (running) return
    for (const [id, file] of waiting) {
      waiting.delete(id)
      const controller = new AbortController()
      const late = new UploadError('file_unreadable', 'the file does not answer')
      const timer = setTimeout(() => controller.abort(late), LONGEST_COPYING)
      running = { id, controller, end: copy(id, file, controller.signal) }
      await running.end
      clearTimeout(timer)
    }
    running = null
  }

  async function copy(id: string, file: File, signal: AbortSignal): Promise<void> {
    let writing: Promise<void> | null = null
    try {
      const all = await known()
      if (all.has(id) || !(await hasRoom(file.size))) return
      const checksum = await hashBytes('crc64nvme', file, signal)
      writing = folder.write(id, file, signal)
      await unlessAborted(writing, signal)
      const note = v.parse(noteSchema, {
        size: file.size,
        lastModified: file.lastModified,
        checksum,
      })
      await database.put('copies', note, id)
      all.set(id, note)
      copied += note.size
    } catch (cause) {
      if (!isNamed(cause, 'AbortError')) warn(id, cause, 'a file could not be copied')
      // The little room that there is belongs to the uploads' records.
      if (isNamed(cause, 'QuotaExceededError')) waiting.clear()
      const removing = removeOnceWritten(id, writing, signal)
      // What doesn't answer is not waited for.
      if (!signal.aborted) await removing
    }
  }

  /** What is being written can't be removed; what is copied anew by then is left alone. */
  async function removeOnceWritten(
    id: string,
    writing: Promise<void> | null,
    signal: AbortSignal,
  ): Promise<void> {
    await Promise.allSettled([writing])
    const isCopiedAnew = running?.id === id && running.controller.signal !== signal
    const all = await known().catch(() => null)
    if (!isCopiedAnew && !all?.has(id)) await remove(id)
  }

  async function hasRoom(size: number): Promise<boolean> {
    const free = (await freeSpace()) + copied
    return copied + size <= Math.min(LARGEST_TOTAL, free * LARGEST_SHARE)
  }

  async function readWhole(id: string, { size, checksum }: Note): Promise<File | null> {
    try {
      const file = await folder.read(id)
      const { signal } = new AbortController()
      const isWhole =
        file.size === size && (await hashBytes('crc64nvme', file, signal)) === checksum
      if (isWhole) return file
      warn(id, null, 'a copy is not what was copied')
    } catch (cause) {
      failures.push(id)
      const tries = failures.filter((one) => one === id).length
      if (tries < MOST_TRIES && !isNamed(cause, 'NotFoundError')) {
        opened.delete(id)
        throw new UploadError('file_unreadable', 'a copy could not be read', { cause })
      }
      warn(id, cause, 'a copy could not be read')
    }
    await forget([id])
    return null
  }

  async function forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) waiting.delete(id)
    if (running && ids.includes(running.id)) {
      running.controller.abort()
      await running.end
    }
    const all = await known()
    const gone = ids.filter((id) => all.has(id))
    if (gone.length === 0) return
    try {
      await orStorageError(async () => {
        const transaction = database.transaction('copies', 'readwrite')
        await Promise.all([...gone.map((id) => transaction.store.delete(id)), transaction.done])
      })
    } finally {
      // One that could not be forgotten is still noted, and read anew when it is asked for.
      for (const id of gone) opened.delete(id)
    }
    for (const id of gone) {
      copied -= all.get(id)?.size ?? 0
      all.delete(id)
      await remove(id)
    }
  }

  /** What can't be removed now is at the next start. */
  async function remove(id: string): Promise<void> {
    await folder.remove(id).catch((cause: unknown) => warn(id, cause, 'a copy was left behind'))
  }

  function warn(uploadId: string, cause: unknown, text: string): void {
    log.warn({ code: 'storage', uploadId, cause }, text)
  }

  return {
    make(id, file) {
      if (file.size > LARGEST_COPY) return
      waiting.set(id, file)
      void work()
    },
    async open(facts) {
      const { id, size, lastModified } = facts
      const note = (await known()).get(id)
      if (!note || note.size !== size || note.lastModified !== lastModified) return null
      const file = opened.get(id) ?? readWhole(id, note)
      opened.set(id, file)
      return file
    },
    forget,
    async retain(ids) {
      const all = await known()
      await forget([...all.keys()].filter((id) => !ids.has(id)))
      for (const name of await folder.names()) {
        if (!all.has(name) && name !== running?.id) await remove(name)
      }
    },
  }
}

/** What doesn't answer may not answer to being ended either. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([work, aborted])
}

async function readNotes(database: Database): Promise<Map<string, Note>> {
  const transaction = database.transaction('copies')
  const [ids, values] = await Promise.all([
    transaction.store.getAllKeys(),
    transaction.store.getAll(),
  ])
  const notes = new Map<string, Note>()
  for (const [index, id] of ids.entries()) {
    const note = v.safeParse(noteSchema, values[index])
    if (note.success) notes.set(id, note.output)
  }
  return notes
}
