/** Opens the app where the server asks for details, and fills them in. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Details } from '../../shared/details.ts'
import type { IdentityAnswer } from '../../shared/wire.ts'
import { ask, openPage, show } from './browser.ts'
import type { openStage } from './stage.ts'
import { detailOf, viewOf } from './views.ts'

type Stage = Awaited<ReturnType<typeof openStage>>

/** One field of every type, with what is read out of each. */
export const EVERY: unknown = {
  type: 'object',
  properties: {
    exhibit: {
      title: 'Exhibit',
      type: 'string',
      pattern: '^[A-Z]+/[0-9]+$',
      description: 'As AB/1',
    },
    note: { title: 'Note', type: 'string', minLength: 3, maxLength: 400 },
    on: { title: 'On', type: 'string', format: 'date' },
    hash: { title: 'Hash', type: 'string', format: 'hash' },
    kind: { title: 'Kind', type: 'string', oneOf: [{ const: 'd', title: 'Disk' }] },
    weight: { title: 'Weight', type: 'number', minimum: 0, maximum: 9 },
    count: { title: 'Count', type: 'integer' },
    sealed: { title: 'Sealed', type: 'boolean' },
  },
  required: ['exhibit', 'kind'],
}

export const identityWith = (form: unknown): IdentityAnswer => ({
  kind: 'open',
  admin: false,
  note: '',
  expiresInSeconds: null,
  maxFileSize: 1e12,
  filesLeft: null,
  bytesLeft: null,
  form,
})

/** Opens the app where the server has this form; the console must stay silent. */
export async function withForm(
  { site, browser }: Stage,
  form: unknown,
  use: (page: Page) => Promise<void>,
  locale = 'en-US',
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin, locale)
  try {
    await open()
    await show(page, { identity: identityWith(form) })
    // So that it is asked for anew.
    await open()
    await show(page, { identity: identityWith(form) })
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

export const dialogOf = (page: Page) => page.getByRole('dialog')
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const field = (page: Page, name: string) =>
  dialogOf(page).getByLabel(name).or(dialogOf(page).getByRole('radiogroup', { name }))
/** One of the answers to what is asked with a yes or no. */
export const answer = (page: Page, name: string, exactly: string) =>
  field(page, name).getByRole('radio', { name: exactly, exact: true })
export const isFocused = (target: Locator) =>
  target.evaluate((element) => element.contains(document.activeElement))
export const describedBy = (target: Locator) =>
  target.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )
export const addedTo = (page: Page) => ask(page, { type: 'test-details' })

export async function choose(page: Page, ...names: string[]): Promise<void> {
  const files = names.map((name) => ({ name, mimeType: '', buffer: Buffer.from(name) }))
  await page.getByTestId('file-input').setInputFiles(files)
}

/** As a person does, also what the field has no value for. */
export async function enter(input: Locator, entered: string | boolean): Promise<void> {
  const element = await input.evaluate(({ localName }) => localName)
  if (element === 'fieldset') {
    const value = typeof entered === 'boolean' ? (entered ? 'yes' : 'no') : entered
    // A required one has nothing to choose for no answer, which it begins with.
    for (const radio of await input.locator(`[value="${value}"]`).all()) await radio.check()
    return
  }
  if (typeof entered === 'boolean') return input.setChecked(entered)
  if (element === 'select') {
    await input.selectOption(entered)
    return
  }
  await input.fill('')
  if (entered === '02') await input.pressSequentially(entered)
  else await input.fill(entered)
}

/** What is said of a field, as of one that is wrong or not. */
export interface Told {
  readonly isWrong: boolean
  readonly said: string
}

export async function toldOf(page: Page, labels: readonly string[]): Promise<Record<string, Told>> {
  const told = labels.map(async (label) => {
    const isWrong = (await field(page, label).getAttribute('aria-invalid')) === 'true'
    return [label, { isWrong, said: (await describedBy(field(page, label))).trim() }] as const
  })
  return Object.fromEntries(await Promise.all(told))
}

/** Shows an upload that the server refused for what was entered about it, as {@link EVERY} does. */
export async function showRefused(page: Page): Promise<void> {
  const details: Details = [
    { name: 'exhibit', label: 'Exhibit', value: 'ab1' },
    { name: 'kind', label: 'Kind', value: 'd' },
  ]
  const failed = viewOf(1, { state: 'failed', problem: 'details_invalid' })
  await show(page, { uploads: [failed], detail: detailOf({ details }) })
}

/** The database of what is to be hashed. */
export const JOBS = 'longhaul-hashes'

export function jobsOf(page: Page): Promise<unknown> {
  return page.evaluate(
    (name) =>
      new Promise((resolve) => {
        const opening = indexedDB.open(name)
        // Not there yet, or no more.
        opening.onupgradeneeded = () => opening.transaction?.abort()
        opening.onerror = () => resolve([])
        opening.onsuccess = () => {
          const all = opening.result.transaction('jobs').objectStore('jobs').getAll()
          all.onsuccess = () => {
            opening.result.close()
            resolve(all.result)
          }
        }
      }),
    JOBS,
  )
}
