import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, openPage, show } from './browser.ts'
import { addedTo, button, choose, field, JOBS, jobsOf, withForm } from './details-stage.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const { site, browser } = stage
let page: Page
let complaints: string[]

beforeEach(async () => {
  const opened = await openPage(browser, site.origin)
  ;({ page, complaints } = opened)
  await opened.open()
})
afterEach(async () => {
  await page.context().close()
})

test('a file that only the page has goes on after the browser deleted the records', async () => {
  await show(page, { uploads: [] })
  const file = { name: 'kept.bin', mimeType: '', buffer: Buffer.alloc(5) }
  await page.getByTestId('file-input').setInputFiles(file)
  const id = await page.getByTestId('upload-row').getAttribute('data-id')
  await ask(page, { type: 'test-lose' })
  await page.getByText('This page still has the file of 1 upload').waitFor()
  await expect
    .poll(() =>
      page.getByTestId('upload-row').evaluateAll((rows) => rows.map((row) => row.dataset['id'])),
    )
    .toEqual([id])
  expect(complaints).toEqual([])
})

test('a file that can not be added again, as the disk is full, is named, and not said to go on', async () => {
  await show(page, { uploads: [] })
  const file = { name: 'kept.bin', mimeType: '', buffer: Buffer.alloc(5) }
  await page.getByTestId('file-input').setInputFiles(file)
  await page.getByTestId('upload-row').waitFor()
  await show(page, { noAdd: 'storage' })
  await ask(page, { type: 'test-lose' })
  await page.getByText('The browser has deleted Longhaul’s records of 1 upload').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'kept.bin' }).waitFor()
  await page.getByText('That did not work.').waitFor()
  expect(await page.getByText('This page still has the file').count()).toBe(0)
})

test('it goes on with what was entered about it, and its hash is computed', async () => {
  const acquisition = { title: 'Hash', type: 'string', format: 'hash' }
  await withForm(stage, { type: 'object', properties: { acquisition } }, async (page) => {
    await choose(page, 'a.bin')
    await field(page, 'Hash').fill('a'.repeat(32))
    await button(page, 'Add 1 file').click()
    await expect.poll(() => jobsOf(page)).toMatchObject([{ kinds: ['md5'] }])
    await page.evaluate(
      (name) =>
        new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = () => resolve(null))),
      JOBS,
    )
    await ask(page, { type: 'test-lose' })
    await page.getByText('This page still has the file of 1 upload').waitFor()
    const details = [{ name: 'acquisition', value: 'a'.repeat(32), hash: 'md5' }]
    await expect.poll(() => addedTo(page)).toMatchObject([details, details])
    await expect.poll(() => jobsOf(page)).toMatchObject([{ kinds: ['md5'] }])
  })
})

test('a file of a deleted record goes on as the same upload when it is added again', async () => {
  await show(page, { uploads: [] })
  const path = import.meta.filename
  await page.getByTestId('file-input').setInputFiles(path)
  const row = page.getByTestId('upload-row')
  const id = await row.getAttribute('data-id')
  // So that the page remembers it, and has not got its file any more.
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(1)
  await page.reload()
  await row.waitFor()
  await ask(page, { type: 'test-lose' })
  await page.getByText('The browser has deleted Longhaul’s records of 1 upload').waitFor()
  // Until then the list has the file already, and asks whether to add it once more.
  await row.waitFor({ state: 'detached' })
  await page.getByTestId('file-input').setInputFiles(path)
  await row.waitFor()
  expect(await row.getAttribute('data-id')).toBe(id)
  await page.getByText('The browser has deleted').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})
