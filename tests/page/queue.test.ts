import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropNothing, openPage, show } from './browser.ts'
import { hear } from './heard.ts'
import { inspect } from './inspect.ts'
import { statusOf, viewOf, viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()
const PAST = 'Choose a time that is still to come.'
let page: Page
let complaints: string[]

beforeAll(async () => {
  const opened = await openPage(browser, site.origin)
  ;({ page, complaints } = opened)
  await opened.open()
})
afterAll(async () => {
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const group = (name: string | RegExp) => page.getByRole('radio', { name })
const rows = () => page.getByTestId('upload-row')
const search = () => page.getByRole('searchbox', { name: 'Search by name or folder' })

test('a short list has nothing to find uploads with', async () => {
  await show(page, { uploads: viewsOfAllStates().slice(0, 5) })
  expect(await search().count()).toBe(0)
})

test('a list is narrowed by state and by name, and what is done is done to what is shown', async () => {
  await show(page, { uploads: viewsOfAllStates() })
  await group('Needs you 5').check()
  await expect.poll(() => rows().count()).toBe(5)
  await page.getByText('5 of 15 uploads shown').first().waitFor()
  await inspect(page, 'filter')
  expect(await button('Pause all').count()).toBe(0)

  // Names and folders, in any case, the words in any order.
  await group('All 15').check()
  await search().fill('zürich AUFNAHMEN')
  await page.getByRole('status').getByText('1 of 15 uploads shown').waitFor()
  await expect.poll(() => rows().count()).toBe(1)
  await button('Pause (1)').click()
  // The worker is asked first.
  await expect.poll(() => rows().getByTestId('state').textContent()).toBe('Paused')
  await search().press('Escape')
  await expect.poll(() => rows().count()).toBe(15)
  expect(await page.getByText('Waiting', { exact: true }).count()).toBeGreaterThan(5)

  await search().fill('nothing is called so')
  await page.getByText('None of 15 uploads fits.').first().waitFor()
  await button('Show all').click()
  await expect.poll(() => rows().count()).toBe(15)
})

test('of ten thousand only the rows near the window are rendered while they are narrowed', async () => {
  const all = Array.from({ length: 10_000 }, (_, number) => viewOf(number))
  const fitting = all.filter(({ name }) => name.includes('99')).length
  await show(page, { uploads: all })
  await search().fill('99 file')
  await page.getByRole('status').getByText(`${fitting} of 10,000 uploads shown`).waitFor()
  expect(await rows().first().getAttribute('aria-setsize')).toBe(`${fitting}`)
  expect(await rows().count()).toBeLessThan(60)
  await search().fill('')
})

/** Uploads that wait, one after the other. */
const waiting = (count: number) =>
  Array.from({ length: count }, (_, number) => viewOf(number, { addedAt: number }))
const names = async () => (await rows().locator('h3').allTextContents()).map((name) => name.trim())
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

test('the order is changed by the keyboard, which keeps its place, and by dragging', async () => {
  await show(page, { uploads: waiting(4) })
  await button('Order and start: file 2.bin').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByRole('status').getByText('file 2.bin is number 2 of 4 now.').waitFor()
  expect(await names()).toEqual(['file 0.bin', 'file 2.bin', 'file 1.bin', 'file 3.bin'])
  await expect.poll(focused).toBe('Order and start: file 2.bin')
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('status').getByText('file 2.bin is number 3 of 4 now.').waitFor()
  expect(await names()).toEqual(['file 0.bin', 'file 1.bin', 'file 2.bin', 'file 3.bin'])

  await drag('file 3.bin', 'file 0.bin')
  await expect.poll(names).toEqual(['file 3.bin', 'file 0.bin', 'file 1.bin', 'file 2.bin'])
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('what has arrived has no place in the order any more, in the middle of a drag too', async () => {
  const views = waiting(4)
  await show(page, { uploads: views })
  await beginDrag('file 3.bin', 'file 0.bin')
  const arrived = views.map((view) => ({ ...view, state: 'verified' as const }))
  await show(page, { uploads: [...views.slice(0, 3), ...arrived.slice(3)] })
  await button('Order and start: file 3.bin').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('[data-dragged], [data-drop]').count()).toBe(0)
  await page.mouse.up()

  const before = await names()
  await page.getByRole('link', { name: 'file 3.bin' }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowUp')
  // What was moved would have been by the time that another is.
  await button('Order and start: file 1.bin').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByRole('status').getByText('file 1.bin is number 1 of 3 now.').waitFor()
  const [first = '', second = '', ...others] = before
  expect(await names()).toEqual([second, first, ...others])
})

async function drag(name: string, before: string): Promise<void> {
  await beginDrag(name, before)
  await page.mouse.up()
}

async function beginDrag(name: string, before: string): Promise<void> {
  // What comes later than the list moves its rows away from under the mouse.
  await button('Finish in the background').waitFor()
  await button(`Order and start: ${name}`).hover()
  await page.mouse.down()
  const to = await rows().filter({ hasText: before }).boundingBox()
  if (!to) throw new Error('it is there')
  await page.mouse.move(to.x + to.width / 2, to.y + 5, { steps: 4 })
  await page.locator('[data-drop=before]').waitFor()
}

test('it is said when one is sent: its place, its priority and when it starts', async () => {
  await show(page, { uploads: waiting(4) })
  await button('Order and start: file 2.bin').click()
  await page.getByText('Number 3 of 4 with its priority.').waitFor()
  // All behind the dialog is hidden from screen readers.
  const told = await hear(page, 'dialog [role=status]')
  await button('To the top').click()
  await page.getByText('Number 1 of 4 with its priority.').waitFor()
  await expect.poll(told).toContain('file 2.bin is number 1 of 4 now.')
  await inspect(page, 'order')
  await page.getByRole('radio', { name: 'High' }).check()
  const time = page.getByLabel('Date and time of the start')
  await time.fill('2020-01-01T10:00')
  const heard = await hear(page, '[role=alert]')
  for (const times of [1, 2]) {
    await time.press('Enter')
    await expect.poll(heard).toEqual(Array.from({ length: times }, () => PAST))
  }
  expect(await time.getAttribute('aria-invalid')).toBe('true')
  const fault = page.locator(`#${await time.getAttribute('aria-describedby')}`)
  expect(await fault.textContent()).toBe(PAST)
  await inspect(page, 'order-past')
  await time.fill('2080-01-02T22:00')
  // It comes while the dialog is open.
  const present = await page.evaluateHandle(() => Date.now)
  await page.evaluate(() => (Date.now = () => Date.UTC(2081, 0)))
  await button('Save').click()
  await expect.poll(heard).toHaveLength(3)
  await page.evaluate((present) => (Date.now = present), present)
  await button('Save').click()
  const row = rows().filter({ hasText: 'file 2.bin' })
  await row.getByText('High priority').waitFor()
  await row.getByText('Starts Jan 2, 2080 at 10:00 PM, if Longhaul is open then.').waitFor()
  await inspect(page, 'arranged')
  await button('Order and start: file 2.bin').click()
  expect(await page.getByRole('radio', { name: 'At another time' }).isChecked()).toBe(true)
  await page.getByRole('radio', { name: 'As soon as it is its turn' }).check()
  await button('Save').click()
  await row.getByText('Starts').waitFor({ state: 'detached' })
})

test('where what opened a dialog has gone meanwhile, the keyboard is in its row after it, or at the list', async () => {
  const uploading = [1, 2].map((number) => viewOf(number, { state: 'uploading', sent: 1e9 }))
  const [first, second] = uploading.map((view) => ({ ...view, state: 'verified' as const }))
  if (!first || !second) throw new Error('they are there')
  const focusedText = () => page.evaluate(() => document.activeElement?.textContent)
  await show(page, { uploads: uploading })
  await button('Cancel: file 2.bin').press('Enter')
  await page.getByRole('dialog').waitFor()
  await show(page, { uploads: [...uploading.slice(0, 1), second] })
  await button('Remove: file 2.bin').waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await expect.poll(focusedText).toBe('file 2.bin')

  await button('Cancel: file 1.bin').press('Enter')
  await page.getByRole('dialog').waitFor()
  await show(page, { uploads: [second] })
  await page.keyboard.press('Escape')
  await expect.poll(focusedText).toBe('Uploads')
})

test('that there was nothing to add is told until something is added', async () => {
  const nothing = page.getByText('There were no files in what you chose.')
  await show(page, { uploads: [] })
  await dropNothing(page)
  await nothing.waitFor()
  await choose(['a.bin'])
  await expect.poll(() => rows().count()).toBe(1)
  await nothing.waitFor({ state: 'detached' })
})

test('files that the list has already are asked about, and skipped unless they are wanted', async () => {
  await show(page, { uploads: [viewOf(1)] })
  await choose(['a.bin', 'b.bin'])
  await expect.poll(() => rows().count()).toBe(3)
  await choose(['a.bin', 'c.bin', 'b.bin'])
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: '2 files are in the list already' }).waitFor()
  await dialog.getByText('They are still being sent, or failed.').waitFor()
  await dialog.getByText('All other files were added.').waitFor()
  await expect.poll(() => rows().count()).toBe(4)
  await inspect(page, 'known')
  await page.keyboard.press('Escape')
  const skipped = page.getByText('2 files were skipped, as the list has them already.')
  await skipped.waitFor()
  await page.getByRole('link', { name: 'Help', exact: true }).click()
  await skipped.waitFor({ state: 'detached' })
  await page.goBack()
  await choose(['a.bin'])
  await dialog.getByText('It is still being sent, or failed.').waitFor()
  expect(await dialog.getByText('All other files were added.').count()).toBe(0)
  await button('Add again').click()
  await expect.poll(() => rows().count()).toBe(5)
})

test('files that are added twice in a hurry are noticed as well', async () => {
  await show(page, { uploads: [] })
  const hurried = ['a.bin', 'b.bin']
  await choose([...hurried, 'c.bin'], hurried)
  await page
    .getByRole('dialog')
    .getByRole('heading', { name: '2 files are in the list already' })
    .waitFor()
  await expect.poll(() => rows().count()).toBe(3)
  await page.keyboard.press('Escape')
  await page.getByText('2 files were skipped, as the list has them already.').waitFor()
  expect(await rows().count()).toBe(3)
})

test('what was added out of sight is told, and shown with the keyboard’s place', async () => {
  const told = page.locator('.undo').getByText('2 files added.')
  await show(page, { uploads: [] })
  await choose(['first.bin', 'second.bin'])
  await expect.poll(() => rows().count()).toBe(2)
  // Together with what was added a moment before.
  await page
    .getByRole('status')
    .getByText(/^\d files added\.$/)
    .waitFor({ state: 'attached' })
  expect(await told.count()).toBe(0)

  await show(page, { uploads: waiting(500) })
  await search().fill('file 7')
  await expect.poll(() => rows().first().getAttribute('aria-setsize')).toBe('95')
  await choose(['third.bin', 'fourth.bin'])
  await told.waitFor()
  await search().fill('file 77')
  await expect.poll(() => rows().count()).toBe(5)
  await inspect(page, 'added')
  await button(/^Show$/).press('Enter')
  // By their names.
  const first = page.getByRole('link', { name: 'fourth.bin' })
  await expect.poll(() => first.evaluate((link) => link === document.activeElement)).toBe(true)
  const isInSight = await first.evaluate((link) => {
    const { top, bottom } = link.getBoundingClientRect()
    return top > 0 && bottom < innerHeight
  })
  expect(isInSight).toBe(true)
  await told.waitFor({ state: 'detached' })
  expect(await search().inputValue()).toBe('')

  await page.evaluate(() => scrollTo(0, 0))
  await choose(['fifth.bin'])
  await page.locator('.undo').getByText('1 file added.').waitFor()
  // Whoever has seen it needs to be told no more.
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
      return page.locator('.undo p').count()
    })
    .toBe(0)
})

test('of files that were verified before is said whether they are still in the storage', async () => {
  const sent = { state: 'verified', path: '', size: 7, sent: 7, lastModified: 5 } as const
  const others = ['a.bin', 'b.bin'].map((name, at) => viewOf(at + 1, { ...sent, name }))
  await show(page, { uploads: [...others, viewOf(3, { ...sent, name: 'c.bin', state: 'paused' })] })
  const dialog = page.getByRole('dialog')
  for (const [stored, words] of [
    [true, '2 of them are in the storage now'],
    [false, '2 of them are no longer where they arrived'],
  ] as const) {
    site.status = { status: 200, body: statusOf({ state: 'completed', stored }) }
    site.watchers.length = 0
    await choose(['a.bin', 'b.bin', 'c.bin'])
    await dialog.getByRole('status').getByText(words).waitFor()
    expect(site.watchers).toHaveLength(2)
    if (!stored) await inspect(page, 'known-not-stored')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  // A server of an older version doesn't say it, and so nothing is said.
  site.status = { status: 200, body: statusOf({ state: 'completed' }) }
  await choose(['a.bin'])
  await expect.poll(() => site.watchers.length).toBe(3)
  await dialog.getByText('it arrived and was verified').waitFor()
  expect((await dialog.getByRole('status').allTextContents()).join('').trim()).toBe('')
  await page.keyboard.press('Escape')
})

/** Chooses files some times at once; they are the same ones where they are of the same name. */
async function choose(...times: string[][]): Promise<void> {
  await page.getByTestId('file-input').evaluate((input, times) => {
    for (const names of times) {
      const transfer = new DataTransfer()
      for (const name of names) transfer.items.add(new File(['content'], name, { lastModified: 5 }))
      if (input instanceof HTMLInputElement) input.files = transfer.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }, times)
}
