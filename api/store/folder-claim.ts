/** One store at a time may use a folder: what two keep in memory would not agree. */
import { mkdir, open, readFile, readlink, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** ms between two signs of life, which other containers see: they don't see this one's processes. */
const BEAT = 1000
/** ms without one after which a process that can't be seen is gone. */
const GONE = 5 * BEAT

/** What is known of whoever uses a folder. */
interface Owner {
  readonly pid: number
  /** The container's, or whatever else processes see each other in; '' where it isn't told. */
  readonly namespace: string
}

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
  const beat = setInterval(() => {
    utimes(path, new Date(), new Date()).catch((error: unknown) => {
      process.emitWarning(`the claim on ${folder} is not renewed: ${String(error)}`)
    })
  }, BEAT).unref()
  return {
    release: async () => {
      clearInterval(beat)
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
    const { pid, namespace } = read(theirs)
    if (namespace === '' || namespace === read(mine).namespace) {
      const lives = pid !== process.pid && isAlive(pid) && (await identify(pid)) === theirs
      if (lives) throw new Error(`${folder} is in use by the process ${pid}: stop it first`)
    } else if (await givesSigns(path)) {
      throw new Error(`${folder} is in use by another container or machine: stop it first`)
    }
    await rm(path, { force: true })
  }
  throw new Error(`${folder} is in use`)
}

/** Whether somebody goes on saying that the folder is used; takes {@link GONE} ms where that was just now. */
async function givesSigns(path: string): Promise<boolean> {
  const lastSign = async () => (await stat(path)).mtimeMs
  const first = await lastSign()
  for (const end = Math.min(first, Date.now()) + GONE; Date.now() < end; await pause(BEAT / 2)) {
    if ((await lastSign()) !== first) return true
  }
  return false
}

function read(claim: string): Owner {
  const [pid = '', , namespace = ''] = claim.split(' ')
  return { pid: Number.parseInt(pid, 10), namespace }
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
 * The process's id, with its start and the namespace of ids where the system tells: ids are used again,
 * and each container has its own. A system may hide the processes of other users, which are not ours then.
 */
async function identify(pid: number): Promise<string> {
  try {
    const facts = await readFile(`/proc/${pid}/stat`, 'utf8')
    const start = facts.slice(facts.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${pid} ${start} ${await readlink('/proc/self/ns/pid')}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return `${pid}`
    throw error
  }
}
