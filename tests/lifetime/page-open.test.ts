import { open, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { startApp, type App } from '../servers/app.ts'
import { startEmbeddedStore } from '../servers/embedded-store.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import type { S3Server } from '../servers/s3-server.ts'
import { startBrowser, type Browser } from '../servers/browser.ts'
import { openPage } from '../servers/page-target.ts'

/** Two rounds of lanes take longer than Chromium lets a worker live after one message: 330 s. */
const HELD = 200_000
const PARTS = 10

let folder: string
let store: S3Server
let proxy: FaultProxy
let app: App
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-lifetime-'))
  store = await startEmbeddedStore({ corsOrigins: ['*'] })
  proxy = await startFaultProxy(store.endpoint)
  app = await startApp({
    DATA_DIR: join(folder, 'data'),
    S3_BUCKET: store.bucket,
    S3_REGION: store.region,
    S3_ENDPOINT: proxy.endpoint,
    AWS_ACCESS_KEY_ID: store.accessKeyId,
    AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
    TOKEN_SECRET: 'a-secret-that-only-the-tests-know-of',
  })
  browser = await startBrowser(join(folder, 'profile'))
})

afterAll(async () => {
  await browser.kill()
  await app.stop()
  await proxy.close()
  await store.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('keeps the worker alive while a page is open, with nothing sent twice', async () => {
  const path = join(folder, 'file')
  const file = await open(path, 'w')
  await file.truncate(PARTS * 16 * MIB)
  await file.close()
  const page = await openPage(browser.debugging, app.origin)
  await until(async () => page.evaluate(`document.querySelector('${INPUT}') !== null`))
  // The API's own trial of the store is over; from here on every part waits.
  const before = proxy.parts.length
  proxy.treat = async () => {
    await sleep(HELD)
    return 'pass' as const
  }
  const begin = performance.now()
  await page.setFiles(INPUT, [path])
  await until(async () => (await page.evaluate(STATE)) === 'Verified')
  expect(performance.now() - begin).toBeGreaterThan(2 * HELD)
  const sent = proxy.parts.slice(before)
  expect(sent.map(({ attempt, status }) => ({ attempt, status }))).toEqual(
    Array.from({ length: PARTS }, () => ({ attempt: 1, status: 200 })),
  )
}, 900_000)

const INPUT = '[data-testid=file-input]'
const STATE = `document.querySelector('[data-testid=upload-row] [data-testid=state]')?.textContent`

async function until(holds: () => Promise<unknown>): Promise<void> {
  while (!(await holds())) await sleep(500)
}
