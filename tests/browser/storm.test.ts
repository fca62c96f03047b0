import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import type { Treatment } from '../servers/fault-proxy.ts'
import { arrives, hasNoParts } from './arrival.ts'
import { makeFile, type TestFile } from './files.ts'
import { acknowledged, closeGateAfter, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, isReady, openApp, PATIENCE, press, reaches, rowOf, says } from './uploads-page.ts'

/** So many parts at least are sent to a store that is too busy. */
const BUSY = 8
/** Where nobody listens. */
const NOWHERE = 'http://127.0.0.1:1'

describe('an upload weathers', () => {
  let stage: ProxiedStage
  let page: Page
  beforeAll(async () => {
    stage = await startProxiedStage()
  })
  afterEach(async () => {
    stage.proxy.treat = () => 'pass'
    await page.close()
  })
  afterAll(() => stage.close())

  /** Drops a file and stops it after three parts. */
  async function begin(name: string): Promise<{ file: TestFile; goOn: () => void }> {
    const file = await makeFile(join(stage.folder, name), 6 * 16 * MIB)
    const gate = closeGateAfter(stage.proxy, 3)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await expect.poll(() => acknowledged(stage.proxy, name).length, { timeout: PATIENCE }).toBe(3)
    return { file, goOn: () => gate.open() }
  }

  test('a store that is too busy, breaks connections off and loses answers', async () => {
    const file = await makeFile(join(stage.folder, 'storm.bin'), 6 * 16 * MIB)
    const before = stage.proxy.parts.length
    let isSeen = false
    let sinceThen = 0
    stage.proxy.treat = ({ order }) => {
      // Else the page might say it between two looks.
      if (order - before <= BUSY || !isSeen) return { retryAfter: 1 }
      sinceThen += 1
      return storm(sinceThen)
    }
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    await says(page, file.name, 'The storage is busy and asked to be sent less.')
    isSeen = true
    await arrives(page, stage.bucket, file)
    expect(stage.proxy.parts.length - before).toBeGreaterThan(16)
  })

  test('a store that is away for a while', async () => {
    const { target } = stage.proxy
    const { file, goOn } = await begin('store away.bin')
    stage.proxy.target = NOWHERE
    goOn()
    await says(page, file.name, 'The connection was interrupted.')
    stage.proxy.target = target
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })

  test('a browser without network', async () => {
    const { file, goOn } = await begin('offline.bin')
    await stage.context().setOffline(true)
    await page.getByText('No network. Uploads go on by themselves').waitFor()
    goOn()
    await stage.context().setOffline(false)
    await arrives(page, stage.bucket, file)
  })

  test('an API that is away, while the page opens all the same', async () => {
    const other = await makeFile(join(stage.folder, 'empty.bin'), 0)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, other.path)
    await arrives(page, stage.bucket, other)
    await page.close()
    const { file, goOn } = await begin('API away.bin')
    await stage.stopApi()
    await page.reload()
    await isReady(page)
    expect((await rowOf(page, file.name)).state).toMatch(/Uploading|Waiting/)
    expect((await rowOf(page, other.name)).state).toBe('Verified')
    goOn()
    await says(page, file.name, 'The connection was interrupted.')
    await stage.startApi()
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })

  test('being cancelled while the API is away, and leaves no parts behind', async () => {
    const { file, goOn } = await begin('cancelled.bin')
    await stage.stopApi()
    await press(page, file.name, 'Cancel')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 upload' }).click()
    await reaches(page, file.name, 'Cancelled')
    goOn()
    await stage.startApi()
    await hasNoParts(stage.bucket)
  })
})

/** What happens to the nth part that is sent once the store is no longer too busy. */
function storm(order: number): Treatment {
  if (order <= 4) return 'cut'
  return order <= 6 ? 'lose-answer' : 'pass'
}
