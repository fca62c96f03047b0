import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import { show } from './browser.ts'
import {
  addedTo,
  answer,
  button,
  choose,
  describedBy,
  dialogOf,
  EVERY,
  field,
  withForm,
} from './details-stage.ts'
import { openStage } from './stage.ts'
import { detailOf, viewOf } from './views.ts'

const stage = await openStage()

const TYPED = ['Exhibit', 'Note', 'On', 'Kind', 'Weight', 'Hash']

/** What the fields show that are not chosen by buttons. */
const shownIn = (page: Page) => Promise.all(TYPED.map((name) => field(page, name).inputValue()))

/** The same file each time: a file that is put there by its content has the time of that. */
async function chooseSame(page: Page, name: string): Promise<void> {
  await page.getByTestId('file-input').evaluate((input, name) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['12345'], name, { lastModified: 5 }))
    if (input instanceof HTMLInputElement) input.files = transfer.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }, name)
  await button(page, 'Add 1 file').waitFor()
}

const HASH = 'a'.repeat(32)

test('what was entered is there again after the form was closed, right or wrong, until it is sent', async () => {
  await withForm(stage, EVERY, async (page) => {
    await chooseSame(page, 'a.bin')
    await field(page, 'Exhibit').fill('ab ')
    await field(page, 'Note').fill('two\nlines')
    await field(page, 'On').fill('2024-02-29')
    await field(page, 'Kind').selectOption('d')
    await field(page, 'Weight').fill('1,234')
    await field(page, 'Hash').fill(HASH)
    await answer(page, 'Sealed', 'No').check()
    await page.keyboard.press('Escape')
    await page.getByText('1 file not added, as the form was closed.').waitFor()

    await chooseSame(page, 'a.bin')
    const entered = ['ab ', 'two\nlines', '2024-02-29', 'd', '1,234']
    expect(await shownIn(page)).toEqual([...entered, HASH])
    expect(await answer(page, 'Sealed', 'No').isChecked()).toBe(true)
    await button(page, 'Don’t add').click()

    // Another file has another hash.
    await chooseSame(page, 'b.bin')
    expect(await shownIn(page)).toEqual([...entered, ''])
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Weight').fill('2')
    await field(page, 'Note').fill('')
    await button(page, 'Add 1 file').click()
    const sent = [
      { name: 'exhibit', value: 'AB/1' },
      { name: 'on', value: '2024-02-29' },
      { name: 'kind', value: 'd' },
      { name: 'weight', value: 2 },
      { name: 'sealed', value: false },
    ]
    await expect.poll(() => addedTo(page)).toMatchObject([sent])

    await chooseSame(page, 'c.bin')
    expect(await shownIn(page)).toEqual(['AB/1', '', '2024-02-29', 'd', '2', ''])
  })
})

test('what was emptied stays empty, whatever is remembered or the operator’s default', async () => {
  const properties = {
    place: { title: 'Place', type: 'string', default: 'Lab 1' },
    copied: { title: 'Copied', type: 'boolean', default: true },
  }
  await withForm(stage, { type: 'object', properties }, async (page) => {
    await choose(page, 'a.bin')
    await field(page, 'Place').fill('')
    await field(page, 'Copied').uncheck()
    await page.keyboard.press('Escape')
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await field(page, 'Place').inputValue()).toBe('')
    expect(await field(page, 'Copied').isChecked()).toBe(false)
  })
})

test('a correction that was closed opens as it was left, and is nothing to what is added', async () => {
  await withForm(stage, EVERY, async (page) => {
    const details: Details = [
      { name: 'exhibit', label: 'Exhibit', value: 'ab1' },
      { name: 'kind', label: 'Kind', value: 'd' },
    ]
    const failed = viewOf(1, { state: 'failed', problem: 'details_invalid' })
    await show(page, { uploads: [failed], detail: detailOf({ details }) })
    await button(page, 'Retry: file 1.bin').click()
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Weight').fill('10')
    await button(page, 'Send with these details').click()
    await dialogOf(page).getByText('Not sent yet: 1 field is marked.').waitFor()
    await page.keyboard.press('Escape')
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await field(page, 'Exhibit').inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await button(page, 'Retry: file 1.bin').click()
    await expect.poll(() => field(page, 'Exhibit').inputValue()).toBe('AB/1')
    expect(await field(page, 'Weight').inputValue()).toBe('10')
    expect(await describedBy(field(page, 'Weight'))).toBe('Enter 9 or less.')
    expect(await describedBy(field(page, 'Exhibit'))).toBe('As AB/1')
  })
})
