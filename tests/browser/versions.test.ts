import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, isReady, openApp, PATIENCE, reaches, says } from './uploads-page.ts'

/** ms in which a lane that had not been ended would have gone on. */
const LONG_ENOUGH = 2000

describe('what another version has left in the browser', () => {
  let stage: ProxiedStage
  let page: Page
  beforeAll(async () => {
    stage = await startProxiedStage()
  })
  afterEach(() => page.close())
  afterAll(() => stage.close())

  test('is brought to this version when it is older, and its uploads go on', async () => {
    const file = await makeFile(join(stage.folder, 'of version 1.bin'), 3_000_000)
    page = await besideTheApp()
    const record = {
      version: 1,
      id: randomUUID(),
      remoteId: randomUUID(),
      name: file.name,
      path: '',
      size: file.size,
      type: '',
      lastModified: Math.trunc((await stat(file.path)).mtimeMs),
      addedAt: 1,
      phase: 'waiting',
      hold: { user: false, problem: null },
      server: null,
      missing: [],
      failure: null,
      afterCancel: { type: 'stay' },
      receipt: null,
    }
    await makeDatabase(page, 1, ['parts', 'handles'], [record])
    await page.goto(stage.origin)
    await isReady(page)
    await says(page, file.name, 'The browser can no longer read this file.')
    expect(await reaches(page, file.name, 'Waiting')).toMatchObject({ id: record.id })
    await page.getByTestId('again-input').setInputFiles(file.path)
    await arrives(page, stage.bucket, file)
    await forgetAll(page)
  })

  test('is left as it is when it is newer, and the page says so', async () => {
    page = await besideTheApp()
    const record = { id: 'of a later time', version: 1000 }
    await makeDatabase(page, 1000, ['of another kind'], [record])
    await page.goto(stage.origin)
    await page.getByText('This page is older than your uploads').waitFor()
    const loaded = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Reload' }).click()
    await loaded
    await page.getByText('This page is older than your uploads').waitFor()
    expect(await readDatabase(page)).toEqual({ version: 1000, records: [record] })
    await forgetAll(page)
  })

  test('is let go at once when a newer version takes it in the middle of an upload', async () => {
    const file = await makeFile(join(stage.folder, 'taken over.bin'), 112 * MIB)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.context(), stage.origin)
    await drop(page, file.path)
    const arrived = () => acknowledged(stage.proxy, file.name).length
    await expect.poll(arrived, { timeout: PATIENCE }).toBe(2)
    const { id } = await reaches(page, file.name, 'Uploading')

    const newer = await besideTheApp()
    await makeDatabase(newer, 1000, ['of another kind'], [])
    await page.getByText('This page is older than your uploads').waitFor()
    gate.open()
    await pause(LONG_ENOUGH)
    expect(arrived()).toBe(2)
    const { version, records } = await readDatabase(newer)
    expect(version).toBe(1000)
    expect(records).toMatchObject([{ id, phase: 'sending' }])
    await newer.close()
  })

  /** A page of the app's origin that does not start it. */
  async function besideTheApp(): Promise<Page> {
    const page = await stage.context().newPage()
    await page.goto(`${stage.origin}/api/config`)
    return page
  }
})

/** Makes the app's database, or takes it over, as another version of it might have. */
async function makeDatabase(
  page: Page,
  version: number,
  stores: readonly string[],
  records: readonly { id: string }[],
): Promise<void> {
  await page.evaluate(
    ({ version, stores, records }) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('longhaul', version)
        opening.onupgradeneeded = () => {
          for (const name of stores) opening.result.createObjectStore(name)
          if (opening.result.objectStoreNames.contains('uploads')) return
          const uploads = opening.result.createObjectStore('uploads', { keyPath: 'id' })
          for (const record of records) uploads.put(record)
        }
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          opening.result.close()
          resolve()
        }
      }),
    { version, stores, records },
  )
}

async function readDatabase(page: Page): Promise<{ version: number; records: unknown[] }> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('longhaul')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          const reading = database.transaction('uploads').objectStore('uploads').getAll()
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => {
            database.close()
            resolve({ version: database.version, records: reading.result })
          }
        }
      }),
  )
}

/** As a person who clears the site's data. */
async function forgetAll(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { origin } = new URL(page.url())
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
  await session.detach()
}
