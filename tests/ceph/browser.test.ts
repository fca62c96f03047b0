import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { setupBucket } from '../../api/cli/setup-bucket.ts'
import { MIB } from '../../shared/limits.ts'
import { arrives, hasNoParts, objectsNamed } from '../browser/arrival.ts'
import { makeFile, sha256Of } from '../browser/files.ts'
import { acknowledged, closeGateAfter, partsOf, sentTwice } from '../browser/gate.ts'
import { startProxiedStage, type ProxiedStage } from '../browser/stage.ts'
import {
  choose,
  drop,
  isReady,
  openApp,
  PATIENCE,
  press,
  reaches,
} from '../browser/uploads-page.ts'
import { runCommand } from '../servers/app.ts'
import { startCeph } from '../servers/ceph.ts'
import type { S3Server } from '../servers/s3-server.ts'
import { credentialsOf, settingsOf } from './settings.ts'

describe('Chromium on Ceph RGW, its bucket set up by setup-bucket', () => {
  let ceph: S3Server
  let stage: ProxiedStage
  let page: Page
  beforeAll(async () => {
    stage = await startProxiedStage(async () => (ceph = await startCeph()))
    for (const [name, value] of Object.entries(credentialsOf(ceph))) vi.stubEnv(name, value)
    await setupBucket(['--yes'], settingsOf(ceph, stage.origin), { write: () => undefined })
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await stage.close()
  })

  const make = (name: string, size: number) => makeFile(join(stage.folder, name), size)

  test('sends a file whose part was damaged on the way; its receipt holds offline', async () => {
    const file = await make('damaged once.bin', 100 * MIB + 3)
    stage.proxy.treat = ({ number, attempt }) => (number === 2 && attempt === 1 ? 'flip' : 'pass')
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await reaches(page, file.name, 'Verified')
    // Until the receipt has the whole file's hash.
    await page.getByRole('link', { name: file.name }).click()
    await page.locator('[data-testid=hashes][data-state=none]').waitFor()
    await page.getByRole('link', { name: 'All files' }).click()
    const receipt = await arrives(page, stage.bucket, file)
    expect(receipt.checksum).toMatchObject({ algorithm: 'md5', proof: 'parts-checksum' })
    expect(receipt.hashes).toMatchObject({ sha256: await sha256Of(file.path) })
    const second = partsOf(stage.proxy, file.name).filter(({ number }) => number === 2)
    expect(second.map(({ status }) => status)).toEqual([400, 200])

    const [saved, keys] = [join(stage.folder, 'receipt.json'), join(stage.folder, 'jwks.json')]
    await writeFile(saved, JSON.stringify(receipt))
    await writeFile(keys, await (await fetch(`${stage.origin}/api/receipts/jwks.json`)).text())
    const said = await runCommand(['verify', saved, file.path, '--jwks', keys], {})
    expect(said).toMatch(/SHA-256 +matches/)
  })

  test('goes on after a reload and an address that has run out', async () => {
    const file = await make('reloaded.bin', 160 * MIB)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    const arrived = () => acknowledged(stage.proxy, file.name).length
    await expect.poll(arrived, { timeout: PATIENCE }).toBe(2)
    await page.reload()
    await isReady(page)
    await reaches(page, file.name, 'Uploading')
    gate.open()
    stage.proxy.treat = ({ number, attempt }) =>
      number === 5 && attempt === 1 ? 'expired' : 'pass'
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })

  test.each([0, 1, 3 * MIB])('sends a file of one part: %d bytes', async (size) => {
    const file = await make(`of ${size}.bin`, size)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, file.path)
    const receipt = await arrives(page, stage.bucket, file)
    expect(receipt.checksum).toMatchObject({ algorithm: 'md5', proof: 'parts-checksum' })
  })

  test('leaves nothing of an upload that is cancelled', async () => {
    const file = await make('cancelled.bin', 96 * MIB)
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    const arrived = () => acknowledged(stage.proxy, file.name).length
    await expect.poll(arrived, { timeout: PATIENCE }).toBe(1)
    await press(page, file.name, 'Cancel')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 upload' }).click()
    await reaches(page, file.name, 'Cancelled')
    gate.open()
    await hasNoParts(stage.bucket)
    expect(await objectsNamed(stage.bucket, file.name)).toEqual([])
  })
})
