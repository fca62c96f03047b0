import { dirname } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask, openPage, show } from './browser.ts'
import { hear } from './heard.ts'
import { JOBS } from './details-stage.ts'
import { inspect } from './inspect.ts'
import { RECEIPT, viewOf, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'
import { button, offerNewVersion, VIEWS, withPage } from './every-view.ts'

const stage = await openStage()
const { site, browser } = stage

afterEach(() => {
  site.worker = 'first'
})

test('an insecure address is told', async () => {
  const { page, open } = await openPage(browser, site.origin)
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await open()
  await page.getByText('This address is not secure enough').waitFor()
  await page.context().close()
})

test('states stand in just their words, in the order of adding', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: viewsOfAllStates().slice(0, 8).toReversed() })
    expect(await page.getByTestId('state').allTextContents()).toEqual([
      'Waiting',
      'Uploading',
      'Paused',
      'Finishing',
      'Verified',
      'Failed',
      'Cancelled',
      'Does not match',
    ])
  })
})

test('an upload that is not to be relied on is called verified or safe nowhere', async () => {
  await withPage(stage, async (page) => {
    await VIEWS['disproved']?.(page, site)
    await page.getByRole('heading', { name: 'Do not rely on 1 file' }).waitFor()
    const row = page.getByTestId('upload-row').filter({ hasText: 'file 1.bin' })
    expect(await row.getByTestId('state').textContent()).toBe('Does not match')
    await expect.poll(() => page.locator('.overview').textContent()).toMatch(/Verified1 of 2 files/)
    expect(await page.locator('.overview').textContent()).not.toContain('receipts prove it')
    await button(page, 'Remove finished').click()
    await expect.poll(() => page.getByTestId('upload-row').count()).toBe(1)
    await row.waitFor()
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toContain('b26a00')
  })
})

test('the log says how often something failed, and where the last time', async () => {
  await withPage(stage, async (page) => {
    await VIEWS['detail']?.(page, site)
    await page.getByText('(7 times, last with part 3,800)').waitFor()
  })
})

test('near an upload the order is a button with words, and nothing is to be dragged', async () => {
  await withPage(stage, async (page) => {
    await VIEWS['detail']?.(page, site)
    const order = button(page, 'Order and start: Aufnahmen/2024/Zürich/Überblick – 概要.mov')
    await order.waitFor()
    expect(await order.textContent()).toBe('Order and start')
    expect(await order.getAttribute('title')).toBeNull()
    await order.click()
    await page.getByRole('dialog').getByText('Number 1 of 1').waitFor()
  })
})

test('of an upload that had ended before nothing is promised that never comes', async () => {
  await withPage(stage, async (page) => {
    await VIEWS['detail-verified']?.(page, site)
    await page.getByRole('heading', { name: 'Parts' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Speed' }).count()).toBe(0)
    await page.getByText('Not computed.').waitFor()
    expect(await page.getByText('No server has read its bytes').count()).toBe(0)
  })
})

test('a file that is to be read once more, as it was not what was sent, is asked for', async () => {
  await withPage(stage, async (page) => {
    const view = viewOf(1, { state: 'verified', sent: viewOf(1).size })
    await show(page, { uploads: [view], noFile: true })
    const { id, size, lastModified } = view
    const about = { id, size, lastModified, kinds: ['sha256'], addsUsual: false, isAgain: true }
    const job = { ...about, handle: null, checkpoint: null, hashes: null, problem: null }
    // To open it before the page has made it would make another one.
    const isThere = (name: string) =>
      indexedDB.databases().then((all) => all.some((one) => one.name === name))
    await expect.poll(() => page.evaluate(isThere, JOBS)).toBe(true)
    await page.evaluate(
      ([name, job]) =>
        new Promise((resolve) => {
          const opening = indexedDB.open(name)
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('jobs', 'readwrite')
            transaction.objectStore('jobs').put(job)
            transaction.oncomplete = () => resolve(opening.result.close())
          }
        }),
      [JOBS, job] as const,
    )
    await page.reload()
    const asked = page.getByText('What was read of file 1.bin is not what was sent. Open its')
    await asked.waitFor()
    await show(page, { content: [1] })
    await asked.waitFor({ state: 'detached' })
  })
})

test('files and folders set on the inputs are added with their paths', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [] })
    const [a, b] = ['a.txt', 'ü b.txt'].map((name) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(name),
    }))
    if (!a || !b) throw new Error('no files')
    await page.getByTestId('file-input').setInputFiles([a, b])
    await page.getByText('ü b.txt').waitFor()
    await expect.poll(() => page.getByRole('status').allTextContents()).toContain('2 files added.')
    await page.getByTestId('folder-input').setInputFiles(import.meta.dirname)
    await page.getByText('page.test.ts').waitFor()
    expect(await page.getByText('in page', { exact: true }).count()).toBeGreaterThan(3)
  })
})

test('a drop anywhere in the window adds files and folders, with handles', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [] })
    const files = [import.meta.filename, dirname(import.meta.filename)]
    const debug = await page.context().newCDPSession(page)
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await debug.send('Input.dispatchDragEvent', {
        type,
        x: 5,
        y: 500,
        data: { items: [], files, dragOperationsMask: 1 },
      })
    }
    await page.getByText('fake-worker.js').waitFor()
    await expect.poll(() => page.getByText('page.test.ts', { exact: true }).count()).toBe(2)
    expect(await page.getByText('in page', { exact: true }).count()).toBeGreaterThan(3)
    // What the worker was given of each file.
    expect(await ask(page, { type: 'test-sources' })).toContain('FileSystemFileHandle')
  })
})

test('buttons do what they say, and keep the place of the keyboard', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [viewOf(1), viewOf(2), viewOf(3, { state: 'verified' })] })
    await button(page, 'Pause: file 1.bin').press('Enter')
    await button(page, 'Resume: file 1.bin').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Resume: file 1.bin',
    )
    await button(page, 'Remove: file 3.bin').press('Enter')
    await expect.poll(() => page.getByTestId('upload-row').count()).toBe(2)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Pause: file 2.bin',
    )
    await button(page, 'Pause all').click()
    await button(page, 'Resume: file 2.bin').waitFor()
    await button(page, 'Cancel all').click()
    await button(page, 'Remove finished').click()
    await expect.poll(() => page.getByTestId('upload-row').count()).toBe(0)
  })
})

test('cancelling what has been sent asks first', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_000_000_000 })] })
    await button(page, 'Cancel: file 1.bin').click()
    await page.getByRole('dialog').getByText('1 GB of file 1.bin').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByTestId('state').textContent()).toBe('Uploading')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel')
    await button(page, 'Cancel: file 1.bin').click()
    await button(page, 'Cancel 1 upload').click()
    await expect.poll(() => page.getByTestId('state').textContent()).toBe('Cancelled')
  })
})

test('says that uploads pause with the page where the operator takes no parts', async () => {
  await withPage(stage, async (page) => {
    await show(page, { partRoute: false })
    await page.reload()
    await page.getByText('Uploads pause when it closes, and go on at your next visit.').waitFor()
    await show(page, { uploads: [viewOf(1, { state: 'uploading' })] })
    await page.getByText('Keep this page open until everything is verified').waitFor()
    expect(await button(page, 'Finish in the background').count()).toBe(0)
  })
})

test('says so too where the operator takes no parts any more while the page is open', async () => {
  await withPage(stage, async (page) => {
    await page.clock.install()
    await page.reload()
    await show(page, { uploads: [viewOf(1, { state: 'uploading' })], partRoute: true })
    await button(page, 'Finish in the background').waitFor()
    await show(page, { partRoute: false })
    await page.clock.fastForward('00:30')
    await page.getByText('Keep this page open until everything is verified').waitFor()
    expect(await button(page, 'Finish in the background').count()).toBe(0)
    await show(page, { partRoute: true })
    await page.clock.fastForward('00:30')
    await button(page, 'Finish in the background').waitFor()
  })
})

test('the receipt can be copied and saved', async () => {
  await withPage(stage, async (page) => {
    // To grant some takes all others away, so only here.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await VIEWS['receipt']?.(page, site)
    const heard = await hear(page)
    for (const times of [1, 2]) {
      await button(page, 'Copy').click()
      await expect.poll(heard).toEqual(Array.from({ length: times }, () => 'Copied'))
    }
    const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    expect(copied).toEqual(RECEIPT)
    const download = page.waitForEvent('download')
    await button(page, 'Save as JSON').click()
    expect((await download).suggestedFilename()).toBe('5 verified.mov.receipt.json')
  })
})

test('a file that only the page has is given again by itself', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [] })
    const file = { name: 'kept.bin', mimeType: '', buffer: Buffer.alloc(5) }
    await page.getByTestId('file-input').setInputFiles(file)
    const id = await page.getByTestId('upload-row').getAttribute('data-id')
    const gone = viewOf(1, { name: 'kept.bin', size: 5, problem: 'file_gone' })
    await show(page, { uploads: [{ ...gone, id: id ?? '' }] })
    await expect.poll(() => page.getByTestId('state').textContent()).toBe('Uploading')
  })
})

test('a file of which not all was compared says so, and others do not', async () => {
  await withPage(stage, async (page) => {
    const verified = { state: 'verified', sent: 4_000_000_000 } as const
    await show(page, {
      uploads: [
        viewOf(1, { ...verified, proof: 'size-only' }),
        viewOf(2, { ...verified, proof: 'object-checksum' }),
        viewOf(3, { ...verified, proof: 'object-checksum', unhashedParts: 2 }),
      ],
    })
    await page.getByText('Only the size was compared').waitFor()
    expect(await page.getByText('Only the size was compared').count()).toBe(1)
    const unhashed = page.getByText('Some of its parts were compared with nothing')
    expect(await unhashed.count()).toBe(1)
    await page.getByText('but 2 files could not be compared in full').waitFor()
    await inspect(page, 'size-only')
    await page.getByRole('link', { name: 'file 3.bin' }).click()
    await page.getByTestId('detail').waitFor()
    await unhashed.waitFor()
  })
})

test('a new version is installed at once when nothing is under way', async () => {
  await withPage(stage, async (page) => {
    await show(page, { uploads: [], busy: false })
    const loaded = page.waitForEvent('load')
    await offerNewVersion(page, site)
    await loaded
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})

test('an outdated worker is replaced at the next load by a newer one', async () => {
  site.worker = 'outdated'
  await withPage(stage, async (page) => {
    await page.getByText('This page is older than your uploads').waitFor()
    site.worker = 'second'
    await button(page, 'Reload').click()
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})

test('a busy worker is replaced only when the person says so', async () => {
  await withPage(stage, async (page) => {
    await VIEWS['update']?.(page, site)
    const loaded = page.waitForEvent('load')
    await button(page, 'Update now').click()
    await loaded
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})
