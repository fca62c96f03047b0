/** What an admin does while an answer is still awaited, or after one did not come. */
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { ANSWERS, good, LINKS, receiptsOf, refused, TOTALS, UPLOADS } from './admin-answers.ts'
import { asAdmin, press } from './admin-stage.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const { site } = stage

afterEach(() => {
  site.asked.length = 0
})

const LISTS = {
  Uploads: { route: 'POST /api/admin/uploads', path: '**/api/admin/uploads', row: 'upload-row' },
  Links: { route: 'GET /api/links', path: '**/api/links?*', row: 'link-row' },
} as const
const MORE = {
  'POST /api/admin/uploads': good(UPLOADS),
  'GET /api/links': good({ ...LINKS, next: 'more' }),
}
const SEARCHING = receiptsOf(0, { next: '8000000000000.x', searchedTo: '2025-03-02', older: true })

const times = (route: string) => site.asked.filter((one) => one.route === route).length
const refresh = press('Refresh')

/** Holds back what the page asks for: each answer is as of when it was asked, and comes when it is let go. */
async function hold(page: Page, path: string): Promise<{ held: (() => Promise<void>)[] }> {
  const held: (() => Promise<void>)[] = []
  await page.route(path, async (route) => {
    const response = await route.fetch()
    held.push(() => route.fulfill({ response }))
  })
  return { held }
}

describe('an admin who asks for a list anew', () => {
  test('sees it while a search was going on, which ends', async () => {
    const answers = { 'POST /api/admin/receipts': good(SEARCHING) }
    await asAdmin(
      stage,
      'Receipts',
      async (page) => {
        await page.getByText('Searching, back to').waitFor()
        const { held } = await hold(page, '**/api/admin/receipts')
        await expect.poll(() => held.length).toBe(1)
        site.api = { ...ANSWERS, 'POST /api/admin/receipts': good(receiptsOf(4)) }
        await refresh(page)
        await held[0]?.()
        await expect.poll(() => held.length).toBe(2)
        await held[1]?.()
        await expect.poll(() => page.getByTestId('receipt-row').count()).toBe(4)
        expect(site.asked.at(-1)?.body).toMatchObject({ after: null })
      },
      { answers },
    )
  })

  test('sees what was added while a search was going on', async () => {
    const answers = { 'POST /api/admin/receipts': good(SEARCHING) }
    await asAdmin(
      stage,
      'Receipts',
      async (page) => {
        await page.getByText('Searching, back to').waitFor()
        const older = await hold(page, '**/api/admin/receipts/older')
        await press('Look for them')(page)
        await expect.poll(() => older.held.length).toBe(1)
        const receipts = await hold(page, '**/api/admin/receipts')
        await expect.poll(() => receipts.held.length).toBe(1)
        site.api = { ...ANSWERS, 'POST /api/admin/receipts': good(receiptsOf(4)) }
        await older.held[0]?.()
        await page.getByText('3 receipts added.').waitFor()
        await receipts.held[0]?.()
        await expect.poll(() => receipts.held.length).toBe(2)
        await receipts.held[1]?.()
        await expect.poll(() => page.getByTestId('receipt-row').count()).toBe(4)
        expect(site.asked.at(-1)?.body).toMatchObject({ after: null })
      },
      { answers },
    )
  })

  test.each(Object.entries(LISTS))(
    'of %s sees it though more of the old one was being loaded',
    async (view, { route, path, row }) => {
      await asAdmin(
        stage,
        view,
        async (page) => {
          const before = await rowsOnceThere(page, row)
          const { held } = await hold(page, path)
          await press('Show more')(page)
          await expect.poll(() => held.length).toBe(1)
          await refresh(page)
          await held[0]?.()
          await expect.poll(() => held.length).toBe(2)
          await held[1]?.()
          await page.locator('.view[aria-busy=false]').waitFor()
          expect(await page.getByTestId(row).count()).toBe(before)
          expect(times(route)).toBe(3)
        },
        { answers: MORE },
      )
    },
  )

  test.each(Object.entries(LISTS))(
    'of %s and tries again where that failed has it, and not more of the old one',
    async (view, { route, row }) => {
      await asAdmin(
        stage,
        view,
        async (page) => {
          const before = await rowsOnceThere(page, row)
          site.api = { ...ANSWERS, ...MORE, [route]: refused(502, 'store_denied') }
          await refresh(page)
          await page.getByText('The store refused.').waitFor()
          site.api = { ...ANSWERS, ...MORE }
          await press('Try again')(page)
          await page.getByText('The store refused.').waitFor({ state: 'detached' })
          await page.locator('.view[aria-busy=false]').waitFor()
          expect(await page.getByTestId(row).count()).toBe(before)
        },
        { answers: MORE },
      )
    },
  )

  test('of receipts is not offered more of the old one where that failed', async () => {
    const answers = {
      'POST /api/admin/receipts': good(receiptsOf(50, { next: '8000000000000.x' })),
    }
    await asAdmin(
      stage,
      'Receipts',
      async (page) => {
        await page.getByRole('button', { name: 'Show more' }).waitFor()
        site.api = { ...ANSWERS, 'POST /api/admin/receipts': refused(502, 'store_denied') }
        await refresh(page)
        await page.getByText('The store refused.').waitFor()
        await page.locator('.view[aria-busy=false]').waitFor()
        expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
      },
      { answers },
    )
  })
})

describe('a list that was asked for before', () => {
  test('a link was made is asked for again, and has it', async () => {
    await asAdmin(stage, 'Health', async (page) => {
      const { held } = await hold(page, LISTS.Links.path)
      await page.getByRole('link', { name: 'Links', exact: true }).click()
      await expect.poll(() => held.length).toBe(1)
      await page.getByText('Make a link').click()
      await press('Make the link')(page)
      await page.getByText('The link is made').waitFor()
      const [first] = LINKS.links
      if (!first) throw new Error('there is no link')
      const links = [{ ...first, label: 'Made just now' }, ...LINKS.links.slice(1)]
      site.api = { ...ANSWERS, 'GET /api/links': good({ links, next: null }) }
      await held[0]?.()
      await expect.poll(() => held.length).toBe(2)
      await held[1]?.()
      await page.getByText('Made just now').waitFor()
    })
  })

  test('a link was taken back does not show it as active again', async () => {
    await asAdmin(stage, 'Links', async (page) => {
      const row = page.getByTestId('link-row').first()
      await row.waitFor()
      const { held } = await hold(page, LISTS.Links.path)
      await refresh(page)
      await expect.poll(() => held.length).toBe(1)
      await press('Take back Ann, rough cut')(page)
      await press('Take it back')(page)
      await page.getByText('“Ann, rough cut” was taken back.').waitFor()
      const links = LINKS.links.map((link, at) => (at === 0 ? { ...link, revoked: true } : link))
      site.api = { ...ANSWERS, 'GET /api/links': good({ links, next: null }) }
      await held[0]?.()
      await expect.poll(() => held.length).toBe(2)
      expect(await row.getAttribute('data-state')).toBe('revoked')
      await held[1]?.()
      await page.locator('.view[aria-busy=false]').waitFor()
      expect(await row.getAttribute('data-state')).toBe('revoked')
    })
  })

  test('uploads were aborted does not bring them back', async () => {
    await asAdmin(stage, 'Uploads', async (page) => {
      const rows = page.getByTestId('upload-row')
      await rows.first().waitFor()
      const { held } = await hold(page, LISTS.Uploads.path)
      await refresh(page)
      await expect.poll(() => held.length).toBe(1)
      await press('Select all abandoned')(page)
      await press('Abort 2 uploads…')(page)
      await press(/^Abort 2 uploads$/)(page)
      await expect.poll(() => rows.count()).toBe(2)
      const left = { ...UPLOADS, uploads: UPLOADS.uploads.slice(2) }
      site.api = { ...ANSWERS, 'POST /api/admin/uploads': good(left) }
      await held[0]?.()
      await expect.poll(() => held.length).toBe(2)
      expect(await rows.count()).toBe(2)
      await held[1]?.()
      await page.locator('.view[aria-busy=false]').waitFor()
      expect(await rows.count()).toBe(2)
    })
  })
})

describe('totals that are counted on and on', () => {
  test.each([
    ['another view is opened', (page: Page) => page.getByRole('link', { name: 'Health' }).click()],
    ['the admin signs out', press('Sign out')],
  ])('are not asked for any more when %s', async (_, leave) => {
    const answers = { 'GET /api/admin/totals': good({ ...TOTALS, complete: false }) }
    await asAdmin(
      stage,
      'Totals and cost',
      async (page) => {
        await page.locator('.charts').waitFor()
        const { held } = await hold(page, '**/api/admin/totals')
        await expect.poll(() => held.length).toBe(1)
        await leave(page)
        await page.locator('.charts').waitFor({ state: 'detached' })
        // Preact tells a view of its end behind the next frame.
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
        )
        await held[0]?.()
        await page.waitForTimeout(500)
        expect(held.length).toBe(1)
      },
      { answers },
    )
  })
})

async function rowsOnceThere(page: Page, row: string): Promise<number> {
  await page.getByTestId(row).first().waitFor()
  return page.getByTestId(row).count()
}
