import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { drop, openApp, PATIENCE } from './uploads-page.ts'

/** Bytes a second. */
const LIMIT = 2_000_000
/** ms in which is counted. */
const SPAN = 10_000

let stage: ProxiedStage
beforeAll(async () => {
  stage = await startProxiedStage()
})
afterAll(() => stage.close())

/** Opens the dialog, sets the usual limit in MB/s, and tells what was there. */
async function limitTo(page: Page, rate: string): Promise<string> {
  await page.getByRole('button', { name: 'Speed limit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Speed limit' })
  const field = dialog.getByLabel('Usual limit')
  const before = await field.inputValue()
  await field.fill(rate)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Saved.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  return before
}

test('a limit is kept while it is set, and its end lets the upload finish', async () => {
  const file = await makeFile(join(stage.folder, 'film.mov'), 60_000_000)
  let page = await openApp(stage.context(), stage.origin)
  expect(await limitTo(page, String(LIMIT / 1_000_000))).toBe('')
  // Another worker has it from the browser's storage.
  await stage.crashBrowser()
  page = await openApp(stage.context(), stage.origin)

  await drop(page, file.path)
  const { proxy } = stage
  await expect.poll(() => proxy.bytesPassed, { timeout: PATIENCE, interval: 20 }).toBeGreaterThan(0)
  const began = performance.now()
  await sleep(SPAN)
  const passed = proxy.bytesPassed
  const seconds = (performance.now() - began) / 1000
  // What is begun is paid for by the time that has passed, but for the latest part; a second that
  // went by before the first one may be made up for. The 5 % are for what was begun before it was seen.
  const partSize = Math.max(...proxy.parts.map(({ size }) => size))
  expect(passed).toBeLessThan(1.05 * LIMIT * (seconds + 1) + partSize)
  // Else it would say nothing that the upload isn't through.
  expect(partSize).toBeLessThan(file.size / 4)
  expect(new Set(proxy.parts.map(({ number }) => number)).size).toBeGreaterThan(1)

  expect(await limitTo(page, '')).toBe(String(LIMIT / 1_000_000))
  await arrives(page, stage.bucket, file)
})
