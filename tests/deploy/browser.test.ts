import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFile, sha256Of } from '../browser/files.ts'
import { startBrowser, type Browser } from '../servers/browser.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import { createRateLimit } from '../servers/rate-limit.ts'
import { openApp } from '../survival/app-page.ts'
import { openObjects } from '../survival/objects.ts'
import { PATIENCE } from '../survival/scene.ts'
import { isVerified } from '../survival/steps.ts'
import { until } from '../survival/until.ts'
import { openDeployment, type Deployment } from './deployment.ts'

/** Bytes, of which the page sends some before it is closed, and the browser the rest on a slow machine too. */
const SIZE = 200_000_000
/** Bytes a second of its link. */
const RATE = 10_000_000

let folder: string
let line: FaultProxy
let deployment: Deployment
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-behind-'))
  line = await startFaultProxy('', createRateLimit(RATE))
  deployment = await openDeployment(2, { AUTH: 'open' }, (store) => {
    line.target = store
    return new URL(line.endpoint).host
  })
  const { keyHash } = deployment.nginx.certificate
  browser = await startBrowser(join(folder, 'profile'), [
    `--ignore-certificate-errors-spki-list=${keyHash}`,
  ])
})
afterAll(async () => {
  await browser?.kill()
  await deployment?.close()
  await line?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('takes a file by https, straight to the store and, once its tab is closed, by the part route', async () => {
  const { nginx, storeEndpoint } = deployment
  const file = await makeFile(join(folder, 'film.mov'), SIZE)
  const page = await openApp(browser.debugging, nginx.origin)
  await page.add(file.path, 'dropped')
  const arrived = () => line.parts.filter(({ status }) => status === 200).length
  await until(() => arrived() > 0, 'a part has arrived', PATIENCE)
  await page.close()

  const objects = openObjects(storeEndpoint)
  try {
    const isMade = async () => (await objects.verified()).length > 0
    await until(isMade, 'it ends with no page open', PATIENCE)
    const [key = ''] = await objects.all()
    expect(await objects.sha256Of(key)).toBe(await sha256Of(file.path))
  } finally {
    objects.close()
  }
  const handed = (await nginx.lines()).filter(({ method, path }) =>
    /^PUT \/api\/uploads\/[^/]+\/parts\/\d+$/.test(`${method} ${path}`),
  )
  expect(handed.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
  expect(new Set(handed.map(({ server }) => server)).size).toBe(2)
  expect(await isVerified(await openApp(browser.debugging, nginx.origin))).toBe('Verified')
})
