import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import { ask, show } from './browser.ts'
import {
  addedTo,
  button,
  choose,
  describedBy,
  dialogOf,
  EVERY,
  field,
  isFocused,
  jobsOf,
  showRefused,
  withForm,
} from './details-stage.ts'
import { openStage } from './stage.ts'
import { detailOf, idOf, viewOf } from './views.ts'

const stage = await openStage()

test('an upload that was refused shows the field that is wrong, and is sent once it is corrected', async () => {
  await withForm(stage, EVERY, async (page) => {
    await showRefused(page)
    await page.getByText('Choose Retry to correct them.').waitFor()
    await button(page, 'Retry: file 1.bin').click()
    await expect.poll(() => isFocused(field(page, 'Exhibit'))).toBe(true)
    expect(await describedBy(field(page, 'Exhibit'))).toContain('does not have the form')
    await button(page, 'Send with these details').click()
    await dialogOf(page).getByText('Not sent yet: 1 field is marked.').waitFor()
    await field(page, 'Exhibit').fill('AB/1')
    await button(page, 'Send with these details').click()
    await expect
      .poll(() => ask(page, { type: 'test-corrected' }))
      .toMatchObject({
        id: idOf(1),
        details: [{ value: 'AB/1' }, { value: 'd' }],
        others: [{ value: 'AB/1' }, { value: 'd' }],
      })
  })
})

test('what is corrected opens at the first field that is wrong, whichever it is', async () => {
  await withForm(stage, EVERY, async (page) => {
    const details: Details = [{ name: 'exhibit', label: 'Exhibit', value: 'AB/1' }]
    const failed = viewOf(1, { state: 'failed', problem: 'details_invalid' })
    await show(page, { uploads: [failed], detail: detailOf({ details }) })
    await button(page, 'Retry: file 1.bin').click()
    await expect.poll(() => isFocused(field(page, 'Kind'))).toBe(true)
    expect(await describedBy(field(page, 'Kind'))).toBe('Choose one of the list.')
  })
})

test('of several that were refused each is asked for its own hash', async () => {
  const hash = { title: 'Hash', type: 'string', format: 'hash' }
  const exhibit = { title: 'Exhibit', type: 'string' }
  const form = { type: 'object', properties: { exhibit, hash }, required: ['hash'] }
  await withForm(stage, form, async (page) => {
    const failed = { state: 'failed', problem: 'details_invalid' } as const
    const before: Details = [{ name: 'exhibit', label: 'Exhibit', value: 'AB/1' }]
    const uploads = [viewOf(1, failed), viewOf(2, failed)]
    await show(page, { uploads, detail: detailOf({ details: before }) })
    const correct = async (exhibit: string, value: string) => {
      await button(page, 'Retry: file 1.bin').click()
      await dialogOf(page).getByText('is that of file 1.bin alone').waitFor()
      await field(page, 'Exhibit').fill(exhibit)
      await field(page, 'Hash').fill(value)
      await button(page, 'Send with these details').click()
      await expect.poll(() => dialogOf(page).count()).toBe(0)
    }
    await correct('AB/2', 'a'.repeat(32))
    const others = [{ ...before[0], value: 'AB/2' }]
    const corrected = { name: 'hash', label: 'Hash', value: 'a'.repeat(32), hash: 'md5' }
    await expect
      .poll(() => ask(page, { type: 'test-corrected' }))
      .toMatchObject({ id: idOf(1), details: [...others, corrected], others })
    // They would be refused with the same once more.
    await correct('AB/1', 'b'.repeat(32))
    await expect
      .poll(() => ask(page, { type: 'test-corrected' }))
      .toMatchObject({ details: [{ value: 'AB/1' }, { value: 'b'.repeat(32) }], others: undefined })
  })
})

test('what was corrected goes on after a loss as well, for each that was refused with it', async () => {
  await withForm(stage, EVERY, async (page) => {
    await choose(page, 'a.bin', 'b.bin')
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Kind').selectOption('d')
    await button(page, 'Add 2 files').click()
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(2)
    const [before] = (await addedTo(page)) as Details[]
    const ids = await page
      .getByTestId('upload-row')
      .evaluateAll((rows) => rows.map((row) => row.dataset['id'] ?? ''))
    const failed = { size: 5, state: 'failed', problem: 'details_invalid' } as const
    const uploads = ids.map((id, at) => viewOf(at, { ...failed, id, name: 'ab'[at] ?? '' }))
    await show(page, { uploads, detail: detailOf({ details: before }) })
    await button(page, 'Retry: a').click()
    await field(page, 'Exhibit').fill('AB/2')
    await field(page, 'Hash').fill('a'.repeat(32))
    await button(page, 'Send with these details').click()
    await expect.poll(() => dialogOf(page).count()).toBe(0)
    await expect.poll(() => jobsOf(page)).toMatchObject([{ id: ids[0], kinds: ['md5'] }])
    await show(page, { uploads: uploads.map((view) => ({ ...view, problem: null })) })
    await ask(page, { type: 'test-lose' })
    await page.getByText('This page still has the files of 2 uploads').waitFor()
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(4)
    const again = ((await addedTo(page)) as Details[]).slice(2)
    expect(again.map((details) => details.map(({ value }) => value))).toEqual([
      ['AB/2', 'a'.repeat(32), 'd'],
      ['AB/2', 'd'],
    ])
  })
})
