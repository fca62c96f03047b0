import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepSecret } from './secrets.ts'

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
