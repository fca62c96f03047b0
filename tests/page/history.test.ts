import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../web/history/entry.ts'
import { openPage, show } from './browser.ts'
import { inspect, inspectLong } from './inspect.ts'
import { entriesOf } from './entries.ts'
import { idOf, RECEIPT, viewOf } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

/** Opens the app at this address; the console must stay silent. */
async function withPage(path: string, use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open(path)
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

/** Opens the history of a browser that has these entries. */
async function withHistory(
  entries: readonly (Entry | { id: string; version: number })[],
  use: (page: Page) => Promise<void>,
): Promise<void> {
  await withPage('history', async (page) => {
    await page.getByText('Nothing has ended yet').waitFor()
    await page.evaluate(async (entries) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('longhaul-history')
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
      const transaction = database.transaction('entries', 'readwrite')
      for (const entry of entries) transaction.objectStore('entries').put(entry)
      await new Promise((resolve) => transaction.addEventListener('complete', resolve))
      database.close()
    }, entries)
    await page.reload()
    await found(page).waitFor()
    await use(page)
  })
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const found = (page: Page) => page.getByTestId('found')
const rows = (page: Page) => page.getByTestId('entry')

describe('in every look', () => {
  test('a history without anything has no faults', async () => {
    await withPage('history', async (page) => {
      await page.getByText('Nothing has ended yet').waitFor()
      await inspect(page, 'history-empty')
    })
  })

  test('a history has no faults, and what was cleared can be put back', async () => {
    const other = { ...entriesOf(1)[0], id: idOf(99), version: 2 }
    const [first = other, ...rest] = entriesOf(14)
    const disproved = { ...first, outcome: 'disproved' as const, size: 56, speed: 3 }
    const [second = other, ...others] = rest
    const hash = { name: 'hash', label: 'Hash', value: '0'.repeat(32), hash: 'md5' as const }
    const hashes = { computedBy: 'browser' as const, md5: '1'.repeat(32) }
    const differing = { ...second, details: [hash], hashes }
    await withHistory([disproved, differing, ...others, other], async (page) => {
      expect(await rows(page).first().textContent()).not.toContain('on average')
      await page.getByText('1 more was written by another version').waitFor()
      await page.getByText('The same as a table').click()
      await rows(page).first().getByText('Do not rely on it').waitFor()
      await rows(page).nth(1).getByText('Its hash is not the acquisition hash').waitFor()
      await inspect(page, 'history')
      await button(page, 'Clear history').click()
      await page.getByText('History cleared: 15 uploads taken out.').waitFor()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Undo')
      await inspect(page, 'history-cleared')
      await button(page, 'Undo').click()
      await expect.poll(() => rows(page).count()).toBe(14)
      await page.getByText('1 more was written by another version').waitFor()
    })
  })

  test('a storage that does not work is told with what to do', async () => {
    const { page, open } = await openPage(browser, site.origin)
    await page.addInitScript(() => {
      indexedDB.open = () => {
        throw new DOMException('the storage is switched off', 'UnknownError')
      }
    })
    await open('history')
    await page.getByText('The history can’t be read').waitFor()
    await inspect(page, 'history-failed')
    await page.context().close()
  })
})

test('ten thousand are searched, saved and scrolled', async () => {
  await withHistory(entriesOf(10_000), async (page) => {
    expect(await found(page).textContent()).toBe('10,000 uploads')
    expect(await rows(page).count()).toBeLessThan(60)
    await inspectLong(page, 'history-long')
    await page.getByLabel('Search').fill('MÜNCHEN 9999.mov')
    await expect.poll(() => found(page).textContent()).toBe('1 of 10,000 uploads')
    expect(await rows(page).getByRole('heading').textContent()).toBe('Überblick 9999.mov')
    // Clearing takes out what the search leaves out too.
    await button(page, 'Clear all history').waitFor()
    await page.getByLabel('Search').fill('')
    await page.getByLabel('How it ended').selectOption('failed')
    await expect.poll(() => found(page).textContent()).toBe('1,000 of 10,000 uploads')
    const download = page.waitForEvent('download')
    await button(page, 'Clear all history').waitFor()
    await button(page, 'Save as CSV').click()
    const file = await download
    expect(file.suggestedFilename()).toBe('longhaul-history.csv')
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(1001)
    expect(lines.slice(1).every((line) => line.startsWith('"Failed"'))).toBe(true)
    await page.getByLabel('Search').fill('nothing like it')
    await page.getByText('Nothing matches').waitFor()
    await button(page, 'Show all').click()
    await expect.poll(() => found(page).textContent()).toBe('10,000 uploads')
    await button(page, 'Clear history').waitFor()
    await page.keyboard.press('Control+End')
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await expect.poll(() => rows(page).last().getAttribute('aria-posinset')).toBe('10000')
  })
})

test('what ends is written down, and outlives the list, but not being cleared', async () => {
  await withPage('', async (page) => {
    const names = () => rows(page).getByRole('heading').allTextContents()
    const uploading = { state: 'uploading', sent: 1_000_000_000 } as const
    await show(page, {})
    // What writes it down comes with the view at the latest: before, nobody sees one go.
    await link(page, 'History').click()
    await page.getByText('Nothing has ended yet').waitFor()
    await link(page, 'Uploads').click()
    await show(page, {
      receipt: { ...RECEIPT, details: [{ name: 'case', label: 'Case', value: 'K-17' }] },
      uploads: [1, 2, 3, 4].map((number) => viewOf(number, uploading)),
    })
    await show(page, {
      uploads: [
        viewOf(1, { state: 'verified', sent: 4_000_000_000, proof: 'object-checksum' }),
        viewOf(2, { state: 'failed', problem: 'object_mismatch' }),
        viewOf(4, uploading),
      ],
    })
    await link(page, 'History').click()
    await expect.poll(() => rows(page).count()).toBe(3)
    expect((await names()).toSorted()).toEqual(['file 1.bin', 'file 2.bin', 'file 3.bin'])
    await page.getByLabel('Search').fill('k-17')
    await expect.poll(names).toEqual(['file 1.bin'])
    await button(page, 'Receipt: file 1.bin').click()
    await page.getByRole('dialog').getByText('uploads').waitFor()
    const asPage = page.getByRole('dialog').getByRole('link', { name: 'Open as a page' })
    expect(await asPage.getAttribute('href')).toBe(`/receipts/${idOf(1)}`)
    await page.keyboard.press('Escape')

    await link(page, 'Uploads').click()
    await button(page, 'Retry failed').click()
    await button(page, 'Cancel: file 4.bin').click()
    await button(page, 'Cancel 1 upload').click()
    await button(page, 'Remove: file 1.bin').click()
    await page.reload()
    await link(page, 'History').click()
    await expect
      .poll(async () => (await names()).toSorted())
      .toEqual(['file 1.bin', 'file 3.bin', 'file 4.bin'])
    expect(await page.locator('.row .state').allTextContents()).toContain('Verified')

    await button(page, 'Clear history').click()
    await button(page, 'Undo').waitFor()
    await page.reload()
    await page.getByText('Nothing has ended yet').waitFor()
    await link(page, 'Uploads').click()
    await button(page, 'Cancel: file 2.bin').click()
    await link(page, 'History').click()
    await expect.poll(names).toEqual(['file 2.bin'])
  })
})

test('the receipt of what was removed from the list is still a page, which says whether to rely on it', async () => {
  await withPage('', async (page) => {
    await show(page, {
      uploads: [viewOf(1, { state: 'verified' }), viewOf(2, { state: 'disproved' })],
      receipt: RECEIPT,
    })
    await link(page, 'History').click()
    await expect.poll(() => rows(page).count()).toBe(2)
    await link(page, 'Uploads').click()
    for (const number of [1, 2]) await button(page, `Remove: file ${number}.bin`).click()
    await show(page, { uploads: [] })
    await link(page, 'History').click()
    await button(page, 'Receipt: file 1.bin').click()
    await link(page, 'Open as a page').click()
    await page.getByText('What “Verified” means.').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/receipts/${idOf(1)}`)
    expect(await link(page, 'This upload').count()).toBe(0)

    await page.goBack()
    await button(page, 'Receipt: file 2.bin').click()
    await link(page, 'Open as a page').click()
    await page.getByTestId('disproved').waitFor()
    expect(await page.getByText('What “Verified” means.').count()).toBe(0)
  })
})

/** Until the page is left, nothing can be written into the history. */
async function holdHistory(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('longhaul-history')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error))
    })
    const store = database.transaction('entries', 'readwrite').objectStore('entries')
    // A transaction lives as long as it is asked for something.
    const ask = () => store.get('').addEventListener('success', ask)
    ask()
  })
}

test('what is removed before it could be written down is in the list again, and written then', async () => {
  await withPage('', async (page) => {
    await show(page, { uploads: [viewOf(1, { state: 'finishing' })] })
    await link(page, 'History').click()
    await page.getByText('Nothing has ended yet').waitFor()
    await link(page, 'Uploads').click()
    await holdHistory(page)
    await show(page, { uploads: [viewOf(1, { state: 'verified' })], receipt: RECEIPT })
    await button(page, 'Remove: file 1.bin').click()
    await button(page, 'Undo').waitFor()
    await page.reload()
    await button(page, 'Remove: file 1.bin').waitFor()
    await link(page, 'History').click()
    await expect.poll(() => rows(page).count()).toBe(1)

    await link(page, 'Uploads').click()
    await button(page, 'Remove: file 1.bin').click()
    await page.reload()
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
    await expect.poll(() => page.getByTestId('upload-row').count()).toBe(0)
    await link(page, 'History').click()
    await expect.poll(() => rows(page).count()).toBe(1)
  })
})
