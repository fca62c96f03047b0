/**
 * Files that other apps have shared are nowhere else for a browser to read once more. They are kept in
 * the origin private file system, whose handles need no permission and outlive the worker, each under
 * its upload's id, until the upload needs it no more.
 */
import { v7 as createId } from 'uuid'
import { nodeOfFile } from '../files/nodes.ts'
import type { FileNode } from '../files/walk.ts'

const FOLDER = 'shared'

/** ms after which one without an upload is left over: before that it may be being added. */
const LEFT_OVER = 24 * 60 * 60_000

/** Keeps a file as the app's own. */
export async function keepAsOwn(file: File): Promise<FileNode> {
  if (!('createWritable' in FileSystemFileHandle.prototype)) return nodeOfFile(file)
  const id = createId()
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  const handle = await folder.getFileHandle(id, { create: true })
  const writable = await handle.createWritable()
  await writable.write(file)
  await writable.close()
  const { name, type } = file
  return {
    kind: 'file',
    name,
    id,
    async read() {
      const { size, lastModified } = await handle.getFile()
      return { file: { name, type, size, lastModified }, source: handle }
    },
  }
}

/**
 * Lets go of those that no upload needs.
 *
 * @param isNeeded null where there is no such upload
 */
export async function forgetOwn(isNeeded: (id: string) => boolean | null): Promise<void> {
  const folder = await openFolder()
  if (!folder) return
  for await (const handle of folder.values()) {
    if (handle.kind !== 'file') continue
    const isOver = Date.now() - (await handle.getFile()).lastModified > LEFT_OVER
    if (!(isNeeded(handle.name) ?? !isOver)) await folder.removeEntry(handle.name)
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(FOLDER)
  } catch {
    // Nothing was ever shared, or the browser has no such file system.
    return null
  }
}
