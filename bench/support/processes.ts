/** What Linux tells of processes: time on the processor and memory. */
import { readdir, readFile } from 'node:fs/promises'

/** Ticks a second in /proc (USER_HZ, proc(5)): 100 on every architecture that Chromium runs on. */
const TICKS = 100

interface Stat {
  readonly pid: number
  readonly parent: number
  /** Seconds on the processor, of itself and of its ended children. */
  readonly cpu: number
}

/** A process and its descendants. */
export async function treeOf(root: number): Promise<number[]> {
  return (await statsOf(root)).map(({ pid }) => pid)
}

/** Seconds on the processor that a process and its descendants, ended ones too, have used. */
export async function cpuSeconds(root: number): Promise<number> {
  return (await statsOf(root)).reduce((sum, { cpu }) => sum + cpu, 0)
}

async function statsOf(root: number): Promise<Stat[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = (await Promise.all(names.map((name) => readStat(Number(name))))).flat()
  const tree = all.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid))
  return tree
}

/** Empty when the process has ended. */
async function readStat(pid: number): Promise<Stat[]> {
  const text = await readProcess(pid, 'stat')
  if (text === '') return []
  // The name stands in brackets and may contain anything; the third field follows it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [utime, stime, ofChildren, systemOfChildren] = fields.slice(11, 15).map(Number)
  const ticks = (utime ?? 0) + (stime ?? 0) + (ofChildren ?? 0) + (systemOfChildren ?? 0)
  return [{ pid, parent: Number(fields[1]), cpu: ticks / TICKS }]
}

/** A file of a process, '' when it has ended. */
async function readProcess(pid: number, name: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8')
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'ENOENT' || code === 'ESRCH') return ''
    throw error
  }
}

/** The direct child of this process whose command line has this text. */
export async function childWith(text: string): Promise<number> {
  for (const pid of await treeOf(process.pid)) {
    if (pid !== process.pid && (await readProcess(pid, 'cmdline')).includes(text)) return pid
  }
  throw new Error('the process was not found in /proc: this benchmark needs Linux')
}

/** What a Chromium process is for: `browser`, `renderer`, `utility`, `gpu-process`, `zygote`. */
export async function roleOf(pid: number): Promise<string> {
  return /--type=([\w-]+)/.exec(await readProcess(pid, 'cmdline'))?.[1] ?? 'browser'
}

/** Bytes of a process in memory, pages that several share divided among them (PSS, proc(5)). */
export async function proportionalSize(pid: number): Promise<number> {
  return kilobytes(await readProcess(pid, 'smaps_rollup'), 'Pss')
}

/** Bytes of a process in memory, now and at most so far (RSS, proc(5)). */
export async function residentSize(pid: number): Promise<{ now: number; peak: number }> {
  const text = await readProcess(pid, 'status')
  return { now: kilobytes(text, 'VmRSS'), peak: kilobytes(text, 'VmHWM') }
}

function kilobytes(text: string, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)
  return Number(line?.[1] ?? 0) * 1024
}
