import { dirname } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import type { Hashing } from '../../web/proof/hashing.ts'
import { ask, inspect, openPage, show } from './browser.ts'
import { detailOf, RECEIPT, viewOf, viewsOfAllFailures, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

afterEach(() => {
  site.worker = 'first'
})

/** Opens the app, does what is to be seen, and closes it; the console must stay silent. */
async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** Every view of the app: how it comes about. */
const VIEWS: Record<string, (page: Page) => Promise<void>> = {
  empty: (page) => show(page, { uploads: [] }),
  states: (page) => show(page, { uploads: viewsOfAllStates() }),
  failures: (page) => show(page, { uploads: viewsOfAllFailures() }),
  done: (page) =>
    show(page, {
      uploads: [1, 2, 3].map((number) =>
        viewOf(number, { state: 'verified', sent: 4_000_000_000, proof: 'object-checksum' }),
      ),
    }),
  async undo(page) {
    await VIEWS['done']?.(page)
    await button(page, 'Remove: file 2.bin').click()
    await button(page, 'Undo').waitFor()
  },
  async detail(page) {
    const upload = viewOf(1, {
      name: 'Überblick – 概要.mov',
      path: 'Aufnahmen/2024/Zürich',
      size: 1_048_576_000_000,
      state: 'uploading',
      sent: 398_800_000_000,
      inFlight: 524_288_000,
      watchable: true,
    })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await page.getByRole('img', { name: /^The parts in order: 5,589 parts: waiting/ }).waitFor()
  },
  async 'detail-verified'(page) {
    const detail = detailOf({
      plan: { partSize: 16_777_216, partCount: 239 },
      missing: [],
      parts: [],
      here: [],
      notes: [],
    })
    await show(page, { uploads: [viewOf(1, { state: 'verified', sent: 4e9 })], detail })
    await page.getByRole('link', { name: 'file 1.bin' }).click()
    await page.getByRole('img', { name: /239 parts: verified/ }).waitFor()
  },
  async receipt(page) {
    await show(page, { uploads: viewsOfAllStates(), receipt: RECEIPT })
    await button(page, 'Receipt: 5 verified.mov').click()
    await page.getByRole('dialog', { name: 'Receipt' }).waitFor()
  },
  async 'watch-link'(page) {
    await show(page, { uploads: viewsOfAllStates() })
    await button(page, 'Show on another device: 2 uploading.mov').click()
    await page.getByRole('dialog', { name: 'Show on another device' }).waitFor()
  },
  async confirm(page) {
    await show(page, { uploads: viewsOfAllStates() })
    await button(page, 'Cancel: 2 uploading.mov').click()
    await page.getByRole('dialog').waitFor()
  },
  async update(page) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading' })], busy: true })
    await offerNewVersion(page)
    await page.getByText('A new version is ready').waitFor()
  },
  async closing(page) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_610_612_736 })] })
    await button(page, 'Finish in the background').waitFor()
  },
  async 'hashes-held'(page) {
    const upload = viewOf(1, { state: 'uploading', sent: 2_000_000_000, watchable: true })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await tellHashing(page, upload.id, { state: 'held', at: upload.size / 4 })
    await page.getByText('Computed to 25%. It goes on when files').waitFor()
  },
  async 'hashes-another'(page) {
    const upload = viewOf(1, { state: 'verified', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name: upload.name }).click()
    await tellHashing(page, upload.id, { state: 'another', at: 0 })
    await page.getByRole('alert').getByText('What was sent is not this file').waitFor()
  },
  disproved: (page) =>
    show(page, {
      uploads: [
        viewOf(1, { state: 'disproved', sent: 4e9, proof: 'object-checksum' }),
        viewOf(2, { state: 'verified', sent: 4e9, proof: 'object-checksum' }),
      ],
    }),
  async 'disproved-receipt'(page) {
    const upload = viewOf(1, { state: 'disproved', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload], receipt: RECEIPT })
    await button(page, 'Receipt: file 1.bin').click()
    await page.getByRole('dialog').getByText('What was sent is not this file').waitFor()
  },
  async 'hashes-last'(page) {
    const upload = viewOf(1, { state: 'verified', sent: 4e9, proof: 'object-checksum' })
    await show(page, { uploads: [upload] })
    await tellHashing(page, upload.id, { state: 'reading', at: 1000 })
    await page.getByText('The hashes of 1 file are still being computed').waitFor()
  },
  async 'handed-over'(page) {
    const uploads = [
      viewOf(1, { state: 'uploading', sent: 1_610_612_736, handedOver: true }),
      viewOf(2, { state: 'uploading', handedOver: true }),
    ]
    await show(page, { uploads })
    await page.getByText('The browser sends 2 uploads by itself now').waitFor()
  },
  async offline(page) {
    await show(page, { uploads: [viewOf(1, { offline: true, sent: 1_000_000 })] })
    await page.context().setOffline(true)
    await page.getByText('No network. Uploads go on').waitFor()
  },
  async lost(page) {
    const sizes = [1_000_000, 2_000_000, 4_000_000_000]
    const uploads = sizes.map((sent, number) => viewOf(number, { state: 'uploading', sent }))
    await show(page, { uploads: [...uploads, viewOf(3, { state: 'verified' })] })
    await ask(page, { type: 'test-lose' })
    await page.getByText('The browser has deleted Longhaul’s records of 3 uploads').waitFor()
  },
  async unreadable(page) {
    await show(page, { uploads: [viewOf(1, { problem: 'file_gone' })] })
    await page.evaluate(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
    const chooser = page.waitForEvent('filechooser')
    await button(page, 'Choose again: file 1.bin').click()
    await (await chooser).setFiles({ name: 'other.bin', mimeType: '', buffer: Buffer.alloc(9) })
    await page.getByText('its name is other.bin').waitFor()
  },
}

/** As another tab does that hashes an upload's file, until this one has heard it. */
async function tellHashing(page: Page, id: string, now: Pick<Hashing, 'state' | 'at'>) {
  const hashing: Hashing = { kinds: ['sha256'], hashes: null, ...now }
  await page.evaluate(
    (told) => {
      const channel = new BroadcastChannel('longhaul-hashes')
      setInterval(() => channel.postMessage(told), 200)
    },
    { id, hashing },
  )
}

async function offerNewVersion(page: Page): Promise<void> {
  site.worker = 'second'
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })
}

describe('in every look', () => {
  test.each(Object.keys(VIEWS))('the view "%s" has no faults', async (view) => {
    await withPage(async (page) => {
      await VIEWS[view]?.(page)
      await inspect(page, view)
    })
  })

  test('a window without service workers is told what is needed', async () => {
    const { page, open } = await openPage(browser, site.origin)
    await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
    await open()
    await page.getByText('Open this address in a normal window').waitFor()
    await inspect(page, 'unsupported')
    await page.context().close()
  })

  test('a worker that can not be loaded is told', async () => {
    site.worker = 'missing'
    const { page, open } = await openPage(browser, site.origin)
    await open()
    await page.getByText('Longhaul could not start').waitFor()
    await inspect(page, 'failed-start')
    await page.context().close()
  })

  test('a worker that is older than its data is told', async () => {
    site.worker = 'outdated'
    await withPage(async (page) => {
      await page.getByText('This page is older than your uploads').waitFor()
      await inspect(page, 'outdated')
    })
  })
})

test('an insecure address is told', async () => {
  const { page, open } = await openPage(browser, site.origin)
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }))
  await open()
  await page.getByText('This address is not secure enough').waitFor()
  await page.context().close()
})

test('states stand in just their words, in the order of adding', async () => {
  await withPage(async (page) => {
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
  await withPage(async (page) => {
    await VIEWS['disproved']?.(page)
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
  await withPage(async (page) => {
    await VIEWS['detail']?.(page)
    await page.getByText('(7 times, last with part 3,800)').waitFor()
  })
})

test('near an upload the order is a button with words, and nothing is to be dragged', async () => {
  await withPage(async (page) => {
    await VIEWS['detail']?.(page)
    const order = button(page, 'Order and start: Aufnahmen/2024/Zürich/Überblick – 概要.mov')
    await order.waitFor()
    expect(await order.textContent()).toBe('Order and start')
    expect(await order.getAttribute('title')).toBeNull()
    await order.click()
    await page.getByRole('dialog').getByText('Number 1 of 1').waitFor()
  })
})

test('of an upload that had ended before nothing is promised that never comes', async () => {
  await withPage(async (page) => {
    await VIEWS['detail-verified']?.(page)
    await page.getByRole('heading', { name: 'Parts' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Speed' }).count()).toBe(0)
    await page.getByText('Not computed.').waitFor()
    expect(await page.getByText('No server has read its bytes').count()).toBe(0)
  })
})

test('files and folders set on the inputs are added with their paths', async () => {
  await withPage(async (page) => {
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
  await withPage(async (page) => {
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
  await withPage(async (page) => {
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
  await withPage(async (page) => {
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
  await withPage(async (page) => {
    const uploads = [viewOf(1, { state: 'uploading' })]
    await show(page, { uploads, partRoute: false })
    await page.reload()
    await page.getByText('Keep this page open until everything is verified').waitFor()
    expect(await button(page, 'Finish in the background').count()).toBe(0)
  })
})

test('says so too where the operator takes no parts any more while the page is open', async () => {
  await withPage(async (page) => {
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
  await withPage(async (page) => {
    // To grant some takes all others away, so only here.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await VIEWS['receipt']?.(page)
    await button(page, 'Copy').click()
    await page.getByText('Copied').waitFor()
    const copied: unknown = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))
    expect(copied).toEqual(RECEIPT)
    const download = page.waitForEvent('download')
    await button(page, 'Save as JSON').click()
    expect((await download).suggestedFilename()).toBe('5 verified.mov.receipt.json')
  })
})

test('a file that only the page has is given again by itself', async () => {
  await withPage(async (page) => {
    await show(page, { uploads: [] })
    const file = { name: 'kept.bin', mimeType: '', buffer: Buffer.alloc(5) }
    await page.getByTestId('file-input').setInputFiles(file)
    const id = await page.getByTestId('upload-row').getAttribute('data-id')
    const gone = viewOf(1, { name: 'kept.bin', size: 5, problem: 'file_gone' })
    await show(page, { uploads: [{ ...gone, id: id ?? '' }] })
    await expect.poll(() => page.getByTestId('state').textContent()).toBe('Uploading')
  })
})

test('a file of which only the size was compared says so, and others do not', async () => {
  await withPage(async (page) => {
    const verified = { state: 'verified', sent: 4_000_000_000 } as const
    await show(page, {
      uploads: [
        viewOf(1, { ...verified, proof: 'size-only' }),
        viewOf(2, { ...verified, proof: 'object-checksum' }),
      ],
    })
    await page.getByText('Only the size was compared').waitFor()
    expect(await page.getByText('Only the size was compared').count()).toBe(1)
    await inspect(page, 'size-only')
  })
})

test('a new version is installed at once when nothing is under way', async () => {
  await withPage(async (page) => {
    await show(page, { uploads: [], busy: false })
    const loaded = page.waitForEvent('load')
    await offerNewVersion(page)
    await loaded
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})

test('an outdated worker is replaced at the next load by a newer one', async () => {
  site.worker = 'outdated'
  await withPage(async (page) => {
    await page.getByText('This page is older than your uploads').waitFor()
    site.worker = 'second'
    await button(page, 'Reload').click()
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})

test('a busy worker is replaced only when the person says so', async () => {
  await withPage(async (page) => {
    await VIEWS['update']?.(page)
    const loaded = page.waitForEvent('load')
    await button(page, 'Update now').click()
    await loaded
    await page.getByRole('heading', { name: 'Uploads' }).waitFor()
  })
})
