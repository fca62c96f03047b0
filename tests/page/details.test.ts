import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import { ask, inspect, openPage, show } from './browser.ts'
import { detailOf, idOf, RECEIPT, viewOf } from './views.ts'
import { openStage } from './stage.ts'

const EXAMPLE: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/examples/forensic-case.json'), 'utf8'),
)

/** One field of every type, with what is read out of each. */
const EVERY: unknown = {
  type: 'object',
  properties: {
    exhibit: {
      title: 'Exhibit',
      type: 'string',
      pattern: '^[A-Z]+/[0-9]+$',
      description: 'As AB/1',
    },
    note: { title: 'Note', type: 'string', minLength: 3, maxLength: 400 },
    on: { title: 'On', type: 'string', format: 'date' },
    hash: { title: 'Hash', type: 'string', format: 'hash' },
    kind: { title: 'Kind', type: 'string', oneOf: [{ const: 'd', title: 'Disk' }] },
    weight: { title: 'Weight', type: 'number', minimum: 0, maximum: 9 },
    count: { title: 'Count', type: 'integer' },
    sealed: { title: 'Sealed', type: 'boolean' },
  },
  required: ['exhibit', 'kind'],
}

const { site, browser } = await openStage()

const identityWith = (form: unknown): IdentityAnswer => ({
  kind: 'open',
  admin: false,
  note: '',
  expiresInSeconds: null,
  maxFileSize: 1e12,
  filesLeft: null,
  bytesLeft: null,
  form,
})

/** Opens the app where the server has this form; the console must stay silent. */
async function withForm(form: unknown, use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    await show(page, { identity: identityWith(form) })
    // So that it is asked for anew.
    await open()
    await show(page, { identity: identityWith(form) })
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

const dialogOf = (page: Page) => page.getByRole('dialog')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => dialogOf(page).getByLabel(name)
const isFocused = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement)
const describedBy = (target: Locator) =>
  target.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )
const addedTo = (page: Page) => ask(page, { type: 'test-details' })

async function choose(page: Page, ...names: string[]): Promise<void> {
  const files = names.map((name) => ({ name, mimeType: '', buffer: Buffer.from(name) }))
  await page.getByTestId('file-input').setInputFiles(files)
}

describe('in every look', () => {
  test('the shipped form has no faults', async () => {
    await withForm(EXAMPLE, async (page) => {
      await choose(page, 'disk.E01', 'disk.E02')
      await button(page, 'Add 2 files').waitFor()
      // Behind it nothing counts what is not added yet.
      expect(await page.locator('.banner').count()).toBe(0)
      await inspect(page, 'details-form')
    })
  })

  test('what was entered wrongly has no other faults', async () => {
    await withForm(EXAMPLE, async (page) => {
      await choose(page, 'disk.E01')
      await button(page, 'Add 1 file').click()
      await dialogOf(page).getByText('Not added yet: 4 fields are marked.').waitFor()
      await field(page, 'Acquisition hash').fill('abc')
      await field(page, 'Unreadable sectors').fill('-1')
      await button(page, 'Add 1 file').click()
      await dialogOf(page).getByText('Not added yet: 6 fields are marked.').waitFor()
      await inspect(page, 'details-wrong')
    })
  })

  test('details in the receipt and of an upload have no faults', async () => {
    await withForm(EXAMPLE, async (page) => {
      const verified = viewOf(4, { name: 'disk.E01', state: 'verified', sent: 4_000_000_000 })
      const receipt = { ...RECEIPT, details: DETAILS }
      const detail = detailOf({ details: DETAILS })
      await show(page, { uploads: [verified], receipt, detail })
      await button(page, 'Receipt: disk.E01').click()
      await dialogOf(page).getByText('AB/1').waitFor()
      await inspect(page, 'details-receipt')
      await button(page, 'Close').click()
      await page.getByRole('link', { name: 'disk.E01' }).click()
      await page.getByText('SHA-256, as it was entered').waitFor()
      await inspect(page, 'details-upload')
    })
  })
})

const DETAILS: Details = [
  { name: 'caseNumber', label: 'Case number', value: '2026-00042' },
  { name: 'exhibit', label: 'Exhibit', value: 'AB/1' },
  { name: 'source', label: 'Acquired from', value: 'disk', chosen: 'Hard disk or SSD' },
  { name: 'badSectors', label: 'Unreadable sectors', value: 0 },
  { name: 'description', label: 'Description', value: 'Laptop <b>found</b> on the\ndesk' },
  {
    name: 'acquisitionHash',
    label: 'Acquisition hash',
    value: 'e3b0c442'.repeat(8),
    hash: 'sha256',
  },
  { name: 'sealed', label: 'The seal was intact', value: true },
]

test('every field type is taken, for all files of the batch, and remembered but for the hash', async () => {
  await withForm(EVERY, async (page) => {
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
    await field(page, 'Weight').fill('0.5')
    await field(page, 'Count').fill('7')
    await field(page, 'Sealed').check()
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
    expect(await field(page, 'Sealed').isChecked()).toBe(true)
    await button(page, 'Clear the form').click()
    expect(await field(page, 'Exhibit').inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await page.getByText('1 file not added, as the form was closed.').waitFor()
    await choose(page, 'd.bin')
    await button(page, 'Add 1 file').waitFor()
    expect(await field(page, 'Exhibit').inputValue()).toBe('')
  })
})

test('several files are not added where each has to have its hash', async () => {
  const hash = { title: 'Hash', type: 'string', format: 'hash' }
  await withForm({ type: 'object', properties: { hash }, required: ['hash'] }, async (page) => {
    await choose(page, 'a.bin', 'b.bin')
    await button(page, 'Add 2 files').click({ force: true })
    const why = dialogOf(page).getByText('Add the files one at a time.')
    await expect.poll(() => why.count()).toBe(2)
    expect(await addedTo(page)).toEqual([])
  })
})

test('each field type tells at its place what is wrong, and nothing is added', async () => {
  await withForm(EVERY, async (page) => {
    await choose(page, 'a.bin')
    await button(page, 'Add 1 file').waitFor()
    const wrong: [name: string, entered: string, said: string][] = [
      ['Exhibit', 'ab1', 'This does not have the form that is asked for. As AB/1'],
      ['Note', 'ab', 'Enter at least 3 characters.'],
      ['Hash', 'xyz', 'Enter 32 digits (MD5)'],
      ['Weight', '10', 'Enter 9 or less.'],
      ['Count', '0.5', 'Enter a whole number.'],
    ]
    for (const [name, entered] of wrong) await field(page, name).fill(entered)
    // Half a date has no value, but is not nothing.
    await field(page, 'On').focus()
    await page.keyboard.type('12')
    await button(page, 'Add 1 file').click()
    await dialogOf(page).getByText('Not added yet: 7 fields are marked.').waitFor()
    expect(await isFocused(field(page, 'Exhibit'))).toBe(true)
    const all = [
      ...wrong,
      ['On', '', 'Enter a whole date that there is.'],
      ['Kind', '', 'Fill this in.'],
    ] as const
    for (const [name, , said] of all) {
      expect(await field(page, name).getAttribute('aria-invalid')).toBe('true')
      expect(await describedBy(field(page, name))).toContain(said)
    }
    expect(await field(page, 'Sealed').getAttribute('aria-invalid')).toBe('false')
    expect(await addedTo(page)).toEqual([])
  })
})

/** Whether the page has the browser ask before it is left. */
const isLeavingAsked = (page: Page) =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))

test('closing the form adds nothing and says so', async () => {
  await withForm(EVERY, async (page) => {
    await choose(page, 'a.bin', 'b.bin')
    await button(page, 'Don’t add').waitFor()
    await expect.poll(() => isLeavingAsked(page)).toBe(true)
    await button(page, 'Don’t add').click()
    await page.getByText('2 files not added, as the form was closed.').waitFor()
    expect(await isLeavingAsked(page)).toBe(false)
    expect(await addedTo(page)).toEqual([])
  })
})

test('files that are dropped while the form is open are asked for after it', async () => {
  await withForm(EVERY, async (page) => {
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

test('an upload that was refused shows the field that is wrong, and is sent once it is corrected', async () => {
  await withForm(EVERY, async (page) => {
    const details: Details = [
      { name: 'exhibit', label: 'Exhibit', value: 'ab1' },
      { name: 'kind', label: 'Kind', value: 'd' },
    ]
    const failed = viewOf(1, { state: 'failed', problem: 'details_invalid' })
    await show(page, { uploads: [failed], detail: detailOf({ details }) })
    await page.getByText('Choose Retry to correct them.').waitFor()
    await button(page, 'Retry: file 1.bin').click()
    await expect.poll(() => isFocused(field(page, 'Exhibit'))).toBe(true)
    expect(await describedBy(field(page, 'Exhibit'))).toContain('does not have the form')
    await field(page, 'Exhibit').fill('AB/1')
    await button(page, 'Send with these details').click()
    await expect
      .poll(() => ask(page, { type: 'test-corrected' }))
      .toMatchObject({
        id: idOf(1),
        details: [{ value: 'AB/1' }, { value: 'd' }, { value: false }],
      })
  })
})

test('the keyboard alone fills in the form', async () => {
  await withForm(EVERY, async (page) => {
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
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(1)
  })
})

test('without a form nobody is asked', async () => {
  await withForm(undefined, async (page) => {
    await choose(page, 'a.bin')
    await expect.poll(async () => (await addedTo(page)) as unknown[]).toHaveLength(1)
    expect(await dialogOf(page).count()).toBe(0)
  })
})

describe('an acquisition hash that is not the file’s', () => {
  const details: Details = [{ name: 'hash', label: 'Hash', value: '0'.repeat(32), hash: 'md5' }]
  const alarmed = async (page: Page) => {
    await page.getByText('1 file does not match its acquisition hash.').waitFor()
    await page.getByTestId('upload-row').getByText('Its hash is not the acquisition').waitFor()
  }

  test('is told in the list once the file’s own is known', async () => {
    await withForm(EVERY, async (page) => {
      await show(page, { identity: identityWith(EVERY), detail: detailOf({ details }) })
      await choose(page, 'a.bin')
      await field(page, 'Exhibit').fill('AB/1')
      await field(page, 'Kind').selectOption('d')
      await field(page, 'Hash').fill('0'.repeat(32))
      await button(page, 'Add 1 file').click()
      await alarmed(page)
      await inspect(page, 'hash-differs-list')
    })
  })

  test('is found in the receipt by a page that is opened later', async () => {
    await withForm(EVERY, async (page) => {
      const hashes = { computedBy: 'browser' as const, md5: '1'.repeat(32) }
      const verified = viewOf(1, { state: 'verified', sent: viewOf(1).size })
      const receipt = { ...RECEIPT, details, hashes }
      await show(page, { identity: identityWith(EVERY), uploads: [verified], receipt })
      await page.reload()
      await alarmed(page)
      await page.getByRole('heading', { name: 'Check the hash of 1 file' }).waitFor()
      expect(await page.locator('.overview .share').textContent()).toBe('100%')
      await inspect(page, 'hash-differs-verified')
    })
  })
})
