import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCRC64 } from 'hash-wasm'
import { CRC64_NVME } from '../../shared/crc.ts'
import { MIB } from '../../shared/limits.ts'
import { partRange, type PartPlan } from '../../shared/plan.ts'
import type { Endings } from './ending.ts'

const BLOCK = 16 * MIB
const IN_MEMORY = '/dev/shm'

/**
 * A folder that goes when the run ends: where it was asked for, else in memory (/dev/shm) if
 * that leaves half of the free memory free, else in the system's folder for temporary files.
 *
 * @param need bytes that will be in it at a time
 */
export async function temporaryFolder(
  parent: string | undefined,
  need: number,
  endings: Endings,
): Promise<string> {
  const folder = await mkdtemp(join(parent ?? (await fittingParent(need)), 'longhaul-bench-'))
  endings.add(() => rm(folder, { recursive: true, force: true }))
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < need * 1.1) {
    throw new Error(`${folder} has no ${Math.ceil(need / 1e9)} GB free: choose another by --folder`)
  }
  return folder
}

async function fittingParent(need: number): Promise<string> {
  const memory = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const available = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(memory)?.[1] ?? 0) * 1024
  return available > need * 2 ? IN_MEMORY : tmpdir()
}

/** Writes a file of random bytes. */
export async function writeRandomFile(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for (let at = 0; at < size; at += BLOCK) {
      await file.write(randomBytes(Math.min(BLOCK, size - at)))
    }
  } finally {
    await file.close()
  }
}

/** Makes a file of zeros that takes no room on the disk. */
export async function writeSparseFile(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.truncate(size)
  } finally {
    await file.close()
  }
}

/** The CRC64NVME of each part of a file, base64. */
export async function crcsOfParts(path: string, plan: PartPlan): Promise<string[]> {
  const hasher = await createCRC64(CRC64_NVME.polynomial.toString(16))
  const file = await open(path, 'r')
  try {
    const crcs: string[] = []
    for (let number = 1; number <= plan.partCount; number++) {
      const { start, end } = partRange(plan, number)
      const bytes = Buffer.alloc(end - start)
      await file.read(bytes, 0, bytes.length, start)
      crcs.push(Buffer.from(hasher.init().update(bytes).digest('binary')).toString('base64'))
    }
    return crcs
  } finally {
    await file.close()
  }
}

/** Bytes a second that a folder takes, in files of a part's size that are synced one by one. */
export async function writeSpeed(folder: string, size: number): Promise<number> {
  const block = randomBytes(BLOCK)
  const paths: string[] = []
  const begin = performance.now()
  for (let at = 0; at < size; at += BLOCK) {
    const path = join(folder, `speed-${at}`)
    paths.push(path)
    const file = await open(path, 'wx')
    try {
      await file.write(block)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  const seconds = (performance.now() - begin) / 1000
  await Promise.all(paths.map((path) => rm(path)))
  return (paths.length * BLOCK) / seconds
}
