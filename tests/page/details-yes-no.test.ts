import { expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import { details as textsOf } from '../../web/text/en/details.ts'
import { words } from '../../web/text/en/words.ts'
import { ask, show } from './browser.ts'
import {
  addedTo,
  answer,
  button,
  choose,
  describedBy,
  dialogOf,
  field,
  isFocused,
  withForm,
} from './details-stage.ts'
import { inspect } from './inspect.ts'
import { openStage } from './stage.ts'
import { detailOf, viewOf } from './views.ts'

const stage = await openStage()

const FORM = {
  type: 'object',
  properties: {
    seal: { title: 'Seal intact', type: 'boolean', description: 'As it was found' },
    consent: { title: 'I consent', type: 'boolean' },
    copied: { title: 'Copied', type: 'boolean', default: true },
    pledge: { title: 'Verschwiegenheitsverpflichtungserklärung', type: 'boolean' },
    keeper: { title: 'Aufbewahrungsverantwortlichkeitsübergabe', type: 'string' },
  },
  required: ['consent', 'copied'],
}

const { yes, no, noAnswer } = textsOf(words)

test('what nobody answered is asked for where it is required, and else left out', async () => {
  await withForm(stage, FORM, async (page) => {
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').click()
    await dialogOf(page).getByText('Not added yet: 1 field is marked.').waitFor()
    const consent = field(page, 'I consent')
    expect(await consent.getAttribute('aria-required')).toBe('true')
    expect(await consent.getAttribute('aria-invalid')).toBe('true')
    expect(await describedBy(consent)).toBe('Choose Yes or No.')
    expect(await isFocused(answer(page, 'I consent', yes))).toBe(true)
    expect(await answer(page, 'I consent', noAnswer).count()).toBe(0)
    expect(await describedBy(field(page, 'Seal intact'))).toBe('As it was found')
    expect(await answer(page, 'Seal intact', noAnswer).isChecked()).toBe(true)
    expect(await addedTo(page)).toEqual([])
    await inspect(page, 'details-yes-no')
    await answer(page, 'I consent', no).check()
    await button(page, 'Add 1 file').click()
    const stated: Details = [
      { name: 'consent', label: 'I consent', value: false },
      { name: 'copied', label: 'Copied', value: true },
    ]
    await expect.poll(() => addedTo(page)).toEqual([stated])

    // What is remembered of it is what was answered, and no more.
    await choose(page, 'b.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await answer(page, 'Seal intact', noAnswer).isChecked()).toBe(true)
    expect(await answer(page, 'I consent', no).isChecked()).toBe(true)
    await answer(page, 'Seal intact', no).check()
    await button(page, 'Add 1 file').click()
    const sealed = { name: 'seal', label: 'Seal intact', value: false }
    await expect.poll(() => addedTo(page)).toEqual([stated, [sealed, ...stated]])

    await choose(page, 'c.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await answer(page, 'Seal intact', no).isChecked()).toBe(true)
    await answer(page, 'Seal intact', noAnswer).check()
    await button(page, 'Add 1 file').click()
    await expect.poll(() => addedTo(page)).toEqual([stated, [sealed, ...stated], stated])
  })
})

test('the keyboard answers', async () => {
  await withForm(stage, FORM, async (page) => {
    await choose(page, 'a.bin')
    await expect.poll(() => isFocused(answer(page, 'Seal intact', noAnswer))).toBe(true)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    const values = [{ value: false }, { value: true }, { value: true }]
    await expect.poll(() => addedTo(page)).toMatchObject([values])
  })
})

test('what was left open is open once more where details are corrected', async () => {
  await withForm(stage, FORM, async (page) => {
    // As of an older form, which had no box.
    const details: Details = [{ name: 'seal', label: 'Seal intact', value: true }]
    const failed = viewOf(1, { state: 'failed', problem: 'details_invalid' })
    await show(page, { uploads: [failed], detail: detailOf({ details }) })
    await button(page, 'Retry: file 1.bin').click()
    await expect.poll(() => isFocused(answer(page, 'I consent', yes))).toBe(true)
    expect(await describedBy(field(page, 'I consent'))).toBe('Choose Yes or No.')
    expect(await answer(page, 'Seal intact', yes).isChecked()).toBe(true)
    expect(await field(page, 'Copied').isChecked()).toBe(true)
    await answer(page, 'Seal intact', noAnswer).check()
    await answer(page, 'I consent', yes).check()
    await button(page, 'Send with these details').click()
    await expect
      .poll(() => ask(page, { type: 'test-corrected' }))
      .toMatchObject({
        details: [
          { name: 'consent', value: true },
          { name: 'copied', value: true },
        ],
      })
  })
})

test('what was remembered while a box without a tick was a No is not filled in', async () => {
  await withForm(stage, FORM, async (page) => {
    await page.evaluate((schema) => {
      const answers = { seal: false, consent: false, copied: true }
      localStorage.setItem('longhaul-details', JSON.stringify({ schema, answers }))
    }, FORM)
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await answer(page, 'Seal intact', noAnswer).isChecked()).toBe(true)
    expect(await answer(page, 'I consent', no).isChecked()).toBe(false)
  })
})
