import type { Folder } from './copies.ts'
import { isNamed } from './named.ts'

/**
 * A folder in the origin private file system (https://fs.spec.whatwg.org/), which needs no
 * permission; null where the browser has none that a service worker can write to. A file that is
 * being written there does not show before all of it is.
 */
export function openPrivateFolder(name: string, { storage }: WorkerNavigator): Folder | null {
  const canWrite =
    typeof FileSystemFileHandle !== 'undefined' &&
    'createWritable' in FileSystemFileHandle.prototype
  if (!canWrite || !('getDirectory' in storage)) return null

  async function folder(create: boolean): Promise<FileSystemDirectoryHandle> {
    return (await storage.getDirectory()).getDirectoryHandle(name, { create })
  }

  return {
    async write(file, content, signal) {
      const handle = await (await folder(true)).getFileHandle(file, { create: true })
      const writable = await handle.createWritable()
      try {
        // As a stream it would be read through here, which takes twice as long.
        await writable.write(content)
        signal.throwIfAborted()
        await writable.close()
      } catch (error) {
        // What failed first says why; a file that can't be given up is not there until it is closed.
        await writable.abort(error).catch(() => undefined)
        throw error
      }
    },
    async read(file) {
      return (await (await folder(false)).getFileHandle(file)).getFile()
    },
    async remove(file) {
      await unlessMissing(async () => (await folder(false)).removeEntry(file), undefined)
    },
    names: () => unlessMissing(async () => listNames(await folder(false)), []),
  }
}

async function listNames(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names
}

async function unlessMissing<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return otherwise
    throw error
  }
}
