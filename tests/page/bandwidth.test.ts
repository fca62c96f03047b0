import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Bandwidth } from '../../shared/bandwidth.ts'
import { ask, openPage, show } from './browser.ts'
import { inspect } from './inspect.ts'
import { viewsOfAllStates } from './views.ts'
import { openStage } from './stage.ts'

const { site, browser } = await openStage()

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Speed limit' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => dialogOf(page).getByLabel(name, { exact: true })

/** All day the same, so that the picture is the same at any time. */
const TWO_SPANS: Bandwidth = {
  usual: 4_000_000,
  spans: [
    { from: 8 * 60, to: 18 * 60, limit: 4_000_000 },
    { from: 22 * 60, to: 6 * 60 + 30, limit: 4_000_000 },
  ],
}

/** Opens the app; the console must stay silent. */
async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin)
  try {
    await open()
    await show(page, { uploads: viewsOfAllStates().slice(0, 3) })
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

/** Opens the dialog of what is stored. */
async function withDialog(bandwidth: Bandwidth, use: (page: Page) => Promise<void>): Promise<void> {
  await withPage(async (page) => {
    await ask(page, { type: 'test-set', bandwidth })
    await button(page, 'Speed limit').click()
    await dialogOf(page).waitFor()
    await use(page)
  })
}

async function saved(page: Page): Promise<void> {
  await button(page, 'Save').click()
  await dialogOf(page).getByText('Saved.').waitFor()
}

const isFocused = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement)

/** What is read out of a field beside its name. */
const describedBy = (target: Locator) =>
  target.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )

/** The limit that the worker has. */
const storedIn = (page: Page) => ask(page, { type: 'bandwidth' })

describe('in every look', () => {
  test('no limit has no faults', async () => {
    await withDialog({ usual: null, spans: [] }, async (page) => {
      await dialogOf(page).getByText('In force now: no limit').waitFor()
      await inspect(page, 'limit-none')
    })
  })

  test('several times of the day have no faults', async () => {
    await withDialog(TWO_SPANS, async (page) => {
      await saved(page)
      await dialogOf(page).getByText('In force now: 4 MB/s').waitFor()
      await inspect(page, 'limit-spans')
    })
  })

  test('what was entered wrongly has no other faults', async () => {
    await withDialog(TWO_SPANS, async (page) => {
      await field(page, 'Usual limit').fill('0')
      await field(page, 'Until').first().fill('08:00')
      await field(page, 'From').last().fill('')
      await field(page, 'Limit then').last().fill('10001')
      await button(page, 'Save').click()
      await dialogOf(page).getByText('Enter a time of the day.').waitFor()
      await inspect(page, 'limit-wrong')
    })
  })
})

/** Presses Tab until the field or button has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${String(target)}`)
}

test('the keyboard alone sets a limit and a time of the day, and finds them again', async () => {
  await withPage(async (page) => {
    await tabTo(page, button(page, 'Speed limit'))
    await page.keyboard.press('Enter')
    await dialogOf(page).waitFor()
    await tabTo(page, field(page, 'Usual limit'))
    // As it is written in other languages; the browser's own would leave out the comma.
    await page.keyboard.type('4,5')
    await tabTo(page, button(page, 'Add a time'))
    await page.keyboard.press('Enter')
    await expect.poll(() => isFocused(field(page, 'From'))).toBe(true)
    await page.keyboard.type('1015PM')
    await tabTo(page, field(page, 'Until'))
    await page.keyboard.type('0630AM')
    await tabTo(page, field(page, 'Limit then'))
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('0.25')
    await page.keyboard.press('Enter')
    await dialogOf(page).getByText('Saved.').waitFor()
    const span = { from: 22 * 60 + 15, to: 6 * 60 + 30, limit: 250_000 }
    expect(await storedIn(page)).toEqual({ bandwidth: { usual: 4_500_000, spans: [span] } })

    await page.keyboard.press('Escape')
    await expect.poll(() => isFocused(button(page, 'Speed limit'))).toBe(true)
    await page.keyboard.press('Enter')
    expect(await field(page, 'Usual limit').inputValue()).toBe('4.5')
    expect(await field(page, 'From').inputValue()).toBe('22:15')
    expect(await field(page, 'Until').inputValue()).toBe('06:30')
    expect(await field(page, 'Limit then').inputValue()).toBe('0.25')
  })
})

test('all times of the day that were stored are there, and stay when something else is saved', async () => {
  await withDialog(TWO_SPANS, async (page) => {
    expect(await dialogOf(page).getByRole('group').count()).toBe(2)
    await field(page, 'Usual limit').fill('')
    await saved(page)
    expect(await storedIn(page)).toEqual({ bandwidth: { ...TWO_SPANS, usual: null } })
    await button(page, 'Remove time 1').click()
    await expect.poll(() => isFocused(button(page, 'Add a time'))).toBe(true)
    await saved(page)
    const { usual, spans } = { ...TWO_SPANS, usual: null }
    expect(await storedIn(page)).toEqual({ bandwidth: { usual, spans: spans.slice(1) } })
  })
})

test('what is no limit is told at its field and not saved', async () => {
  await withDialog(TWO_SPANS, async (page) => {
    const usual = field(page, 'Usual limit')
    await usual.fill('')
    // No number, and without a value: it must not be taken for no limit.
    await usual.pressSequentially('4e')
    await button(page, 'Save').click()
    await expect.poll(() => isFocused(usual)).toBe(true)
    expect(await usual.getAttribute('aria-invalid')).toBe('true')
    await expect(describedBy(usual)).resolves.toContain('Enter a number from 0.01 to 10,000')
    await usual.fill('1,000')
    await button(page, 'Save').click()
    await expect.poll(() => describedBy(usual)).toContain('read as thousands or as a fraction')
    await usual.fill('10001')
    await button(page, 'Save').click()
    await expect.poll(() => describedBy(usual)).toContain('Enter a number from 0.01 to 10,000')
    await usual.fill('3')
    const until = field(page, 'Until').first()
    await until.fill('08:00')
    await button(page, 'Save').click()
    await expect.poll(() => isFocused(until)).toBe(true)
    expect(await usual.getAttribute('aria-invalid')).toBe('false')
    await expect(describedBy(until)).resolves.toContain('Enter another time than “From”.')
    expect(await storedIn(page)).toEqual({ bandwidth: TWO_SPANS })
  })
})

test('a limit that could not be kept is told with what to do', async () => {
  await withDialog(TWO_SPANS, async (page) => {
    await ask(page, { type: 'test-set', noLimit: 'storage' })
    await button(page, 'Save').click()
    await dialogOf(page).getByText('Free some space on this device and save again.').waitFor()
  })
})
