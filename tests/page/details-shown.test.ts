import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Details } from '../../shared/details.ts'
import { createLater } from '../../web/text/ar-later.ts'
import { words } from '../../web/text/ar.ts'
import { show } from './browser.ts'
import { inspect } from './inspect.ts'
import { detailOf, RECEIPT, viewOf } from './views.ts'
import { openStage } from './stage.ts'
import {
  button,
  choose,
  dialogOf,
  EVERY,
  field,
  identityWith,
  jobsOf,
  withForm,
} from './details-stage.ts'

const EXAMPLE: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/examples/forensic-case.json'), 'utf8'),
)

const stage = await openStage()

describe('in every look', () => {
  test('the shipped form has no faults', async () => {
    await withForm(stage, EXAMPLE, async (page) => {
      await choose(page, 'disk.E01', 'disk.E02')
      await button(page, 'Add 2 files').waitFor()
      // Behind it nothing counts what is not added yet.
      expect(await page.locator('.banner').count()).toBe(0)
      await inspect(page, 'details-form')
    })
  })

  test('what was entered wrongly has no other faults', async () => {
    await withForm(stage, EXAMPLE, async (page) => {
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
    await withForm(stage, EXAMPLE, async (page) => {
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

test('in Arabic what the operator asks and what was entered read as they were written', async () => {
  const later = createLater(words)
  const form = {
    type: 'object',
    title: 'Exhibits (all).',
    description: 'What came in.',
    properties: {
      case: { title: 'Case no.', type: 'string', description: '12 34 56' },
      room: { title: 'Room?', type: 'string', enum: ['7 (all)'] },
      sealed: { title: 'Sealed?', type: 'boolean' },
      whole: { title: 'Whole?', type: 'boolean', default: false },
    },
    required: ['case'],
  }
  const details: Details = [
    { name: 'case', label: 'Case no.', value: '12 34 56' },
    { name: 'room', label: 'Room?', value: '7', chosen: '7 (all)' },
  ]
  const facts = async (shown: Locator) => {
    await shown.first().waitFor()
    return Promise.all((await shown.all()).map(asSeen))
  }
  const asWritten = ['Case no.', '12 34 56', 'Room?', '7 (all)']
  await withForm(
    stage,
    form,
    async (page) => {
      await choose(page, 'disk.E01')
      const dialog = dialogOf(page)
      await dialog.locator('.field').first().waitFor()
      const seen = ['h2', '.description', '.field label', '.field .hint', 'legend', '.tick label']
      expect(await Promise.all(seen.map((one) => asSeen(dialog.locator(one).first())))).toEqual([
        'Exhibits (all).',
        'What came in.',
        // What marks it as required follows it on the page's own way.
        '* Case no.',
        '12 34 56',
        'Sealed?',
        'Whole?',
      ])
      // The list that opens is the browser's own.
      const option = dialog.getByRole('option', { name: '7 (all)' })
      expect(await option.evaluate((one) => getComputedStyle(one).direction)).toBe('ltr')
      await page.keyboard.press('Escape')

      const upload = viewOf(1, { name: 'disk.E01', state: 'verified', sent: 4_000_000_000 })
      const receipt = { ...RECEIPT, details }
      await show(page, { uploads: [upload], receipt, detail: detailOf({ details }) })
      await button(page, later.row.of(later.row.receipt, upload.name)).click()
      expect(await facts(dialog.locator('.details :is(dt, dd)'))).toEqual(asWritten)
      await button(page, later.receipt.close).click()
      await page.getByRole('link', { name: upload.name }).click()
      expect(await facts(page.locator('.details :is(dt, dd)'))).toEqual(asWritten)
    },
    'ar-EG',
  )
})

/** Its letters from left to right, as they are drawn. */
function asSeen(of: Locator): Promise<string> {
  return of.evaluate((element) => {
    const letters: { left: number; letter: string }[] = []
    const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const text = node.nodeValue ?? ''
      for (let at = 0; at < text.length; at++) {
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        letters.push({ left: range.getBoundingClientRect().left, letter: text.charAt(at) })
      }
    }
    letters.sort((one, other) => one.left - other.left)
    return letters.map(({ letter }) => letter).join('')
  })
}

describe('an acquisition hash that is not the file’s', () => {
  const details: Details = [{ name: 'hash', label: 'Hash', value: '0'.repeat(32), hash: 'md5' }]
  const alarmed = async (page: Page) => {
    await page.getByText('1 file does not match its acquisition hash.').waitFor()
    await page.getByTestId('upload-row').getByText('Its hash is not the acquisition').waitFor()
  }

  test('is told in the list once the file’s own is known', async () => {
    await withForm(stage, EVERY, async (page) => {
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

  test('is computed where the receipt has but another one', async () => {
    await withForm(stage, EVERY, async (page) => {
      const only = { computedBy: 'browser' as const, sha256: '1'.repeat(64) }
      const uploads = [viewOf(1, { state: 'verified', sent: viewOf(1).size })]
      for (const hashes of [{ ...only, md5: '0'.repeat(32) }, only]) {
        await show(page, {
          uploads,
          detail: detailOf({ details }),
          receipt: { ...RECEIPT, hashes },
        })
        await page.getByRole('link', { name: 'file 1.bin' }).click()
        await page.getByText(only.sha256).waitFor()
        const isOffered = hashes === only
        expect(await button(page, 'Compute now').count()).toBe(isOffered ? 1 : 0)
        if (!isOffered) await page.goBack()
      }
      await button(page, 'Compute now').click()
      await expect.poll(() => jobsOf(page)).toMatchObject([{ kinds: ['md5', 'sha256'] }])
    })
  })

  test('is found in the receipt by a page that is opened later', async () => {
    await withForm(stage, EVERY, async (page) => {
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
