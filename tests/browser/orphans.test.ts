import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from './uploads-page.ts'

const ROOT = resolve(import.meta.dirname, '../..')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-orphans-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

/** Each starts something that serves, and says its address. */
const starts = [
  [
    'app and its store',
    `const { startApp } = await import('./tests/servers/app.ts')
     const { origin, storeOrigin } = await startApp({ DATA_DIR: process.env.FOLDER })
     console.log(origin + ' ' + storeOrigin)`,
  ],
  [
    'store',
    `const { startStoreProcess } = await import('./api/store/test-child.ts')
     console.log((await startStoreProcess(process.env.FOLDER)).endpoint)`,
  ],
  [
    'browser',
    `const { startBrowser } = await import('./tests/servers/browser.ts')
     console.log((await startBrowser(process.env.FOLDER)).debugging)`,
  ],
] as const

const answers = (address: string) =>
  fetch(address).then(
    () => true,
    () => false,
  )

test.each(starts)(
  'the %s ends with the test that started it, when that is killed',
  async (...one) => {
    const [name, program] = one
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      {
        cwd: ROOT,
        env: { ...process.env, FOLDER: join(folder, name) },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const exit = once(parent, 'exit')
    const [line] = await once(createInterface({ input: parent.stdout }), 'line')
    const addresses = String(line).split(' ')
    expect(await Promise.all(addresses.map(answers))).not.toContain(false)

    parent.kill('SIGKILL')
    await exit
    const anyAnswers = async () => (await Promise.all(addresses.map(answers))).includes(true)
    await expect.poll(anyAnswers, { timeout: PATIENCE }).toBe(false)
  },
)
