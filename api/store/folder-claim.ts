/** One store at a time may use a folder: what two keep in memory would not agree. */
import { createHash, randomBytes } from 'node:crypto'
import {
  link,
  mkdir,
  open,
  readFile,
  readlink,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isMissing } from './durable.ts'

/** ms between two signs of life, which other containers see: they don't see this one's processes. */
const BEAT = 1000
/** ms without one after which a process that can't be seen is gone. */
const GONE = 5 * BEAT
/** ms for which it is watched at least: when its last sign was, its own clock says. */
const WATCH = 3 * BEAT

const NEW = { flag: 'wx', mode: 0o600 }

/** What is known of whoever uses a folder. */
interface Owner {
  readonly pid: number
  /** What {@link identify} says of its process. */
  readonly process: string
  /** The container's or the machine's: those of one see each other. */
  readonly namespace: string
}

/** The claims of this process. */
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
  // No claim is ever made twice, by which one that is gone is known from all that come after it.
  const mine = `${await identify(process.pid)} ${randomBytes(12).toString('hex')}`
  ours.add(mine)
  try {
    await take(folder, path, mine)
    // Whoever stands still for long, amid its claim, is taken for gone.
    if ((await readText(path)) !== mine) throw new Error(`${folder} is in use`)
  } catch (error) {
    ours.delete(mine)
    throw error
  }
  const beat = setInterval(() => {
    renew(path, mine).catch((error: unknown) => {
      process.emitWarning(`the claim on ${folder} is not renewed: ${String(error)}`)
    })
  }, BEAT).unref()
  return {
    release: async () => {
      clearInterval(beat)
      if ((await readText(path)) === mine) await rm(path, { force: true })
      ours.delete(mine)
    },
  }
}

/**
 * Puts a claim where there is none, or in the place of one whose owner is gone. Only whoever holds
 * the succession of that very claim may replace it, which is claimed in the same way.
 *
 * @throws Error that names the process which has it
 */
async function take(folder: string, path: string, mine: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createWhole(path, mine)) return
    const theirs = await readText(path)
    // A network's file system may do what it was asked, and say when asked again that it was done.
    if (theirs === mine) return
    if (theirs === undefined) continue
    await refuseIfUsed(folder, path, theirs)
    const digest = createHash('sha256').update(theirs).digest('hex')
    const succession = join(folder, `in-use.${digest.slice(0, 32)}`)
    await take(folder, succession, mine)
    if ((await readText(path)) === theirs) {
      await rename(succession, path)
      return
    }
    await rm(succession, { force: true })
  }
  throw new Error(`${folder} is in use`)
}

/** Makes a file unless there is one; says whether it did. Nobody sees it without its content. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(12).toString('hex')}`
  try {
    await writeFile(draft, content, NEW)
    // Where a file system has no links, each says so in its own way. What is empty for a moment then
    // is watched, as the claim of another container is.
    return await isFirst(link(draft, path)).catch(() => isFirst(writeFile(path, content, NEW)))
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whether there was no such file before one was made. */
async function isFirst(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function refuseIfUsed(folder: string, path: string, claim: string): Promise<void> {
  if (ours.has(claim)) throw new Error(`${folder} is in use by another store of this process`)
  const theirs = read(claim)
  const { pid } = theirs
  if (theirs.namespace === read(await identify(process.pid)).namespace) {
    const lives = pid !== process.pid && isAlive(pid) && (await identify(pid)) === theirs.process
    if (lives) throw new Error(`${folder} is in use by the process ${pid}: stop it first`)
  } else if (await givesSigns(path)) {
    throw new Error(`${folder} is in use by another container or machine: stop it first`)
  }
}

async function renew(path: string, mine: string): Promise<void> {
  if ((await readText(path)) !== mine) throw new Error('another store has taken the folder')
  await utimes(path, new Date(), new Date())
}

/**
 * Whether somebody goes on saying that the folder is used: takes {@link GONE} ms where the last sign
 * was just now, {@link WATCH} ms where it was long ago.
 */
async function givesSigns(path: string): Promise<boolean> {
  const first = await lastSign(path)
  if (first === undefined) return false
  const rest = Math.min(first, Date.now()) + GONE - Date.now()
  const end = performance.now() + Math.max(rest, WATCH)
  for (;;) {
    const left = end - performance.now()
    await pause(Math.max(0, Math.min(left, BEAT / 2)))
    const last = await lastSign(path)
    if (last !== first) return last !== undefined
    if (left <= 0) return false
  }
}

/** ms since 1970, or undefined where the claim is gone. */
async function lastSign(path: string): Promise<number | undefined> {
  try {
    // Opened, as a network's file system asks its server then, and may tell what it remembers otherwise.
    const handle = await open(path, 'r')
    try {
      return (await handle.stat()).mtimeMs
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function read(claim: string): Owner {
  const [pid = '', start = '', namespace = ''] = claim.split(' ')
  return { pid: Number.parseInt(pid, 10), process: `${pid} ${start} ${namespace}`, namespace }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
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
    return `${pid} ${start} ${await readlink('/proc/self/ns/pid')}@${await machine()}`
  } catch (error) {
    if (isMissing(error)) return `${pid}  ${hostname()}`
    throw error
  }
}

/** Tells a machine, until it is started anew: the namespaces of all of them are numbered alike. */
async function machine(): Promise<string> {
  return ((await readText('/proc/sys/kernel/random/boot_id')) ?? hostname()).trim()
}
