import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  addedTo,
  answer,
  button,
  choose,
  describedBy,
  dialogOf,
  EVERY,
  field,
  isFocused,
  showRefused,
  withForm,
} from './details-stage.ts'
import { openStage } from './stage.ts'

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
    await showRefused(page)
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

test('clearing leaves the operator’s defaults, and is undone until something else is entered', async () => {
  const properties = {
    place: { title: 'Place', type: 'string', default: 'Lab 1' },
    copied: { title: 'Copied', type: 'boolean', default: true },
    seal: { title: 'Seal intact', type: 'boolean' },
    count: { title: 'Count', type: 'integer' },
  }
  await withForm(stage, { type: 'object', properties }, async (page) => {
    const isShown = async (place: string, copied: boolean, seal: string, count: string) => {
      await expect.poll(() => field(page, 'Count').inputValue()).toBe(count)
      expect(await field(page, 'Place').inputValue()).toBe(place)
      expect(await field(page, 'Copied').isChecked()).toBe(copied)
      expect(await answer(page, 'Seal intact', seal).isChecked()).toBe(true)
    }
    await choose(page, 'a.bin')
    await field(page, 'Place').fill('Lab 2')
    await field(page, 'Copied').uncheck()
    await answer(page, 'Seal intact', 'Yes').check()
    await field(page, 'Count').fill('3')
    await button(page, 'Add 1 file').click()
    await expect.poll(() => dialogOf(page).count()).toBe(0)

    await choose(page, 'b.bin')
    await field(page, 'Count').fill('x')
    await button(page, 'Add 1 file').click()
    await dialogOf(page).getByText('Enter a whole number.').waitFor()
    await button(page, 'Clear the form').click()
    await dialogOf(page).getByText('What was entered is cleared').waitFor()
    await isShown('Lab 1', true, 'Not answered', '')
    expect(await describedBy(field(page, 'Count'))).toBe('')
    expect(await isFocused(button(page, 'Undo'))).toBe(true)
    await page.keyboard.press('Enter')
    await dialogOf(page).getByText('All of it is back as it was.').waitFor()
    await isShown('Lab 2', false, 'Yes', 'x')
    expect(await describedBy(field(page, 'Count'))).toBe('Enter a whole number.')
    await page.keyboard.press('Escape')

    await choose(page, 'b.bin')
    await button(page, 'Clear the form').click()
    await field(page, 'Count').fill('4')
    await button(page, 'Clear the form').waitFor()
    expect(await button(page, 'Undo').count()).toBe(0)
    await page.keyboard.press('Escape')
    await choose(page, 'b.bin')
    await button(page, 'Add 1 file').waitFor()
    await isShown('Lab 1', true, 'Not answered', '4')
  })
})

test('what was remembered is remembered again once clearing is undone', async () => {
  await withForm(stage, EVERY, async (page) => {
    const remembered = () => page.evaluate(() => localStorage.getItem('longhaul-details'))
    await chooseSame(page, 'a.bin')
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Kind').selectOption('d')
    await button(page, 'Add 1 file').click()
    await expect.poll(() => dialogOf(page).count()).toBe(0)
    const before = await remembered()
    expect(before).toContain('AB/1')
    await chooseSame(page, 'b.bin')
    await button(page, 'Clear the form').click()
    await expect.poll(remembered).toBe(null)
    await button(page, 'Undo').click()
    await expect.poll(remembered).toBe(before)
  })
})
