import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { CASES, EVERY_FIELD, FITTING } from '../../api/testing/every-answer.ts'
import { detailsOf, type Rule } from '../../shared/answers.ts'
import { readForm } from '../../shared/form.ts'
import { details } from '../../web/text/en/details.ts'
import { words } from '../../web/text/en/words.ts'
import { show } from './browser.ts'
import { viewOf } from './views.ts'
import { openStage } from './stage.ts'
import {
  addedTo,
  answer,
  button,
  choose,
  describedBy,
  dialogOf,
  enter,
  EVERY,
  field,
  identityWith,
  isFocused,
  toldOf,
  withForm,
  type Told,
} from './details-stage.ts'

const stage = await openStage()

test('every field type is taken, for all files of the batch, and remembered but for the hash', async () => {
  await withForm(stage, EVERY, async (page) => {
    await choose(page, 'a.bin', 'b.bin')
    await button(page, 'Add 2 files').waitFor()
    await expect.poll(() => isFocused(field(page, 'Exhibit'))).toBe(true)
    expect(await field(page, 'Exhibit').evaluate((input) => input.matches(':required'))).toBe(true)
    expect(await describedBy(field(page, 'Exhibit'))).toBe('As AB/1')
    await field(page, 'Exhibit').fill(' AB/1 ')
    await field(page, 'Note').fill('two\nlines')
    await field(page, 'On').fill('2024-02-29')
    // One hash can't be that of both.
    await dialogOf(page).getByText('add the files one at a time').waitFor()
    expect(await field(page, 'Hash').count()).toBe(0)
    await field(page, 'Kind').selectOption('Disk')
    await field(page, 'Weight').pressSequentially('0,5')
    await field(page, 'Count').pressSequentially('٧')
    await answer(page, 'Sealed', 'Yes').check()
    await button(page, 'Add 2 files').click()
    await expect.poll(() => dialogOf(page).count()).toBe(0)
    const details = [
      { name: 'exhibit', label: 'Exhibit', value: 'AB/1' },
      { name: 'note', label: 'Note', value: 'two\nlines' },
      { name: 'on', label: 'On', value: '2024-02-29' },
      { name: 'kind', label: 'Kind', value: 'd', chosen: 'Disk' },
      { name: 'weight', label: 'Weight', value: 0.5 },
      { name: 'count', label: 'Count', value: 7 },
      { name: 'sealed', label: 'Sealed', value: true },
    ]
    await expect.poll(() => addedTo(page)).toEqual([details, details])

    await choose(page, 'c.bin')
    await field(page, 'Hash').fill('d41d8cd98f00b204e9800998ecf8427e')
    await button(page, 'Add 1 file').click()
    const hash = {
      name: 'hash',
      label: 'Hash',
      value: 'd41d8cd98f00b204e9800998ecf8427e',
      hash: 'md5',
    }
    const withHash = details.toSpliced(3, 0, hash)
    await expect.poll(() => addedTo(page)).toEqual([details, details, withHash])

    await choose(page, 'd.bin')
    await button(page, 'Add 1 file').waitFor()
    const values = ['Exhibit', 'Note', 'On', 'Hash', 'Kind', 'Weight', 'Count'].map((name) =>
      field(page, name).inputValue(),
    )
    expect(await Promise.all(values)).toEqual([
      'AB/1',
      'two\nlines',
      '2024-02-29',
      '',
      'd',
      '0.5',
      '7',
    ])
    expect(await answer(page, 'Sealed', 'Yes').isChecked()).toBe(true)
    await button(page, 'Clear the form').click()
    expect(await field(page, 'Exhibit').inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await page.getByText('1 file not added, as the form was closed.').waitFor()
    await choose(page, 'd.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await field(page, 'Exhibit').inputValue()).toBe('')
  })
})

test('a choice is taken as the operator wrote it, with the blanks at its ends', async () => {
  const room = { title: 'Room', type: 'string', enum: ['4 ', '5'] }
  await withForm(stage, { type: 'object', properties: { room } }, async (page) => {
    await choose(page, 'a.bin')
    await field(page, 'Room').selectOption('4 ')
    await button(page, 'Add 1 file').click()
    await expect.poll(() => addedTo(page)).toMatchObject([[{ value: '4 ' }]])
  })
})

test('several files are not added where each has to have its hash', async () => {
  const hash = { title: 'Hash', type: 'string', format: 'hash' }
  await withForm(
    stage,
    { type: 'object', properties: { hash }, required: ['hash'] },
    async (page) => {
      await choose(page, 'a.bin', 'b.bin')
      await button(page, 'Add 2 files').click({ force: true })
      const why = dialogOf(page).getByText('Add the files one at a time.')
      await expect.poll(() => why.count()).toBe(2)
      expect(await addedTo(page)).toEqual([])
    },
  )
})

test('each field type tells at its place what is wrong, and nothing is added until nothing is', async () => {
  const form = readForm(EVERY_FIELD)
  const { faults } = details(words)
  await withForm(stage, EVERY_FIELD, async (page) => {
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    for (let round = 0; round < ROUNDS; round++) {
      const told: Record<string, Told> = {}
      for (const asked of form.fields) {
        const { entered, rule } = enterable(asked.name)[round] ?? fitting(asked.name)
        await enter(field(page, asked.label), entered)
        const said = rule === null ? [asked.help] : [faults[rule](asked), asked.help]
        told[asked.label] = { isWrong: rule !== null, said: said.join(' ').trim() }
      }
      await button(page, 'Add 1 file').click()
      const wrong = Object.keys(told).filter((label) => told[label]?.isWrong)
      const marked = wrong.length === 1 ? '1 field is' : `${wrong.length} fields are`
      await dialogOf(page).getByText(`Not added yet: ${marked} marked.`).waitFor()
      expect(await isFocused(field(page, wrong[0] ?? ''))).toBe(true)
      expect(await toldOf(page, Object.keys(told))).toEqual(told)
      expect(await addedTo(page)).toEqual([])
    }
    for (const { name, label } of form.fields)
      await enter(field(page, label), fitting(name).entered)
    await button(page, 'Add 1 file').click()
    await expect.poll(() => addedTo(page)).toEqual([detailsOf(form, FITTING)])
  })
})

interface Entered {
  readonly entered: string | boolean
  readonly rule: Rule | null
}

const fitting = (name: string): Entered => {
  const answer = FITTING[name] ?? ''
  return { entered: typeof answer === 'boolean' ? answer : String(answer), rule: null }
}

/** What of the cases a browser lets a person enter. */
function enterable(name: string): Entered[] {
  const cases = Object.entries(CASES).find(([field]) => field === name)?.[1] ?? []
  return cases.flatMap(({ sent, entered, rule }) => {
    if (entered === null) return []
    return { entered: typeof sent === 'boolean' ? sent : (entered ?? String(sent)), rule }
  })
}

const ROUNDS = Math.max(...Object.keys(CASES).map((name) => enterable(name).length))

/** Whether the page has the browser ask before it is left. */
const isLeavingAsked = (page: Page) =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))

test('closing the form adds nothing and says so', async () => {
  await withForm(stage, EVERY, async (page) => {
    await choose(page, 'a.bin', 'b.bin')
    await button(page, 'Don’t add').waitFor()
    await expect.poll(() => isLeavingAsked(page)).toBe(true)
    await button(page, 'Don’t add').click()
    await page.getByText('2 files not added, as the form was closed.').waitFor()
    expect(await isLeavingAsked(page)).toBe(false)
    expect(await addedTo(page)).toEqual([])
  })
})

test('of files that the list has already it is asked first whether they are to be added again', async () => {
  await withForm(stage, EVERY, async (page) => {
    const known = { state: 'paused', size: 5, lastModified: 5 } as const
    const identity = identityWith(EVERY)
    await show(page, { uploads: [viewOf(1, { ...known, name: 'a.bin' })], identity })
    await chooseOfDate(page, 'a.bin')
    await dialogOf(page).getByText('1 file is in the list already').waitFor()
    await button(page, 'Skip 1 file').click()
    await page.getByText('1 file was skipped, as the list has it already.').waitFor()
    expect(await dialogOf(page).count()).toBe(0)

    await chooseOfDate(page, 'a.bin')
    await button(page, 'Add again').click()
    await button(page, 'Don’t add').click()
    await expect.poll(() => dialogOf(page).count()).toBe(0)
    expect(await addedTo(page)).toEqual([])

    await chooseOfDate(page, 'a.bin')
    await button(page, 'Add again').click()
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Kind').selectOption('d')
    await button(page, 'Add 1 file').click()
    const details = [{ value: 'AB/1' }, { value: 'd' }]
    await expect.poll(() => addedTo(page)).toMatchObject([details])

    // Of some that are new and some that are known all are asked about at once.
    await chooseOfDate(page, 'a.bin', 'b.bin')
    await button(page, 'Add 2 files').click()
    await button(page, 'Add again').click()
    await expect.poll(() => addedTo(page)).toMatchObject([details, details, details])

    // Neither does what is asked then take the place of the form for what was chosen meanwhile.
    await chooseOfDate(page, 'a.bin', 'c.bin')
    await button(page, 'Add 2 files').waitFor()
    await chooseOfDate(page, 'd.bin')
    await button(page, 'Add 2 files').click()
    await button(page, 'Add 1 file').click()
    await button(page, 'Skip 1 file').click()
    await page.getByText('1 file was skipped, as the list has it already.').waitFor()
    await expect.poll(() => addedTo(page)).toHaveLength(5)
    expect(await page.getByText('as the form was closed').count()).toBe(0)
  })
})

/** Files of five bytes. */
function chooseOfDate(page: Page, ...names: string[]): Promise<void> {
  return page.getByTestId('file-input').evaluate((input, names) => {
    const transfer = new DataTransfer()
    for (const name of names) transfer.items.add(new File(['12345'], name, { lastModified: 5 }))
    if (input instanceof HTMLInputElement) input.files = transfer.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }, names)
}

test('files that are dropped while the form or another dialog is open are asked for after it', async () => {
  await withForm(stage, EVERY, async (page) => {
    await button(page, 'Speed limit').click()
    await field(page, 'Usual limit').fill('7')
    await choose(page, 'z.bin')
    // The page is asked whether it may be left as soon as they are gathered.
    await expect.poll(() => isLeavingAsked(page)).toBe(true)
    await page.waitForTimeout(300)
    expect(await field(page, 'Usual limit').inputValue()).toBe('7')
    await page.keyboard.press('Escape')
    await button(page, 'Don’t add').click()
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    await choose(page, 'b.bin', 'c.bin')
    await field(page, 'Exhibit').fill('AB/1')
    await field(page, 'Kind').selectOption('d')
    await button(page, 'Add 1 file').click()
    await button(page, 'Add 2 files').click()
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(3)
  })
})

test('the keyboard alone fills in the form', async () => {
  await withForm(stage, EVERY, async (page) => {
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    await expect.poll(() => isFocused(field(page, 'Exhibit'))).toBe(true)
    await page.keyboard.type('AB/1')
    for (let presses = 0; !(await isFocused(field(page, 'Kind'))); presses += 1) {
      if (presses > 12) throw new Error('Tab does not lead to the choice')
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('1,234')
    await page.keyboard.press('Enter')
    const weight = field(page, 'Weight')
    await expect.poll(() => describedBy(weight)).toContain('read as thousands or as a fraction')
    expect(await isFocused(weight)).toBe(true)
    expect(await addedTo(page)).toEqual([])
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(1)
  })
})

test('without a form nobody is asked', async () => {
  await withForm(stage, undefined, async (page) => {
    await choose(page, 'a.bin')
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(1)
    expect(await dialogOf(page).count()).toBe(0)
  })
})
