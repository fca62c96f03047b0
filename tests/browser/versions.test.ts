import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { startStage, type PlainStage } from './stage.ts'
import { isReady, reaches, says } from './uploads-page.ts'

describe('what another version has left in the browser', () => {
  let stage: PlainStage
  let page: Page
  beforeAll(async () => {
    stage = await startStage()
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
  })

  /** A page of the app's origin that does not start it. */
  async function besideTheApp(): Promise<Page> {
    const page = await stage.context().newPage()
    await page.goto(`${stage.origin}/api/config`)
    return page
  }
})

/** Makes the app's database as another version of it might have. */
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
