/** Opens the app as an admin. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ANSWERS } from './admin-answers.ts'
import { openPage } from './browser.ts'
import type { StatusAnswer } from './site.ts'
import { idOf } from './views.ts'
import type { openStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof openStage>>

export const TOKEN = `head.${Buffer.from(JSON.stringify({ jti: idOf(3) })).toString('base64url')}.signature`
/** What a browser says of answers that are errors, and of connections that break off. */
const NETWORK = /^Failed to load resource:/

export interface Opening {
  readonly fragment?: string
  readonly answers?: Readonly<Record<string, StatusAnswer | null>>
}

export async function asAdmin(
  { site, browser }: Stage,
  view: string,
  use: (page: Page) => Promise<void>,
  { fragment = `#link=${TOKEN}`, answers = {} }: Opening = {},
): Promise<void> {
  site.api = { ...ANSWERS, ...answers }
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open(`admin${fragment}`)
    if (view !== '') await page.getByRole('link', { name: view, exact: true }).click()
    await use(page)
    expect(complaints.filter((text) => !NETWORK.test(text))).toEqual([])
  } finally {
    await page.context().close()
  }
}

export const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click()

/** px of the table of days that are out of sight in a window of a phone's width. */
export async function hiddenOfDays(page: Page): Promise<number> {
  await page.setViewportSize({ width: 360, height: 900 })
  const table = page.getByRole('table').locator('..')
  return table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
}
