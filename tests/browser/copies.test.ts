import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { arrives, hasNoParts } from './arrival.ts'
import { makeFile } from './files.ts'
import { acknowledged, closeGateAfter, sentTwice } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, openApp, PATIENCE, press, reaches, says } from './uploads-page.ts'

describe('a small file without a handle', () => {
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

  const make = (name: string, size: number) => makeFile(join(stage.folder, name), size)

  test('goes on by itself after the browser was killed, and leaves no copy', async () => {
    const large = await make('largest copy.bin', 64 * MIB)
    const small = await make('small copy.bin', 20 * MIB + 1)
    const gate = closeGateAfter(stage.proxy, 2)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, large.path, small.path)
    const arrived = () => [large, small].flatMap(({ name }) => acknowledged(stage.proxy, name))
    await expect.poll(() => arrived().length, { timeout: PATIENCE }).toBe(2)
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 2, notes: 2 })
    await stage.crashBrowser()
    gate.open()

    page = await openApp(stage.context(), stage.origin)
    for (const file of [large, small]) {
      await arrives(page, stage.bucket, file)
      expect(sentTwice(stage.proxy, file.name)).toEqual([])
    }
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 0, notes: 0 })
  })

  test('leaves no copy when it is cancelled', async () => {
    const file = await make('cancelled copy.bin', 20 * MIB)
    const gate = closeGateAfter(stage.proxy, 0)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, file.path)
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 1, notes: 1 })
    // Nobody is asked of an upload of which nothing is under way.
    await says(page, file.name, 'under way')
    await press(page, file.name, 'Cancel')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 upload' }).click()
    await reaches(page, file.name, 'Cancelled')
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 0, notes: 0 })
    gate.open()
    await hasNoParts(stage.bucket)
  })

  test('has no copy that broke off when the browser was killed', async () => {
    const file = await make('broken off.bin', 20 * MIB)
    const gate = closeGateAfter(stage.proxy, 1)
    page = await openApp(stage.context(), stage.origin)
    await choose(page, file.path)
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 1, notes: 1 })
    // As if the browser had been killed before it was noted that the copy is whole.
    await forgetNotes(page)
    await stage.crashBrowser()
    gate.open()

    page = await openApp(stage.context(), stage.origin)
    const row = page.getByTestId('upload-row').filter({ hasText: file.name })
    await row.getByText('The browser can no longer read this file.').waitFor()
    await expect.poll(() => copiesIn(page), { timeout: PATIENCE }).toEqual({ files: 0, notes: 0 })
    await row.getByTestId('again-input').setInputFiles(file.path)
    await arrives(page, stage.bucket, file)
    expect(sentTwice(stage.proxy, file.name)).toEqual([])
  })
})

/** How many files lie in the private file system, and of how many it is noted that they are whole. */
async function copiesIn(page: Page): Promise<{ files: number; notes: number }> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    let files = 0
    const folders = [root]
    for (const folder of folders) {
      for await (const entry of folder.values()) {
        if (entry instanceof FileSystemDirectoryHandle) folders.push(entry)
        else files += 1
      }
    }
    const notes = await new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open('longhaul')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const database = opening.result
        const counting = database.transaction('copies').objectStore('copies').count()
        counting.onerror = () => reject(counting.error)
        counting.onsuccess = () => {
          database.close()
          resolve(counting.result)
        }
      }
    })
    return { files, notes }
  })
}

async function forgetNotes(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('longhaul')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const database = opening.result
          const transaction = database.transaction('copies', 'readwrite', { durability: 'strict' })
          transaction.objectStore('copies').clear()
          transaction.onerror = () => reject(transaction.error)
          transaction.oncomplete = () => {
            database.close()
            resolve()
          }
        }
      }),
  )
}
