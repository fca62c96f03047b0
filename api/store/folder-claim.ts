/** One store at a time may use a folder: what two keep in memory would not agree. */
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders in use by this process. */
const ours = new Set<string>()

/**
 * Claims a folder for this process until `release` is called. What a process that was killed left
 * behind does not count.
 *
 * @throws Error that names the process which uses the folder
 */
export async function claimFolder(folder: string): Promise<{ release: () => Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'in-use')
  if (ours.has(path)) throw new Error(`${folder} is in use by another store of this process`)
  ours.add(path)
  try {
    await claim(folder, path)
  } catch (error) {
    ours.delete(path)
    throw error
  }
  return {
    release: async () => {
      await rm(path, { force: true })
      ours.delete(path)
    },
  }
}

async function claim(folder: string, path: string): Promise<void> {
  const mine = await identify(process.pid)
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(path, 'wx', 0o600)
      await handle.writeFile(mine)
      await handle.close()
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const theirs = await readFile(path, 'utf8')
    const pid = Number.parseInt(theirs, 10)
    const lives = pid !== process.pid && isAlive(pid) && (await identify(pid)) === theirs
    if (lives) throw new Error(`${folder} is in use by the process ${pid}: stop it first`)
    await rm(path, { force: true })
  }
  throw new Error(`${folder} is in use`)
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * The process's id, with its start where the system tells: ids are used again. A system may hide the
 * processes of other users, which are not ours then.
 */
async function identify(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `${pid}`
    throw error
  }
}
