import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimFolder } from './folder-claim.ts'

/** Its process is one of another container, where it may have the same id as this one. */
const ELSEWHERE = `${process.pid} 1 pid:[1]`

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-claim-'))
  path = join(folder, 'in-use')
})
afterEach(() => rm(folder, { recursive: true }))

it('is refused while another container shows that it uses the folder', async () => {
  await writeFile(path, ELSEWHERE)
  const timer = setInterval(() => void utimes(path, new Date(), new Date()), 300)
  await expect(claimFolder(folder)).rejects.toThrow(/in use by another container/)
  clearInterval(timer)
  expect(await readFile(path, 'utf8')).toBe(ELSEWHERE)
})

it('is refused while one shows it whose clock is far behind', async () => {
  await writeFile(path, ELSEWHERE)
  const show = () => {
    const time = new Date(Date.now() - 60_000)
    return utimes(path, time, time)
  }
  await show()
  const timer = setInterval(() => void show(), 1000)
  await expect(claimFolder(folder)).rejects.toThrow(/in use by another container/)
  clearInterval(timer)
})

it('is refused while another machine shows it, on which processes have the same ids', async () => {
  await writeFile(path, `999999999 1 ${await readlink('/proc/self/ns/pid')}`)
  const timer = setInterval(() => void utimes(path, new Date(), new Date()), 300)
  await expect(claimFolder(folder)).rejects.toThrow(/in use by another container or machine/)
  clearInterval(timer)
})

it('is given where the other container lets go of it while it is watched', async () => {
  await writeFile(path, ELSEWHERE)
  const timer = setTimeout(() => void rm(path), 700)
  const claim = await claimFolder(folder)
  clearTimeout(timer)
  expect(await readdir(folder)).toEqual(['in-use'])
  await claim.release()
})

it('is given soon where the last sign is long ago', async () => {
  await writeFile(path, ELSEWHERE)
  await utimes(path, 1, 1)
  const start = performance.now()
  const claim = await claimFolder(folder)
  expect(performance.now() - start).toBeGreaterThan(2900)
  expect(performance.now() - start).toBeLessThan(5000)
  await claim.release()
})

it('is given once that shows nothing any more', async () => {
  await writeFile(path, ELSEWHERE)
  const claim = await claimFolder(folder)
  expect(await readFile(path, 'utf8')).not.toBe(ELSEWHERE)
  await claim.release()
})

it('shows that it is used until it is released', async () => {
  const claim = await claimFolder(folder)
  const first = (await stat(path)).mtimeMs
  await expect.poll(async () => (await stat(path)).mtimeMs).toBeGreaterThan(first)
  await claim.release()
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

it('is refused to a second store of a process, whatever it calls the folder', async () => {
  const claim = await claimFolder(folder)
  const other = `${folder}-other`
  await symlink(folder, other)
  await expect(claimFolder(other)).rejects.toThrow(/in use by another store of this process/)
  await rm(other)
  await claim.release()
})

it('leaves the claim of whoever took the folder meanwhile', async () => {
  const claim = await claimFolder(folder)
  await writeFile(path, ELSEWHERE)
  await claim.release()
  expect(await readFile(path, 'utf8')).toBe(ELSEWHERE)
})

/** A claim as a process of this machine would have left it that is gone. */
async function leftBehind(): Promise<string> {
  const claim = await claimFolder(folder)
  const text = await readFile(path, 'utf8')
  await claim.release()
  return text.replace(/^\d+/, '999999999')
}

/** A process that claims folders once `begin` is called, and lives until `end` is. */
async function startClaimant(folders: readonly string[]) {
  const main = fileURLToPath(new URL('test-claim.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...folders], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  expect(await lines.next()).toMatchObject({ value: 'ready' })
  return {
    begin: async (): Promise<unknown[]> => {
      child.stdin.write('begin\n')
      return JSON.parse(String((await lines.next()).value)) as unknown[]
    },
    end: async () => {
      child.stdin.end()
      await exited
    },
  }
}

it.each([
  ['a new folder', false],
  ['a folder that a crash left claimed', true],
])('is given to one of three processes that want %s at once', async (_, crashed) => {
  const left = await leftBehind()
  const folders = Array.from({ length: 200 }, (_unused, number) => join(folder, String(number)))
  for (const each of folders) {
    await mkdir(each)
    if (crashed) await writeFile(join(each, 'in-use'), left)
  }
  const claimants = await Promise.all([1, 2, 3].map(() => startClaimant(folders)))
  const told = await Promise.all(claimants.map(({ begin }) => begin()))
  const files = await Promise.all(folders.map((each) => readdir(each)))
  await Promise.all(claimants.map(({ end }) => end()))
  for (const index of folders.keys()) {
    const refusals = told.map((answers) => answers[index]).filter((answer) => answer !== 'has it')
    const refusal = expect.stringContaining('is in use')
    expect(refusals).toEqual([refusal, refusal])
    expect(files[index]).toEqual(['in-use'])
  }
})
