import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createLater as arLater } from '../../web/text/ar-later.ts'
import * as ar from '../../web/text/ar.ts'
import { createLater as deLater } from '../../web/text/de-later.ts'
import * as de from '../../web/text/de.ts'
import { createLater as enLater } from '../../web/text/en-later.ts'
import * as en from '../../web/text/en.ts'
import { openPage, show } from './browser.ts'
import { inspectLong, inspectWords } from './inspect.ts'
import {
  detailOf,
  RECEIPT,
  statusOf,
  viewOf,
  viewsOfAllFailures,
  viewsOfAllStates,
} from './views.ts'
import { openStage } from './stage.ts'

const TEXTS = {
  de: { locale: 'de-DE', text: de.text, later: deLater(de.words) },
  ar: { locale: 'ar-EG', text: ar.text, later: arLater(ar.words) },
}
type Language = keyof typeof TEXTS

const { site, browser } = await openStage()

async function withPage(
  locale: string,
  use: (page: Page) => Promise<void>,
  fragment = '',
): Promise<void> {
  const { page, complaints, open } = await openPage(browser, site.origin, locale)
  try {
    await open(fragment)
    await use(page)
    expect(complaints).toEqual([])
  } finally {
    await page.context().close()
  }
}

type Act = (page: Page, texts: (typeof TEXTS)[Language]) => Promise<void>

const button = (page: Page, name: string) => page.getByRole('button', { name }).first()

/** How the main views come about, by the words of the language. */
const VIEWS: Record<string, Act> = {
  empty: (page) => show(page, { uploads: [] }),
  states: (page) => show(page, { uploads: viewsOfAllStates() }),
  failures: (page) => show(page, { uploads: viewsOfAllFailures() }),
  done: (page) =>
    show(page, {
      uploads: [1, 2].map((number) => viewOf(number, { state: 'verified', sent: 4e9 })),
    }),
  async closing(page, { later }) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_610_612_736 })] })
    await button(page, later.background.finish).waitFor()
  },
  async detail(page, { later }) {
    const name = 'Überblick – 概要 – نظرة.mov'
    const upload = viewOf(1, {
      name,
      path: 'Aufnahmen/2024/Zürich',
      size: 1_048_576_000_000,
      state: 'uploading',
      sent: 398_800_000_000,
      inFlight: 524_288_000,
      watchable: true,
    })
    await show(page, { uploads: [upload], detail: detailOf() })
    await page.getByRole('link', { name }).click()
    await page.getByText(later.detail.ways).waitFor()
  },
  async receipt(page, { later }) {
    await show(page, { uploads: viewsOfAllStates(), receipt: RECEIPT })
    await button(page, later.row.receipt).click()
    await page.getByText(later.receipt.proofs['object-checksum']).waitFor()
  },
  async 'watch-link'(page, { later }) {
    await show(page, { uploads: viewsOfAllStates() })
    await button(page, later.watchLink.show).click()
    await page.getByText(later.watch.nothingElse).waitFor()
  },
  async confirm(page, { later }) {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_610_612_736 })] })
    await button(page, later.row.cancel).click()
    await page.getByRole('dialog').waitFor()
  },
  async bandwidth(page, { text, later }) {
    const spans = [{ from: 480, to: 1080, limit: 2_000_000 }]
    await show(page, { bandwidth: { usual: 5_000_000, spans } })
    await button(page, text.bandwidth).click()
    await page.getByText(later.bandwidth.what).waitFor()
  },
  async help(page, { text, later }) {
    await show(page, { uploads: [] })
    await page.getByRole('link', { name: text.views.help }).click()
    await page.getByText(later.help.sections[0]?.heading ?? '').waitFor()
  },
}

/** ms for a view in all looks, of which the long ones take axe a while on a busy machine. */
const TIME = 180_000

describe.each(['de', 'ar'] as const)('in %s', (language) => {
  const texts = TEXTS[language]

  test.each(Object.keys(VIEWS))(
    'the view %s is whole in every look',
    async (name) => {
      await withPage(texts.locale, async (page) => {
        await VIEWS[name]?.(page, texts)
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
        expect(await page.evaluate(() => document.documentElement.dir)).toBe(
          language === 'ar' ? 'rtl' : 'ltr',
        )
        expect(await englishIn(page, language)).toEqual([])
        await inspectWords(page, `${language}-${name}`)
      })
    },
    TIME,
  )

  test('the history, the settings and the check are whole', async () => {
    const states = ['verified', 'failed', 'cancelled'] as const
    const { text, later } = texts
    await withPage(texts.locale, async (page) => {
      await show(page, {
        receipt: RECEIPT,
        uploads: states.map((state, number) =>
          viewOf(number, { state, problem: state === 'failed' ? 'object_mismatch' : null }),
        ),
      })
      await page.getByRole('link', { name: text.views.history, exact: true }).click()
      await expect.poll(() => page.getByTestId('entry').count()).toBe(3)
      await page.getByText(later.history.table).click()
      expect(await englishIn(page, language)).toEqual([])
      await inspectLong(page, `${language}-history`)
      await page.getByRole('link', { name: text.views.settings, exact: true }).click()
      await page.getByText(later.settings.storageWhat).waitFor()
      expect(await englishIn(page, language)).toEqual([])
      await inspectLong(page, `${language}-settings`)
      await page.getByRole('link', { name: later.settings.moreLink, exact: true }).click()
      await page.getByText(later.health.diagnosticsWhat).waitFor()
      expect(await englishIn(page, language)).toEqual([])
      await inspectLong(page, `${language}-health`)
    })
  })

  test('a watched upload is whole in every look', async () => {
    site.status = { status: 200, body: statusOf() }
    const use = async (page: Page) => {
      await page.getByText(texts.later.watch.only).waitFor()
      await page.getByTestId('watched').waitFor()
      expect(await englishIn(page, language)).toEqual([])
      await inspectWords(page, `${language}-watch`)
    }
    await withPage(texts.locale, use, `#watch=${viewOf(1).id}.head.content.signature`)
  })
})

test.each(['de', 'ar'] as const)(
  'in %s all states stand below each other, also where buttons have borders',
  async (language) => {
    await withPage(TEXTS[language].locale, async (page) => {
      await show(page, { uploads: viewsOfAllStates() })
      await page.locator('.grip').first().waitFor()
      for (const forcedColors of ['none', 'active'] as const) {
        await page.emulateMedia({ forcedColors })
        for (const width of [760, 800, 1000, 1440]) {
          await page.setViewportSize({ width, height: 900 })
          const starts = await page.locator('.row > .state').evaluateAll((states) =>
            states.map((state) => {
              const { left, right } = state.getBoundingClientRect()
              return Math.round(getComputedStyle(state).direction === 'rtl' ? right : left)
            }),
          )
          expect([...new Set(starts)], `${forcedColors}, ${width} px`).toHaveLength(1)
        }
      }
    })
  },
)

test('the language is chosen in the settings, is kept, and interrupts nothing', async () => {
  await withPage('en-US', async (page) => {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_610_612_736 })] })
    await page.evaluate(() => Object.assign(window, { same: true }))
    await page.getByRole('link', { name: en.text.views.settings }).click()
    const choice = page.getByRole('combobox')
    await choice.focus()
    await choice.selectOption('ar')
    await page.getByText(TEXTS.ar.later.settings.what).waitFor()
    expect(await page.evaluate(() => 'same' in window)).toBe(true)
    expect(await choice.evaluate((one) => one === document.activeElement)).toBe(true)
    // The title follows after the picture.
    await expect.poll(() => englishIn(page, 'ar')).toEqual([])
    await page.reload()
    await page.getByText(TEXTS.ar.later.settings.what).waitFor()
    await choice.selectOption('de')
    await page.getByText(TEXTS.de.later.settings.what).waitFor()
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('ltr')
    await page.getByRole('link', { name: de.text.views.home, exact: true }).click()
    await page.getByText(TEXTS.de.later.filter.pauseAll).waitFor()
  })
})

test('in a language that runs from the right, so does what is drawn', async () => {
  await withPage('ar', async (page) => {
    await show(page, { uploads: [viewOf(1, { state: 'uploading', sent: 1_000_000_000 })] })
    const bar = page.locator('.overview progress.arrived')
    expect(await bar.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
    const box = async (selector: string) => (await page.locator(selector).first().boundingBox())?.x
    expect(await box('.row h3')).toBeGreaterThan((await box('.row > .actions')) ?? Infinity)
    const turned = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).transform)
    expect(await turned('.assurance .icon.pointing')).toBe('matrix(-1, 0, 0, 1, 0, 0)')
  })
})

/** Plain texts of the English catalogue that the other language says otherwise. */
function englishOnly(language: Language): string[] {
  const english = stringsIn([en.text, enLater(en.words)])
  const own = new Set(stringsIn([TEXTS[language].text, TEXTS[language].later]))
  return [...new Set(english)].filter((said) => !own.has(said))
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

/** Names of things that have no other in Arabic, and units of the browser's own. */
const LATIN =
  /^(?:Longhaul|Chrome|Edge|Firefox|Safari|JSON|CSV|ETag|CRC64NVME|MD5|SHA|TiB|English|Deutsch|longhaul|verify|https?|localhost)$/

/** What is English of all that is said in the page, to the eye or to a screen reader. */
async function englishIn(page: Page, language: Language): Promise<string[]> {
  const said = await page.evaluate(() => {
    const found: string[] = []
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      // What comes from outside: names, keys, hosts.
      if (node.parentElement?.closest('bdi, noscript, script')) continue
      found.push(node.textContent ?? '')
    }
    for (const element of document.body.querySelectorAll('[aria-label], [aria-valuetext]')) {
      found.push(element.ariaLabel ?? '', element.ariaValueText ?? '')
    }
    return [document.title, ...found].map((one) => one.trim()).filter((one) => one !== '')
  })
  const english = englishOnly(language)
  const left = said.filter((one) =>
    english.some((text) => one === text || (text.length > 12 && one.includes(text))),
  )
  if (language !== 'ar') return left
  const words = said
    .flatMap(
      (one) => one.replace(/\u2068[^\u2069]*\u2069/g, '').match(/[A-Za-z]{3,}\d*[A-Z]*/g) ?? [],
    )
    .filter((word) => !LATIN.test(word))
  return [...left, ...words]
}
