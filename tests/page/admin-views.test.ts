import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADMIN, FINDINGS, good, receiptsOf, refused, TOTALS, UPLOADS } from './admin-answers.ts'
import { inspect } from './inspect.ts'
import { openStage } from './stage.ts'
import { asAdmin, hiddenOfDays, press, type Opening } from './admin-stage.ts'

const NOBODY = good({ ...ADMIN, admin: false })

const stage = await openStage()

interface View {
  readonly view: string
  readonly answers?: Opening['answers']
  readonly fragment?: string
  readonly act?: (page: Page) => Promise<void>
  readonly words: string | RegExp
}

const VIEWS: Record<string, View> = {
  uploads: {
    view: 'Uploads',
    act: press(/^Show what arrived: left/),
    words: '12 parts',
  },
  'uploads-selected': {
    view: 'Uploads',
    act: press('Select all abandoned'),
    words: 'Abort 2 uploads…',
  },
  'uploads-confirm': {
    view: 'Uploads',
    act: async (page) => {
      await press('Select all abandoned')(page)
      await page.getByRole('checkbox', { name: 'Select fresh.iso' }).check()
      await press('Abort 3 uploads…')(page)
    },
    words: 'somebody may be sending it just now',
  },
  'uploads-empty': {
    view: 'Uploads',
    answers: { 'POST /api/admin/uploads': good({ ...UPLOADS, uploads: [], next: null }) },
    words: 'Nothing is on its way.',
  },
  'uploads-failed': {
    view: 'Uploads',
    answers: { 'POST /api/admin/uploads': refused(502, 'store_denied') },
    words: 'it names the permission that the server lacks',
  },
  receipts: { view: 'Receipts', words: 'take 9.mov' },
  'receipts-detail': {
    view: 'Receipts',
    act: press('Receipt of take 1.mov'),
    words: 'To check a file against it, offline',
  },
  'receipts-none': {
    view: 'Receipts',
    answers: { 'POST /api/admin/receipts': good(receiptsOf(0)) },
    act: async (page) => {
      await page.getByLabel('Name or key').fill('nothing like that')
      await press('Search')(page)
    },
    words: 'No receipt is like that.',
  },
  'receipts-empty': {
    view: 'Receipts',
    answers: { 'POST /api/admin/receipts': good(receiptsOf(0)) },
    words: 'Nothing has arrived yet.',
  },
  links: { view: 'Links', words: 'Sent to the wrong person' },
  'links-make': {
    view: 'Links',
    act: (page) => page.getByText('Make a link').click(),
    words: 'Folder in the bucket',
  },
  'links-made': {
    view: 'Links',
    act: async (page) => {
      await page.getByText('Make a link').click()
      await press('Make the link')(page)
    },
    words: 'The link is made',
  },
  'links-revoke': {
    view: 'Links',
    act: press('Take back For the office'),
    words: 'You are signed in by this very link',
  },
  'links-empty': {
    view: 'Links',
    answers: { 'GET /api/links': good({ links: [], next: null }) },
    words: 'No link was made yet.',
  },
  totals: {
    view: 'Totals and cost',
    act: async (page) => {
      await page.getByText('The same as a table').click()
      expect(await hiddenOfDays(page)).toBe(0)
    },
    words: '$899.67',
  },
  'totals-empty': {
    view: 'Totals and cost',
    answers: {
      'GET /api/admin/totals': good({
        ...TOTALS,
        verified: [],
        failed: [],
        all: { count: 0, bytes: 0, parts: 0 },
        estimate: null,
      }),
    },
    words: 'No prices are set',
  },
  health: { view: 'Health', words: 'Examine now' },
  'health-found': {
    view: 'Health',
    act: press('Examine now'),
    words: 'Uploads can’t work: 1 problem',
  },
  'health-well': {
    view: 'Health',
    answers: {
      'POST /api/doctor': good({ findings: FINDINGS.findings.slice(0, 2) }),
    },
    act: press('Examine now'),
    words: 'All is well',
  },
  'signed-out': {
    view: '',
    fragment: '',
    answers: { 'GET /api/identity': refused(401, 'link_required') },
    words: 'Open it by an admin link',
  },
  'no-admin': { view: '', answers: { 'GET /api/identity': NOBODY }, words: 'but not as an admin' },
  open: {
    view: '',
    fragment: '',
    answers: { 'GET /api/identity': good({ ...ADMIN, kind: 'open', admin: false }) },
    words: 'Set AUTH=links or AUTH=jwt',
  },
  unreachable: {
    view: '',
    answers: { 'GET /api/identity': null },
    words: 'does not say who you are',
  },
}

describe('in every look', () => {
  test.each(Object.keys(VIEWS))('the view %s', async (name) => {
    const view = VIEWS[name]
    if (!view) throw new Error(`there is no view ${name}`)
    await asAdmin(
      stage,
      view.view,
      async (page) => {
        await view.act?.(page)
        await page.getByText(view.words).first().waitFor()
        await inspect(page, `admin-${name}`)
      },
      {
        ...(view.answers && { answers: view.answers }),
        ...(view.fragment !== undefined && { fragment: view.fragment }),
      },
    )
  })

  test.each([
    ['Uploads', 'uploads', 'Loading…'],
    ['Receipts', 'receipts', 'Loading…'],
    ['Links', 'links', 'Loading…'],
    ['Totals and cost', 'totals', 'Loading…'],
    ['Health', 'doctor', 'Examining'],
    ['', 'identity', 'Loading…'],
  ])('the view %s while the server is asked for its %s', async (view, route, said) => {
    await asAdmin(stage, 'Health', async (page) => {
      const held: (() => Promise<void>)[] = []
      await page.route(new RegExp(`/api/(?:admin/)?${route}(?:\\?|$)`), (asked) => {
        held.push(() => asked.continue())
      })
      if (view === '') await page.reload()
      else await page.getByRole('link', { name: view, exact: true }).click()
      if (view === 'Health') await press('Examine now')(page)
      await page.getByText(said).waitFor()
      await inspect(page, `admin-loading-${route}`)
      for (const goOn of held) await goOn()
      await page.getByText(said).waitFor({ state: 'detached' })
    })
  })
})
