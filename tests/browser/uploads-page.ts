import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

/** One row of the list, as a person reads it. */
export interface Row {
  readonly id: string
  /** The file's name, with its folder's path before it. */
  readonly name: string
  readonly state: string
  readonly text: string
}

/** ms for what only has to happen, however slow the machine is. */
export const PATIENCE = 120_000

/** Opens the app and waits until it shows its list. What breaks in the page breaks the test. */
export async function openApp(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(origin)
  await isReady(page)
  return page
}

/** Waits until the page has the worker's list. */
export async function isReady(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Uploads' }).waitFor()
}

/** Drops files or folders on the page, as real ones: their handles can be stored. */
export async function drop(page: Page, ...paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 200, data })
  }
  await session.detach()
}

/** Chooses files by the page's input. */
export async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('file-input').setInputFiles(paths)
}

export async function rowsOf(page: Page): Promise<Row[]> {
  return page.getByTestId('upload-row').evaluateAll((rows) =>
    rows.map((row) => ({
      id: row.getAttribute('data-id') ?? '',
      name: row.querySelector('h3')?.title ?? '',
      state: row.querySelector('[data-testid=state]')?.textContent ?? '',
      text: row.textContent ?? '',
    })),
  )
}

export async function rowOf(page: Page, name: string): Promise<Row> {
  const rows = await rowsOf(page)
  const row = rows.find((one) => one.name === name)
  if (row) return row
  throw new Error(`no row ${name}; there are ${rows.map((one) => one.name).join(', ')}`)
}

/** Waits until the upload is in the state, in the page's words; else shows what its row says. */
export async function reaches(page: Page, name: string, state: string): Promise<Row> {
  let row: Row | undefined
  await expect
    .poll(
      async () => {
        row = (await rowsOf(page)).find((one) => one.name === name)
        return row?.state === state ? state : row?.text
      },
      { timeout: PATIENCE, interval: 100, message: `the state of ${name}` },
    )
    .toBe(state)
  if (!row) throw new Error(`no row ${name}`)
  return row
}

/** Presses one of a row's buttons. */
export async function press(page: Page, name: string, button: string): Promise<void> {
  const { id } = await rowOf(page, name)
  const row = page.locator(`[data-id="${id}"]`)
  await row.getByRole('button', { name: new RegExp(`^${button}: `) }).click()
}

/** Waits until the upload's row says these words. */
export async function says(page: Page, name: string, words: string): Promise<void> {
  await expect
    .poll(async () => (await rowOf(page, name)).text, { timeout: PATIENCE, interval: 100 })
    .toContain(words)
}
