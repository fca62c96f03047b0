import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import type { Files } from '../ports.ts'
import type { Copies, FileFacts } from './copies.ts'
import { orStorageError, type Database } from './database.ts'

/**
 * The uploads' files: handles that are kept, Files that live as long as the worker, and copies of
 * small ones of these that outlive it.
 *
 * Chromium forgets a handle's permission when nothing holds the handle any more (a stored one
 * counts for nothing) or its origin's last page is closed; a File that was taken before can still
 * be read. So both are held on to while the worker lives.
 */
export interface FileStore extends Files {
  /**
   * Keeps what the page gave for uploads, in one transaction; resolves when it is committed.
   *
   * @throws UploadError bad_request when one is neither a handle nor a File; storage
   */
  keep(given: readonly GivenFile[]): Promise<void>
  /** Begins to copy those of the uploads' files that have no handle; nothing waits for it. */
  copy(ids: readonly string[]): void
  /**
   * The whole file, not read yet.
   *
   * @throws what `slice` throws
   */
  open(facts: FileFacts): Promise<File>
  forget(ids: readonly string[]): Promise<void>
  /** Forgets the files of all uploads but these. */
  retain(ids: ReadonlySet<string>): Promise<void>
  /**
   * The handle to ask the person's permission for; null where there is none.
   *
   * @throws UploadError storage
   */
  handleOf(id: string): Promise<FileSystemFileHandle | null>
}

/** What a page gave for an upload. */
export interface GivenFile {
  readonly id: string
  readonly source: unknown
}

export function createFileStore(database: Database, copies: Copies): FileStore {
  const files = new Map<string, File>()
  const handles = new Map<string, FileSystemFileHandle>()
  const taken = new Map<string, File>()

  async function handleOf(id: string): Promise<FileSystemFileHandle | null> {
    const held = handles.get(id)
    if (held) return held
    const handle = await orStorageError(() => database.get('handles', id))
    if (!isFileHandle(handle)) return null
    handles.set(id, handle)
    return handle
  }

  async function take(id: string): Promise<File> {
    try {
      const file = await openHandle(await handleOf(id))
      taken.set(id, file)
      return file
    } catch (error) {
      const before = taken.get(id)
      if (!before || !(error instanceof UploadError) || error.code !== 'file_permission') {
        throw error
      }
      return checkReadable(before)
    }
  }

  async function putHandles(given: readonly GivenFile[]): Promise<void> {
    if (given.length === 0) return
    await orStorageError(async () => {
      const transaction = database.transaction('handles', 'readwrite')
      const puts = given.map(({ id, source }) => transaction.store.put(source, id))
      await Promise.all([...puts, transaction.done])
    })
  }

  function letGo(id: string): void {
    for (const held of [files, handles, taken]) held.delete(id)
  }

  async function open(facts: FileFacts): Promise<File> {
    const given = files.get(facts.id)
    if (given) return openGiven(given, facts)
    return (await copies.open(facts)) ?? checkSame(await take(facts.id), facts)
  }

  /** One that was removed since it was given still has its copy. */
  async function openGiven(given: File, facts: FileFacts): Promise<File> {
    try {
      return checkSame(await checkReadable(given), facts)
    } catch (error) {
      const isGone = error instanceof UploadError && error.code === 'file_gone'
      const copied = isGone ? await copies.open(facts) : null
      if (!copied) throw error
      return copied
    }
  }

  return {
    open,
    async slice(record, start, end) {
      return (await open(record)).slice(start, end)
    },
    async keep(given) {
      if (!given.every(({ source }) => isFileHandle(source) || source instanceof File)) {
        throw new UploadError('bad_request', 'neither a file nor a handle')
      }
      await putHandles(given.filter(({ source }) => isFileHandle(source)))
      for (const { id, source } of given) {
        if (source instanceof File) files.set(id, source)
        if (!isFileHandle(source)) continue
        letGo(id)
        handles.set(id, source)
      }
    },
    copy(ids) {
      for (const id of ids) {
        const file = files.get(id)
        if (file) copies.make(id, file)
      }
    },
    async forget(ids) {
      for (const id of ids) letGo(id)
      const transaction = database.transaction('handles', 'readwrite')
      await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done])
      await copies.forget(ids)
    },
    async retain(ids) {
      const known = await database.getAllKeys('handles')
      await this.forget([...known, ...files.keys()].filter((id) => !ids.has(id)))
      await copies.retain(ids)
    },
    handleOf,
  }
}

function isFileHandle(value: unknown): value is FileSystemFileHandle {
  return typeof FileSystemFileHandle !== 'undefined' && value instanceof FileSystemFileHandle
}

function checkSame(file: File, { size, lastModified }: FileFacts): File {
  if (file.size !== size || file.lastModified !== lastModified) {
    throw new UploadError('file_changed', 'the file was changed')
  }
  return file
}

async function openHandle(handle: FileSystemFileHandle | null): Promise<File> {
  if (!handle) throw new UploadError('file_gone', 'the file is gone')
  try {
    return await handle.getFile()
  } catch (cause) {
    throw fileError(cause)
  }
}

/** A File shows only when it is read that the file behind it was changed or removed. */
async function checkReadable(file: File): Promise<File> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return file
  } catch (cause) {
    const error = fileError(cause)
    if (error.code === 'file_gone') throw error
    throw new UploadError('file_changed', 'the file was changed', { cause })
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  /** It wants permission. */
  NotAllowedError: 'file_permission',
  NotFoundError: 'file_gone',
}

function fileError(cause: unknown): UploadError {
  const code = cause instanceof DOMException ? CODES[cause.name] : undefined
  return new UploadError(code ?? 'file_unreadable', 'the file could not be read', { cause })
}
