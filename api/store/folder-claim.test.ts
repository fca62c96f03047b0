import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
