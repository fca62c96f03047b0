/** Changes to the file system that last through a crash of the process and of the machine. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes the names in a folder (creations, renames, removals) last. */
export async function syncFolder(folder: string): Promise<void> {
  await inFolder(folder, (sync) => sync())
}

/** Changes names in a folder, and has what makes them last at hand before: to open it may fail. */
async function inFolder(
  folder: string,
  work: (sync: () => Promise<void>) => Promise<void>,
): Promise<void> {
  // Windows can't open a folder to sync it; its file system journals the names itself.
  if (process.platform === 'win32') return work(() => Promise.resolve())
  const handle = await open(folder, 'r')
  try {
    await work(() => handle.sync())
  } finally {
    await handle.close()
  }
}

/**
 * Writes all of some bytes: of a disk that is filling up a write may take but some, and is no error.
 *
 * @throws Error ENOSPC, where nothing more is taken
 */
export async function writeWhole(
  handle: Pick<FileHandle, 'write'>,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const left = bytes.length - written
    const { bytesWritten } = await handle.write(bytes, written, left, position + written)
    if (bytesWritten === 0) {
      throw Object.assign(new Error('the disk takes no more'), { code: 'ENOSPC' })
    }
    written += bytesWritten
  }
}

/**
 * Puts a whole file in place of another, or of none: after a crash either the old or the new
 * content is there, and once this returns the new.
 *
 * @param temporary a folder of the same file system, for the file while it is written
 * @param changed called once the new content is there. What is thrown after that says only that
 *   the old one may be there again after a crash of the machine: what either names has to stay
 */
export async function writeDurably(
  temporary: string,
  path: string,
  content: string | Uint8Array,
  changed: () => void = () => undefined,
): Promise<void> {
  await inFolder(dirname(path), async (sync) => {
    const draft = join(temporary, randomBytes(12).toString('hex'))
    try {
      const handle = await open(draft, 'wx', 0o600)
      try {
        await handle.writeFile(content)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    changed()
    await sync()
  })
}

/**
 * Removes a file for good; that it is gone already is no error.
 *
 * @param changed called once it is gone; what is thrown after that says only that it may come back
 */
export async function removeDurably(
  path: string,
  changed: () => void = () => undefined,
): Promise<void> {
  await inFolder(dirname(path), async (sync) => {
    try {
      await unlink(path)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    changed()
    await sync()
  })
}

/** Creates a folder, with its name made to last. */
export async function createFolderDurably(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first !== undefined) await syncFolder(dirname(first))
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
