import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder, if it isn't there, and those above it, for their owner alone. Node's own recursive
 * mkdir never ends where a file system has no such folder made although the one above is there, as /proc.
 *
 * @throws Error of the file system
 */
export async function makeFolder(path: string): Promise<void> {
  const failed = await make(path)
  if (failed === undefined) return
  if (codeOf(failed) !== 'ENOENT') throw failed
  await makeFolder(dirname(path))
  const again = await make(path)
  if (again !== undefined) throw again
}

/** Undefined once the folder is there, whoever made it. */
async function make(path: string): Promise<unknown> {
  try {
    await mkdir(path, { mode: 0o700 })
    return undefined
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return error
    const isFolder = await stat(path)
      .then((found) => found.isDirectory())
      .catch(() => false)
    return isFolder ? undefined : error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
