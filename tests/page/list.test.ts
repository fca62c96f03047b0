import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MOST_NEW } from '../../web/rows/mounted.ts'
import { ask, openPage, show } from './browser.ts'
import { inspectLong } from './inspect.ts'
import { viewOf } from './views.ts'
import { openStage } from './stage.ts'

/** Of uploads in the list. */
const COUNT = 10_000
/** Rows that may be rendered at once: three windows full of the lowest ones, and some. */
const MOST = 60

const { site, browser } = await openStage()
let page: Page
let complaints: string[]

beforeEach(async () => {
  const opened = await openPage(browser, site.origin)
  ;({ page, complaints } = opened)
  await opened.open()
})
afterEach(async () => {
  await page.context().close()
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

const all = (changes: (number: number) => Parameters<typeof viewOf>[1] = () => ({})) =>
  Array.from({ length: COUNT }, (_, number) => viewOf(number, changes(number)))
/** Of different heights: some have a problem, of several lines in a narrow window. */
const uneven = () => all((number) => (number % 3 === 0 ? { problem: 'file_gone' } : {}))
const button = (name: string) => page.getByRole('button', { name, exact: true })
const rows = () => page.getByTestId('upload-row')
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

/** Waits for what comes after the rows, and moves them or changes each of them. */
async function settled(): Promise<void> {
  await button('Finish in the background').waitFor()
  await page
    .getByRole('button', { name: /^Order and start: / })
    .first()
    .waitFor()
}

/** The places of the rows that can be seen, and whether they stand below one another without a gap. */
async function seen(): Promise<{ places: number[]; isWhole: boolean }> {
  return rows().evaluateAll((all) => {
    const boxes = all.map((row) => ({
      place: Number(row.ariaPosInSet),
      box: row.getBoundingClientRect(),
    }))
    const shown = boxes.filter(({ box }) => box.bottom > 0 && box.top < innerHeight)
    const places = shown.map(({ place }) => place)
    const isWhole =
      (shown[0]?.box.top ?? innerHeight) <= 0 &&
      (shown.at(-1)?.box.bottom ?? 0) >= innerHeight &&
      shown.every(({ box, place }, at) => {
        const before = shown[at - 1]
        return !before || (before.place === place - 1 && Math.abs(before.box.bottom - box.top) < 1)
      })
    return { places, isWhole }
  })
}

async function scrollTo(share: number): Promise<void> {
  await page.evaluate((share) => {
    window.scrollTo(0, share * document.documentElement.scrollHeight)
  }, share)
}

test('only the rows near the window are rendered, wherever it is scrolled to', async () => {
  await show(page, { uploads: uneven() })
  expect(await rows().count()).toBeLessThan(MOST)
  for (const share of [0.5, 0.25, 0.9]) {
    await scrollTo(share)
    await expect.poll(async () => (await seen()).isWhole).toBe(true)
    const { places } = await seen()
    expect(Math.abs((places[0] ?? 0) - share * COUNT)).toBeLessThan(0.02 * COUNT)
    expect(await rows().count()).toBeLessThan(MOST)
  }
  // Its height is known better on the way.
  await expect
    .poll(async () => {
      await scrollTo(1)
      return (await rows().last().ariaSnapshot()).includes(`file ${COUNT - 1}.bin`)
    })
    .toBe(true)
  expect(await rows().last().getAttribute('aria-posinset')).toBe(String(COUNT))
})

test('a jump renders what is seen first, and the rest of it over some frames', async () => {
  await show(page, { uploads: all() })
  await settled()
  for (const share of [1, 0, 0.5]) {
    const frames = await page.evaluate(async (share) => {
      const list = document.querySelector('.rows')
      if (!list) throw new Error('there is no list')
      /** Rows that were added, by the frame: all that is done in one sees the same time. */
      const frames = new Map<unknown, number>()
      const observer = new MutationObserver((changes) => {
        const frame = document.timeline.currentTime
        for (const { addedNodes } of changes) {
          frames.set(frame, (frames.get(frame) ?? 0) + addedNodes.length)
        }
      })
      observer.observe(list, { childList: true })
      window.scrollTo(0, share * document.documentElement.scrollHeight)
      await new Promise<void>((resolve) => {
        let left = 30
        const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve())
        next()
      })
      observer.disconnect()
      return [...frames.values()]
    }, share)
    const inSight = (await seen()).places.length
    expect(Math.max(...frames)).toBeLessThanOrEqual(Math.max(inSight, MOST_NEW) + 2)
    // All of three windows, or two at an end, have come.
    expect(await rows().count()).toBeGreaterThan(1.5 * inSight)
  }
})

test('what is read stays in its place while the rows above it turn out higher', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  await show(page, { uploads: uneven() })
  await settled()
  await scrollTo(0.5)
  await expect.poll(async () => (await seen()).isWhole).toBe(true)
  // Upwards over rows that were never measured.
  for (let step = 0; step < 12; step++) {
    const before = await seen()
    const top = await topOf(before.places[1])
    await page.evaluate(() => window.scrollBy(0, -90))
    await expect
      .poll(async () => Math.abs((await topOf(before.places[1])) - top - 90))
      .toBeLessThan(2)
  }
})

async function topOf(place: number | undefined): Promise<number> {
  return page
    .locator(`[aria-posinset="${place}"]`)
    .evaluate((row) => row.getBoundingClientRect().top)
}

test('a change above the window moves nothing in it', async () => {
  await show(page, { uploads: all() })
  await settled()
  await scrollTo(0.5)
  await expect.poll(async () => (await seen()).isWhole).toBe(true)
  const [, place] = (await seen()).places
  const row = page.getByTestId('upload-row').filter({ hasText: `file ${(place ?? 1) - 1}.bin` })
  const topOfRow = () => row.evaluate((element) => element.getBoundingClientRect().top)
  const top = await topOfRow()
  await ask(page, { type: 'test-set', uploads: all().slice(40) })
  await expect.poll(() => row.getAttribute('aria-posinset')).toBe(String((place ?? 0) - 40))
  expect(Math.abs((await topOfRow()) - top)).toBeLessThan(2)
})

test('the keyboard goes from row to row, and its place is kept when it is scrolled away', async () => {
  await show(page, { uploads: uneven() })
  await settled()
  await button('Cancel: file 1.bin').focus()
  for (let number = 2; number < 40; number++) {
    // Its link and its buttons: those that miss their file have one more.
    for (let press = 0; press < (number % 3 === 0 ? 5 : 4); press++)
      await page.keyboard.press('Tab')
    expect(await focused()).toBe(`Cancel: file ${number}.bin`)
  }
  await scrollTo(0.7)
  await expect.poll(async () => (await seen()).isWhole).toBe(true)
  expect(await focused()).toBe('Cancel: file 39.bin')
  expect(await rows().count()).toBeLessThan(MOST)
  for (const key of ['Tab', 'Tab', 'Tab']) await page.keyboard.press(key)
  expect(await focused()).toBe('Pause: file 40.bin')
  await expect.poll(async () => (await seen()).places).toContain(41)
  for (let press = 0; press < 4; press++) await page.keyboard.press('Shift+Tab')
  expect(await focused()).toBe('Pause: file 39.bin')
})

test('the place of the keyboard goes on to the next row when its own leaves the list', async () => {
  await show(page, { uploads: all() })
  await settled()
  await scrollTo(0.5)
  await expect.poll(async () => (await seen()).isWhole).toBe(true)
  const [, place] = (await seen()).places
  const number = (place ?? 1) - 1
  await button(`Cancel: file ${number}.bin`).press('Enter')
  await button(`Remove: file ${number}.bin`).press('Enter')
  await expect.poll(focused).toBe(`Pause: file ${number + 1}.bin`)
})

test('a long list has no faults of accessibility, and says how long it is', async () => {
  await show(page, { uploads: uneven() })
  await scrollTo(0.4)
  await expect.poll(async () => (await seen()).isWhole).toBe(true)
  expect(await rows().first().getAttribute('aria-setsize')).toBe(String(COUNT))
  await inspectLong(page, 'ten-thousand')
})

test('a change renders its own row alone', async () => {
  await show(page, { uploads: all() })
  await settled()
  const changed = await page.evaluate(() => {
    const seen = { rows: new Set<Element | null>() }
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement
        const row = element?.closest('.row')
        if (row) seen.rows.add(row)
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
    return Object.assign(window, { seen }).seen.rows.size
  })
  expect(changed).toBe(0)
  await button('Pause: file 5.bin').click()
  await button('Resume: file 5.bin').waitFor()
  const rendered = await page.evaluate(() => {
    const { seen } = window as Window & { seen?: { rows: Set<Element> } }
    return seen?.rows.size
  })
  expect(rendered).toBe(1)
})
