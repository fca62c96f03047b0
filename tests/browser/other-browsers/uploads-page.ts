import * as v from 'valibot'
import { expect } from 'vitest'
import { PATIENCE } from '../uploads-page.ts'
import type { DrivenBrowser, DrivenPage } from './driven.ts'

const rowsSchema = v.array(v.object({ name: v.string(), state: v.string(), text: v.string() }))

/** Opens the app and waits until it shows its list. */
export async function openApp(browser: DrivenBrowser, origin: string): Promise<DrivenPage> {
  const page = await browser.open(origin)
  await expect.poll(() => page.call(headings), { timeout: PATIENCE }).toContain('Uploads')
  return page
}

/** Waits until the page says these words. */
export async function shows(page: DrivenPage, words: string): Promise<void> {
  await expect.poll(() => page.call(allText), { timeout: PATIENCE }).toContain(words)
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
  const stateOrText = async () => {
    const row = await rowOf(page, name)
    return row.state === state ? state : `${row.state}: ${row.text}`
  }
  await expect.poll(stateOrText, { timeout: PATIENCE, interval: 100 }).toBe(state)
}

/** Waits until the upload's row says these words. */
export async function says(page: DrivenPage, name: string, words: string): Promise<void> {
  const text = async () => (await rowOf(page, name)).text
  await expect.poll(text, { timeout: PATIENCE, interval: 100 }).toContain(words)
}

/** Waits until the page warns with these words. */
export async function warns(page: DrivenPage, words: string): Promise<void> {
  await expect.poll(() => page.call(alerts), { timeout: PATIENCE, interval: 100 }).toContain(words)
}

/** How many files the browser has whole copies of. */
export async function copiesIn(page: DrivenPage): Promise<unknown> {
  return page.call(countCopies)
}

// These run in the page.

function headings() {
  return [...document.querySelectorAll('h2')].map(({ textContent }) => textContent)
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
