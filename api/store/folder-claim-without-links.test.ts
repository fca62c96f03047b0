import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { claimFolder } from './folder-claim.ts'

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  link: () => Promise.reject(Object.assign(new Error('not permitted'), { code: 'EPERM' })),
}))

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-claim-'))
  path = join(folder, 'in-use')
})
afterEach(() => rm(folder, { recursive: true }))

it('is given, and given again once it is released', async () => {
  for (const _ of [1, 2]) {
    const claim = await claimFolder(folder)
    await expect(claimFolder(folder)).rejects.toThrow(/in use/)
    expect(await readdir(folder)).toEqual(['in-use'])
    await claim.release()
  }
  expect(await readdir(folder)).toEqual([])
})

it('is refused while another is about to write its claim', async () => {
  await writeFile(path, '')
  const timer = setInterval(() => void writeFile(path, 'another'), 200)
  await expect(claimFolder(folder)).rejects.toThrow(/in use/)
  clearInterval(timer)
  expect(await readFile(path, 'utf8')).toBe('another')
})

it('is given where a crash left an empty claim', async () => {
  await writeFile(path, '')
  const claim = await claimFolder(folder)
  expect(await readdir(folder)).toEqual(['in-use'])
  await claim.release()
})
