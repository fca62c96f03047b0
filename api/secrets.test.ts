import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepSecret, readSecret } from './secrets.ts'
import { StartError } from './start-error.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'longhaul-secrets-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

it('makes a secret once, however many ask at once', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => keepSecret(dataDir, 'one')))
  expect(new Set(asked).size).toBe(1)
  expect(asked[0]).toMatch(/^[\w-]{43}$/)
  expect(await keepSecret(dataDir, 'two')).not.toBe(asked[0])
})

it('lets only its owner read it', async () => {
  await keepSecret(dataDir, 'private')
  expect((await stat(join(dataDir, 'secrets', 'private'))).mode & 0o777).toBe(0o600)
})

it('takes no name that leads elsewhere, and no empty file', async () => {
  await expect(keepSecret(dataDir, '../other')).rejects.toThrow(RangeError)
  await writeFile(join(dataDir, 'secrets', 'empty'), '')
  await expect(keepSecret(dataDir, 'empty')).rejects.toThrow(/is empty/)
})

it('reads what was made, and makes nothing itself', async () => {
  const made = await keepSecret(dataDir, 'made')
  expect(await readSecret(dataDir, 'made')).toBe(made)
  const missing = readSecret(dataDir, 'token-secret')
  await expect(missing).rejects.toThrow(
    `There is no token secret in DATA_DIR (${dataDir}): start the server first, which makes it, or ` +
      "give the server's own DATA_DIR or TOKEN_SECRET.",
  )
  await expect(missing).rejects.toThrow(StartError)
  expect(await readdir(join(dataDir, 'secrets'))).not.toContain('token-secret')
})

it('says in a line that a secret can’t be read', async () => {
  const file = join(dataDir, 'file')
  await writeFile(file, '')
  const read = readSecret(file, 'token-secret')
  await expect(read).rejects.toThrow(StartError)
  await expect(read).rejects.toThrow(/^The secrets in DATA_DIR can't be used: ENOTDIR/)
})
