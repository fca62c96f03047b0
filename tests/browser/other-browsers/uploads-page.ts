import * as v from 'valibot'
import { until } from '../../survival/until.ts'
import type { DrivenBrowser, DrivenPage } from './driven.ts'

const rowsSchema = v.array(v.object({ name: v.string(), state: v.string(), text: v.string() }))
/** ms for what only has to happen, however slow the machine is. */
const PATIENCE = 120_000

/** Opens the app and waits until it shows its list. */
export async function openApp(browser: DrivenBrowser, origin: string): Promise<DrivenPage> {
  const page = await browser.open(origin)
  await tells(() => page.call(headings), 'Uploads')
  return page
}

/** Waits until the page says these words. */
export async function shows(page: DrivenPage, words: string): Promise<void> {
  await tells(() => page.call(allText), words)
}

/** Chooses a file by the page's input. */
export async function choose(page: DrivenPage, path: string): Promise<void> {
  await page.setFile('[data-testid=file-input]', path)
}

/** Chooses the file of the only upload that waits for its own. */
export async function chooseAgain(page: DrivenPage, path: string): Promise<void> {
  await page.setFile('[data-testid=again-input]', path)
}

/** What the row of the upload tells, in the page's words. */
export async function rowOf(page: DrivenPage, name: string) {
  const rows = v.parse(rowsSchema, await page.call(readRows))
  const row = rows.find((one) => one.name === name)
  return row ?? { name, state: 'not there', text: '' }
}

/** Waits until the upload is in the state. */
export async function reaches(page: DrivenPage, name: string, state: string): Promise<void> {
  let row = await rowOf(page, name)
  const isReached = async () => {
    row = await rowOf(page, name)
    return row.state === state
  }
  await until(isReached, () => `${name} is ${state}; it is ${row.state}: ${row.text}`, PATIENCE)
}

/** Waits until the upload's row says these words. */
export async function says(page: DrivenPage, name: string, words: string): Promise<void> {
  await tells(async () => (await rowOf(page, name)).text, words)
}

/** Waits until the page warns with these words. */
export async function warns(page: DrivenPage, words: string): Promise<void> {
  await tells(() => page.call(alerts), words)
}

async function tells(ask: () => Promise<unknown>, words: string): Promise<void> {
  let told = ''
  const isTold = async () => {
    told = String(await ask())
    return told.includes(words)
  }
  await until(isTold, () => `“${words}” in “${told}”`, PATIENCE)
}

/** How many files the browser has whole copies of. */
export async function copiesIn(page: DrivenPage): Promise<unknown> {
  return page.call(countCopies)
}

// These run in the page.

function headings() {
  return [...document.querySelectorAll('h2')].map(({ textContent }) => textContent).join('\n')
}

function allText(): string {
  return document.body.innerText
}

function alerts() {
  return [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent).join('\n')
}

function readRows() {
  return [...document.querySelectorAll('[data-testid=upload-row]')].map((row) => ({
    name: row.querySelector('h3')?.title ?? '',
    state: row.querySelector('[data-testid=state]')?.textContent ?? '',
    text: row.textContent ?? '',
  }))
}

function countCopies(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('longhaul')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      const counting = database.transaction('copies').objectStore('copies').count()
      counting.onerror = () => reject(counting.error)
      counting.onsuccess = () => {
        database.close()
        resolve(counting.result)
      }
    }
  })
}
