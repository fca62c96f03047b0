import { afterEach, describe, expect, test } from 'vitest'
import { ANSWERS, good, receiptsOf, refused, UPLOADS } from './admin-answers.ts'
import { openStage } from './stage.ts'
import { asAdmin, press, TOKEN } from './admin-stage.ts'

const stage = await openStage()
const { site } = stage

afterEach(() => {
  site.asked.length = 0
})

describe('signing in', () => {
  test('by a link takes it out of the address, and keeps it for this tab alone', async () => {
    await asAdmin(stage, '', async (page) => {
      const requests: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      await page.getByRole('navigation').waitFor()
      expect(page.url()).toBe(`${site.origin}/admin`)
      expect(site.asked.map(({ link }) => link)).not.toContain('')
      await page.reload()
      await page.getByRole('navigation').waitFor()
      expect(requests.length).toBeGreaterThan(2)
      expect(requests.filter((url) => url.includes('signature'))).toEqual([])
      expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe('{}')
      await press('Sign out')(page)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    })
  })

  test('takes a link that is pasted, whole ones only', async () => {
    const answers = { 'GET /api/identity': refused(401, 'link_required') }
    await asAdmin(
      stage,
      '',
      async (page) => {
        const field = page.getByLabel('Admin link', { exact: true })
        await field.fill('https://files.example.com/admin#link=half')
        await press('Sign in')(page)
        await page.getByText('That is no whole link.').waitFor()
        site.api = ANSWERS
        await field.fill(`https://files.example.com/admin#link=${TOKEN}`)
        await press('Sign in')(page)
        await page.getByRole('navigation').waitFor()
      },
      { fragment: '', answers },
    )
  })

  // By a redirect say so those that don't tell scripts from pages.
  test.each([401, 302])('is asked for again when a proxy answers by %i', async (status) => {
    await asAdmin(stage, '', async (page) => {
      await page.getByText('left behind.mov').waitFor()
      site.api = { ...ANSWERS, 'GET /api/links': { status, body: {} } }
      await page.getByRole('link', { name: 'Links' }).click()
      await page.getByText('Reload this page to sign in.').waitFor()
    })
  })

  test('is asked for again when an answer says so', async () => {
    await asAdmin(stage, '', async (page) => {
      await page.getByText('left behind.mov').waitFor()
      site.api = { ...ANSWERS, 'GET /api/links': refused(403, 'link_revoked') }
      await page.getByRole('link', { name: 'Links' }).click()
      await page.getByText('This link was taken back.').waitFor()
    })
  })
})

describe('the admin', () => {
  test('asks again without leaving what was searched for', async () => {
    await asAdmin(stage, 'Receipts', async (page) => {
      const rows = page.locator('.rows > li')
      const field = page.getByRole('searchbox').first()
      await field.fill('film')
      await field.press('Enter')
      await expect.poll(() => rows.count()).toBe(9)
      site.api = { ...ANSWERS, 'POST /api/admin/receipts': good(receiptsOf(4)) }
      await press('Refresh')(page)
      await expect.poll(() => rows.count()).toBe(4)
      expect(await field.inputValue()).toBe('film')
      const [asked] = site.asked
        .filter(({ route }) => route === 'POST /api/admin/receipts')
        .slice(-1)
      expect(asked?.body).toMatchObject({ text: 'film', after: null })
      const others = {
        'Totals and cost': 'GET /api/admin/totals',
        Links: 'GET /api/links',
        Uploads: 'POST /api/admin/uploads',
      }
      for (const [view, route] of Object.entries(others)) {
        const times = () => site.asked.filter((one) => one.route === route).length
        const before = times()
        await page.getByRole('link', { name: view, exact: true }).click()
        await expect.poll(times).toBe(before + 1)
        await page.locator('.view[aria-busy=false]').waitFor()
        await press('Refresh')(page)
        await expect.poll(times).toBe(before + 2)
      }
    })
  })

  test('aborts what was selected, by the keyboard, and keeps what the store did not end', async () => {
    const answer = { aborted: 1, failed: ['old-2'], completed: [] }
    const answers = { 'POST /api/admin/uploads/abort': good(answer) }
    await asAdmin(
      stage,
      'Uploads',
      async (page) => {
        await page.getByRole('button', { name: 'Select all abandoned' }).focus()
        await page.keyboard.press('Enter')
        await page.getByRole('button', { name: 'Abort 2 uploads…' }).focus()
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog', { name: 'Abort 2 uploads?' })
        expect(
          await dialog
            .getByRole('button', { name: 'Keep' })
            .evaluate((b) => b === document.activeElement),
        ).toBe(true)
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await page.getByText('1 upload aborted. 1 upload could not be aborted.').waitFor()
        await expect.poll(() => page.getByTestId('upload-row').count()).toBe(3)
        const asked = site.asked.find(({ route }) => route.endsWith('/abort'))
        expect(asked?.body).toEqual({
          uploads: UPLOADS.uploads.slice(0, 2).map(({ key, uploadId }) => ({ key, uploadId })),
        })
      },
      { answers },
    )
  })

  test('is told which were completed before they could be aborted', async () => {
    const answer = { aborted: 1, failed: [], completed: ['old-2'] }
    const answers = { 'POST /api/admin/uploads/abort': good(answer) }
    await asAdmin(
      stage,
      'Uploads',
      async (page) => {
        await press('Select all abandoned')(page)
        await press('Abort 2 uploads…')(page)
        await press(/^Abort 2 uploads$/)(page)
        await page
          .getByText('1 upload aborted. 1 upload had been completed: its file stays.')
          .waitFor()
        await expect.poll(() => page.getByTestId('upload-row').count()).toBe(2)
      },
      { answers },
    )
  })

  test('searches by days of UTC, as is said beside them', async () => {
    await asAdmin(stage, 'Receipts', async (page) => {
      await page.getByText('take 9.mov').waitFor()
      await page.getByLabel('From (UTC)').fill('2026-11-20')
      await page.getByLabel('To (UTC)').fill('2026-11-25')
      await press('Search')(page)
      await expect
        .poll(() => site.asked.at(-1)?.body)
        .toMatchObject({ from: '2026-11-20', to: '2026-11-25', after: null })
    })
  })

  test('searches on its own until it has found something, or is stopped', async () => {
    const answers = {
      'POST /api/admin/receipts': good(
        receiptsOf(0, { next: '8000000000000.x', searchedTo: '2025-03-02' }),
      ),
    }
    await asAdmin(
      stage,
      'Receipts',
      async (page) => {
        await page.getByText('Searching, back to').waitFor()
        await expect
          .poll(() => site.asked.filter(({ route }) => route.endsWith('receipts')).length)
          .toBeGreaterThan(2)
        await press('Stop')(page)
        await page.getByRole('button', { name: 'Show more' }).waitFor()
      },
      { answers },
    )
  })

  test('says of a receipt that its file does not have the acquisition hash, and keeps its lines apart', async () => {
    await asAdmin(stage, 'Receipts', async (page) => {
      await page.getByTestId('receipt-row').nth(1).getByText('link “Ann, rough cut”').waitFor()
      const row = page.getByTestId('receipt-row').nth(3)
      await row.getByText('Acquisition hash does not match').waitFor()
      await page.setViewportSize({ width: 360, height: 900 })
      const [button, facts] = await Promise.all(
        [row.getByRole('button'), row.locator('.row-about')].map((part) => part.boundingBox()),
      )
      expect((facts?.y ?? 0) + (facts?.height ?? 0)).toBeLessThan((button?.y ?? 0) - 2)
    })
  })

  test('has older receipts looked for, and the list read anew', async () => {
    await asAdmin(stage, 'Receipts', async (page) => {
      await press('Look for them')(page)
      await page.getByText('3 receipts added.').waitFor()
      await expect.poll(() => site.asked.at(-1)?.route).toBe('POST /api/admin/receipts')
    })
  })
})
