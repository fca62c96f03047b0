import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspect, launch, openPage, show } from './browser.ts'
import { serveApp, type Site } from './site.ts'
import { viewOf, viewsOfAllStates } from './views.ts'

let site: Site
let browser: Browser
let page: Page
let complaints: string[]

beforeAll(async () => {
  site = await serveApp()
  browser = await launch()
  const opened = await openPage(browser, site.origin)
  ;({ page, complaints } = opened)
  await opened.open()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const button = (name: string | RegExp) => page.getByRole('button', { name })
const group = (name: string | RegExp) => page.getByRole('radio', { name })
const rows = () => page.getByTestId('upload-row')
const search = () => page.getByRole('searchbox', { name: 'Search by name or folder' })

test('a short list has nothing to find uploads with', async () => {
  await show(page, { uploads: viewsOfAllStates().slice(0, 5) })
  expect(await search().count()).toBe(0)
})

test('a list is narrowed by state and by name, and what is done is done to what is shown', async () => {
  await show(page, { uploads: viewsOfAllStates() })
  await group('Needs you 4').check()
  expect(await rows().count()).toBe(4)
  await page.getByText('4 of 14 uploads shown').first().waitFor()
  await inspect(page, 'filter')
  expect(await button('Pause all').count()).toBe(0)

  // Names and folders, in any case, the words in any order.
  await group('All 14').check()
  await search().fill('zürich AUFNAHMEN')
  await page.getByRole('status').getByText('1 of 14 uploads shown').waitFor()
  expect(await rows().count()).toBe(1)
  await button('Pause (1)').click()
  expect(await rows().getByTestId('state').textContent()).toBe('Paused')
  await search().press('Escape')
  await expect.poll(() => rows().count()).toBe(14)
  expect(await page.getByText('Waiting', { exact: true }).count()).toBeGreaterThan(5)

  await search().fill('nothing is called so')
  await page.getByText('None of 14 uploads fits.').first().waitFor()
  await button('Show all').click()
  expect(await rows().count()).toBe(14)
})

test('of ten thousand only the rows near the window are rendered while they are narrowed', async () => {
  const all = Array.from({ length: 10_000 }, (_, number) => viewOf(number))
  const fitting = all.filter(({ name }) => name.includes('99')).length
  await show(page, { uploads: all })
  await search().fill('99 file')
  await page.getByRole('status').getByText(`${fitting} of 10,000 uploads shown`).waitFor()
  expect(await rows().first().getAttribute('aria-setsize')).toBe(`${fitting}`)
  expect(await rows().count()).toBeLessThan(60)
  await search().fill('')
})
