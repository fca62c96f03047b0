import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const BUILT = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist', 'web')

/** Bytes as a server with gzip sends them: docs/decisions/bundle-budgets.md. */
const PAGE_BUDGET = 45_000
const WORKER_BUDGET = 43_000

async function sizeOf(...paths: string[]): Promise<number> {
  const contents = await Promise.all(paths.map((path) => readFile(join(BUILT, path))))
  return contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0)
}

test('the page keeps to its budget', async () => {
  const assets = (await readdir(join(BUILT, 'assets'))).filter((name) => /\.(js|css)$/.test(name))
  expect(assets.some((name) => name.endsWith('.js'))).toBe(true)
  const size = await sizeOf('index.html', ...assets.map((name) => join('assets', name)))
  expect(size).toBeLessThanOrEqual(PAGE_BUDGET)
})

test('the worker keeps to its budget', async () => {
  expect(await sizeOf('sw.js')).toBeLessThanOrEqual(WORKER_BUDGET)
})
