import { afterEach, describe, expect, test } from 'vitest'
import { ANSWERS, LINKS, refused } from './admin-answers.ts'
import { idOf } from './views.ts'
import { openStage } from './stage.ts'
import { asAdmin, press } from './admin-stage.ts'

const stage = await openStage()
const { site } = stage

afterEach(() => {
  site.asked.length = 0
})

describe('the admin, of links', () => {
  test('makes a link with what was filled in, and is told which field is wrong', async () => {
    await asAdmin(stage, 'Links', async (page) => {
      await page.getByText('Make a link').click()
      await page.getByLabel('Name', { exact: true }).fill('Ann')
      await page.getByLabel('Folder in the bucket').fill('for-ann')
      await page.getByLabel('Works for').selectOption('30')
      const most = page.getByLabel('GB in all at most')
      const faultOf = async (entered: string) => {
        await most.fill(entered)
        return most.evaluate((input: HTMLInputElement) => input.validationMessage)
      }
      expect(await faultOf('1.000')).toContain('thousands or as a fraction')
      for (const none of ['a lot', '0', '-1'])
        expect(await faultOf(none)).toContain('from 0.001 on')
      await press('Make the link')(page)
      expect(await most.evaluate((input) => input === document.activeElement)).toBe(true)
      expect(await faultOf('1,5')).toBe('')
      const count = page.getByLabel('Files at most')
      await count.fill('1.5')
      expect(await count.evaluate((input: HTMLInputElement) => input.validationMessage)).toContain(
        'whole number',
      )
      await count.fill('')
      await page.getByLabel('Told by mail').fill('ann@example.com')
      site.api = {
        ...ANSWERS,
        'POST /api/links': refused(400, 'bad_request', 'missing or wrong: prefix'),
      }
      await press('Make the link')(page)
      await page.getByText('the folder may not begin with').waitFor()
      site.api = ANSWERS
      await press('Make the link')(page)
      const link = page.getByRole('textbox', { name: 'Link' })
      expect(await link.inputValue()).toBe(`${site.origin}/#link=made.by.admin`)
      expect(site.asked.findLast(({ route }) => route === 'POST /api/links')?.body).toEqual({
        label: 'Ann',
        note: '',
        prefix: 'for-ann/',
        expiresInSeconds: 30 * 86_400,
        maxFiles: null,
        maxBytes: 1_500_000_000,
        maxFileSize: null,
        notify: 'ann@example.com',
        admin: false,
      })
      // It can't be shown again: no key closes it unread.
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      const focused = page.locator(':focus')
      expect(await focused.textContent()).toBe('Copy')
      await press('Close')(page)
      expect(await focused.textContent()).toBe('Make the link')
      expect(await page.getByLabel('Works for').inputValue()).toBe('7')
    })
  })

  test('sees that a link is used up', async () => {
    await asAdmin(stage, 'Links', async (page) => {
      const row = page.getByTestId('link-row').filter({ hasText: 'Sent all' })
      await row.getByText('Used up').waitFor()
      expect(await row.getByRole('button', { name: 'Take back Sent all' }).count()).toBe(1)
    })
  })

  test('takes a link back after a question', async () => {
    await asAdmin(stage, 'Links', async (page) => {
      await press('Take back Ann, rough cut')(page)
      await press('Take it back')(page)
      await page.getByText('“Ann, rough cut” was taken back.').waitFor()
      const [row] = await page.getByTestId('link-row').all()
      expect(await row?.getAttribute('data-state')).toBe('revoked')
      expect(LINKS.links[0]?.id).toBe(idOf(1))
    })
  })

  test.each([
    ['Uploads', 'upload-row'],
    ['Links', 'link-row'],
  ])(
    'finds on a phone in every row of %s the state below the name and the buttons below the facts',
    async (view, row) => {
      await asAdmin(stage, view, async (page) => {
        await page.setViewportSize({ width: 360, height: 900 })
        await page.getByTestId(row).first().waitFor()
        const faults = await page.getByTestId(row).evaluateAll((rows) =>
          rows.flatMap((row) => {
            const parts = ['.key-name', '.state', '.row-about', '.actions'].map((part) =>
              row.querySelector(part)?.getBoundingClientRect(),
            )
            const lefts = new Set(parts.map((part) => Math.round(part?.left ?? NaN)))
            const isBelow = parts.every(
              (part, at) => at === 0 || (part?.top ?? NaN) >= (parts[at - 1]?.bottom ?? NaN),
            )
            return isBelow && lefts.size === 1 ? [] : (row.textContent ?? '')
          }),
        )
        expect(faults).toEqual([])
      })
    },
  )

  test('goes from a link to its receipts', async () => {
    await asAdmin(stage, 'Links', async (page) => {
      await press('Its receipts: Ann, rough cut')(page)
      await page.getByText('take 9.mov').waitFor()
      expect(await page.getByLabel('Link or account').inputValue()).toBe(idOf(1))
      expect(site.asked.at(-1)?.body).toMatchObject({ person: idOf(1) })
    })
  })
})
