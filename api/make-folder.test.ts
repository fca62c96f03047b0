import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-folder-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('makes a folder and those above it, for their owner alone, however many ask at once', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await Promise.all([makeFolder(path), makeFolder(join(folder, 'a', 'b')), makeFolder(path)])
  for (const one of [path, join(folder, 'a')]) {
    expect((await stat(one)).mode & 0o777).toBe(0o700)
  }
  await makeFolder(path)
})

it('takes a folder by another name of it, and nothing that is none', async () => {
  await symlink(folder, join(folder, 'link'))
  await makeFolder(join(folder, 'link', 'd'))
  await writeFile(join(folder, 'file'), '')
  await symlink(join(folder, 'nowhere'), join(folder, 'dangling'))
  await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/EEXIST/)
  await expect(makeFolder(join(folder, 'file', 'e'))).rejects.toThrow(/ENOTDIR/)
  await expect(makeFolder(join(folder, 'dangling'))).rejects.toThrow(/EEXIST/)
})

it.runIf(process.platform === 'linux')('gives up where none can be made', async () => {
  await expect(makeFolder('/proc/longhaul/secrets')).rejects.toThrow(/ENOENT.*\/proc\/longhaul/)
})
