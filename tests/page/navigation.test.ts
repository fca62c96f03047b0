import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { idOf, viewOf, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

async function withPage(
  use: (page: Page, requests: readonly string[]) => Promise<void>,
  path = '',
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(new URL(request.url()).pathname)
  })
  try {
    await open(path)
    await use(page, loads)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)
const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.ariaLabel)

describe('in every look', () => {
  test('help has no faults', async () => {
    await withPage(async (page) => {
      await page.getByRole('heading', { name: 'How it works' }).waitFor()
      await inspect(page, 'help')
    }, 'help')
  })

  test('a message that is looked for in the help has no faults', async () => {
    await withPage(async (page) => {
      const said = page.getByTestId('messages-found')
      const texts = () => page.locator('dt:visible').allTextContents()
      const all = Number.parseInt((await said.textContent()) ?? '', 10)
      expect(all).toBeGreaterThan(100)
      expect(await texts()).toEqual([])
      await page.getByText('Receipts and hashes').click()
      await page.getByText('Not checked: the service’s keys').waitFor()
      const search = page.getByLabel('Find a message')
      await search.fill(
        'This is not the file that was added as a.mov: it has 3 GB instead of 4 GB.',
      )
      await expect.poll(() => said.textContent()).toBe('1 message')
      await search.fill('changed after it was added')
      await expect.poll(texts).toContain('The file was changed after it was added.')
      await inspect(page, 'help-messages')
      await search.fill('zebra quagga okapi')
      await page.getByText('No message is like that').waitFor()
      await search.fill('')
      await expect.poll(() => said.textContent()).toBe(`${all} messages`)
    }, 'help')
  })

  test('an address that leads to nothing says so', async () => {
    await withPage(async (page) => {
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
      await inspect(page, 'unknown')
    }, 'nowhere')
  })
})

/** Addresses of views, of some that are not there too. */
const PATHS = [
  '',
  'history',
  'settings',
  'health-check',
  'help',
  'receipts',
  `receipts/${idOf(1)}`,
  `uploads/${idOf(1)}`,
  'nowhere',
]

test.each(PATHS)('help is at the same place in /%s as everywhere', async (path) => {
  await withPage(async (page) => {
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const links = page.getByRole('navigation').getByRole('link')
    expect(await links.allTextContents()).toEqual(['Uploads', 'History', 'Settings', 'Help'])
  }, path)
})

test('links change the view without loading the page, and the keyboard goes along', async () => {
  await withPage(async (page, loads) => {
    await show(page, { uploads: viewsOfAllStates() })
    await link(page, 'Help').press('Enter')
    await page.getByRole('heading', { name: 'How it works' }).waitFor()
    expect(await focused(page)).toBe('Help')
    await expect.poll(() => page.title()).toMatch(/Help · Longhaul$/)
    expect(await link(page, 'Help').getAttribute('aria-current')).toBe('page')
    await link(page, 'Uploads').press('Enter')
    await link(page, '2 uploading.mov').press('Enter')
    await page.getByTestId('detail').waitFor()
    expect(await focused(page)).toBe('2 uploading.mov')
    expect(new URL(page.url()).pathname).toBe(`/uploads/${idOf(1)}`)
    expect(await link(page, 'Uploads').getAttribute('aria-current')).toBe('true')
    expect(loads).toEqual(['/'])
  })
})

test('going back finds the list where it was, and the keyboard at the link', async () => {
  await withPage(async (page) => {
    const uploads = Array.from({ length: 60 }, (_, number) => viewOf(number))
    await show(page, { uploads })
    // What comes later moves what was scrolled to.
    await page.getByRole('button', { name: 'Finish in the background' }).waitFor()
    await page.getByRole('button', { name: 'Order and start: file 50.bin' }).waitFor()
    await link(page, 'file 50.bin').scrollIntoViewIfNeeded()
    const scrolled = await page.evaluate(() => window.scrollY)
    expect(scrolled).toBeGreaterThan(500)
    await link(page, 'file 50.bin').press('Enter')
    await page.getByTestId('detail').waitFor()
    expect(await page.evaluate(() => window.scrollY)).toBe(0)
    await page.goBack()
    await link(page, 'file 50.bin').waitFor()
    expect(await page.evaluate(() => window.scrollY)).toBe(scrolled)
    expect(await focused(page)).toBe('file 50.bin')
    await page.goForward()
    await page.getByTestId('detail').waitFor()
    expect(await focused(page)).toBe('file 50.bin')
  })
})

test('an address of an upload opens it, and one that is not there says so', async () => {
  await withPage(
    async (page) => {
      await page.getByRole('heading', { name: 'This upload is not in the list' }).waitFor()
      await link(page, 'Go to the list').click()
      await show(page, { uploads: [viewOf(3)] })
      await page.goBack()
      await page.getByRole('heading', { name: 'file 3.bin' }).waitFor()
      await expect.poll(() => page.title()).toContain('file 3.bin')
    },
    `uploads/${idOf(3)}`,
  )
})

test('the title and the icon of the tab say how it is going, and the app’s icon how many are left', async () => {
  await withPage(async (page) => {
    await page.addInitScript(() => {
      const setAppBadge = async (left: number) => void Reflect.set(window, 'left', left)
      Object.defineProperty(Navigator.prototype, 'setAppBadge', { value: setAppBadge })
    })
    await page.reload()
    const left = () => page.evaluate(() => Reflect.get(window, 'left') as unknown)
    const icon = () => page.locator('link[rel="icon"]').getAttribute('href')
    await show(page, { uploads: [] })
    await expect.poll(() => page.title()).toBe('Longhaul')
    expect(await icon()).toBe('/icon.svg')
    const half = viewOf(1, { state: 'uploading', sent: 1_720_000_000 })
    await show(page, { uploads: [half] })
    await expect.poll(() => page.title()).toBe('43% · Longhaul')
    const halfway = await icon()
    expect(halfway).toMatch(/^data:image\/svg/)
    await show(page, { uploads: viewsOfAllStates() })
    await expect.poll(left).toBe(11)
    await show(page, { uploads: [half] })
    await expect.poll(left).toBe(1)
    await show(page, { uploads: [{ ...half, state: 'verified', sent: half.size }] })
    await expect.poll(() => page.title()).toBe('Longhaul')
    expect(await icon()).not.toBe(halfway)
    expect(await left()).toBe(0)
    // A link that shows nothing takes over neither.
    await show(page, { uploads: [half] })
    await expect.poll(() => page.title()).toBe('43% · Longhaul')
    await page.evaluate(() => void (location.hash = '#watch=nonsense'))
    await page.getByRole('alert').waitFor()
    expect(await page.title()).toBe('Longhaul')
    expect(await icon()).toBe('/icon.svg')
  })
})

test('the progress is that of what goes on now, without what was sent before', async () => {
  await withPage(async (page) => {
    const earlier = [1, 2, 3].map((number) => viewOf(number, { state: 'verified', sent: 4e9 }))
    await show(page, { uploads: earlier })
    await page.getByText('3 of 3 files').waitFor()
    const half = { state: 'uploading', sent: 2e9, addedAt: 1_800_000_000_000 } as const
    await show(page, { uploads: [...earlier, viewOf(4, half)] })
    await expect.poll(() => page.title()).toBe('50% · Longhaul')
    await page.getByText('0 of 1 file').waitFor()
    await page.locator('.figures').getByText('2 GB of 4 GB').waitFor()
    await page.getByText('2 GB is in the storage and stays there').waitFor()
    await page.reload()
    await expect.poll(() => page.title()).toBe('50% · Longhaul')
  })
})

test('what was removed can be put back, and is gone when it was not', async () => {
  await withPage(async (page) => {
    const verified = { state: 'verified', sent: 4_000_000_000 } as const
    await show(page, { uploads: [viewOf(1, verified), viewOf(2, verified)] })
    const rows = page.getByTestId('upload-row')
    await page.getByRole('button', { name: 'Remove: file 1.bin' }).click()
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByRole('button', { name: 'Remove: file 1.bin' }).click()
    await page.getByRole('button', { name: 'Remove: file 2.bin' }).click()
    await expect.poll(() => rows.count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => rows.count()).toBe(1)
    await page.reload()
    await page.getByRole('link', { name: 'file 2.bin' }).waitFor()
    expect(await rows.count()).toBe(1)
  })
})

test('what was removed is in the list again once another window has it go on', async () => {
  await withPage(async (page) => {
    const failed = { state: 'failed', problem: 'upload_gone' } as const
    await show(page, { uploads: [viewOf(1, failed), viewOf(2, failed)] })
    const rows = page.getByTestId('upload-row')
    await page.getByRole('button', { name: 'Remove: file 1.bin' }).click()
    await expect.poll(() => rows.count()).toBe(1)
    const other = await page.context().newPage()
    await other.goto(site.origin)
    await other.getByRole('button', { name: 'Retry: file 1.bin' }).click()
    await page.getByRole('button', { name: 'Cancel: file 1.bin' }).waitFor()
    expect(await rows.count()).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    expect(await rows.count()).toBe(2)
  })
})

test('files are pasted from within a field too, but where text is meant for it', async () => {
  await withPage(async (page) => {
    await show(page, { uploads: Array.from({ length: 6 }, (_, number) => viewOf(number)) })
    const field = page.getByRole('searchbox')
    const paste = (name: string, text: string) =>
      field.evaluate(
        (field, [name = '', text = '']) => {
          const clipboardData = new DataTransfer()
          clipboardData.items.add(new File(['pasted'], name))
          if (text !== '') clipboardData.setData('text/plain', text)
          const event = { clipboardData, bubbles: true, cancelable: true }
          return field.dispatchEvent(new ClipboardEvent('paste', event))
        },
        [name, text],
      )
    expect(await paste('picture-of-words.png', 'words')).toBe(true)
    expect(await paste('pasted.txt', '')).toBe(false)
    await page.getByRole('link', { name: 'pasted.txt' }).waitFor()
    expect(await page.getByTestId('upload-row').count()).toBe(7)
  })
})

test('there is all the time to put back what was removed, by the usual key too, or to decline it', async () => {
  await withPage(async (page) => {
    await page.clock.install()
    const verified = { state: 'verified', sent: 4_000_000_000 } as const
    const uploads = Array.from({ length: 30 }, (_, number) => viewOf(number, verified))
    await show(page, { uploads })
    const undo = page.getByRole('button', { name: 'Undo' })
    const rows = page.getByTestId('upload-row')
    const length = () => rows.first().getAttribute('aria-setsize')
    await page.getByRole('button', { name: 'Remove: file 20.bin' }).press('Enter')
    await page.clock.fastForward('01:00:00')
    await undo.waitFor()
    const search = page.getByRole('searchbox')
    await search.fill('2')
    await search.press('Control+z')
    expect(await search.inputValue()).toBe('')
    await undo.waitFor()
    await page.getByRole('button', { name: 'Receipt: file 19.bin' }).focus()
    await page.keyboard.press('Control+z')
    await expect.poll(length).toBe('30')
    await expect.poll(() => focusedName(page)).toBe('Receipt: file 20.bin')
    expect(await undo.count()).toBe(0)

    // By the key’s place where the keyboard has other letters, and else by its letter.
    await page.getByRole('button', { name: 'Remove: file 20.bin' }).press('Enter')
    await undo.waitFor()
    const pressZ = (key: string) =>
      page.evaluate((key) => {
        const pressed = { key, code: 'KeyZ', ctrlKey: true, bubbles: true }
        document.body.dispatchEvent(new KeyboardEvent('keydown', pressed))
      }, key)
    await pressZ('y')
    await undo.waitFor()
    await pressZ('ئ')
    await expect.poll(length).toBe('30')

    await page.getByRole('button', { name: 'Remove: file 20.bin' }).press('Enter')
    await page.getByRole('button', { name: 'Dismiss' }).press('Enter')
    expect(await undo.count()).toBe(0)
    expect(await focused(page)).toBe('Uploads')
    await page.reload()
    await expect.poll(length).toBe('29')
  })
})

test('files are pasted and dropped in any view that has no other use for them, and the list is shown', async () => {
  await withPage(async (page) => {
    await page.getByRole('heading', { name: 'How it works' }).waitFor()
    // By then it listens.
    await expect.poll(() => page.title()).toMatch(/Help · Longhaul$/)
    // Whatever becomes of what it is dragged over.
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['dragged'], 'dragged.txt'))
      for (const over of [document.documentElement, document.body]) {
        over.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }))
      }
    })
    const overlay = page.getByText('Drop to add')
    await overlay.waitFor()
    await overlay.waitFor({ state: 'detached' })
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['pasted'], 'pasted.txt'))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await page.getByRole('link', { name: 'pasted.txt' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
  }, 'help')
})
