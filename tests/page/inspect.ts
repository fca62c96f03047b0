import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { misplacedStops } from './focus.ts'
import { LOOKS, type Look } from './looks.ts'

const pictures = join(import.meta.dirname, '../.artifacts/page')
/** What the package exports as its source is not minified, and more than twice as long. */
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

type Rules = 'all' | 'colors' | 'all but colors'

type LookName = (typeof LOOKS)[number]['name']

/** What is done in which looks, beside what is done in all. */
interface Care {
  /** What axe is asked. */
  readonly rules: Partial<Record<LookName, Rules>>
  /** Of others pictures are taken where something is wrong. */
  readonly pictures: readonly LookName[]
}

/**
 * Dark is the document of light, laid out alike, in other colours, and no colour changes with the width;
 * forced colours are the system's, while axe sees those of the style sheet, which are not used. To axe the
 * looks that are missing here are what light is.
 */
const WHOLE: Care = {
  rules: { light: 'all', dark: 'colors', narrow: 'all but colors', forced: 'all but colors' },
  pictures: ['light', 'dark', 'narrow', 'wide', 'large-text'],
}

/** Elements and colours are those of the view in English. */
const IN_OTHER_WORDS: Care = {
  rules: { narrow: 'all but colors' },
  pictures: ['light', 'narrow'],
}

/** The view in all looks: pictures for people, and what axe, the window's width and the order of the keyboard's stops have wrong. */
export function inspect(page: Page, view: string): Promise<void> {
  return inspectLooks(page, view, WHOLE)
}

/** The same of a view that is looked at in English too. */
export function inspectWords(page: Page, view: string): Promise<void> {
  return inspectLooks(page, view, IN_OTHER_WORDS)
}

async function inspectLooks(page: Page, view: string, care: Care): Promise<void> {
  for (const look of LOOKS) {
    await putOn(page, look)
    // So that all of it is in the window.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width: look.width, height: Math.max(900, height) })
    await inspectLook(page, view, look, care)
  }
  await putOn(page, LOOKS[0])
}

/** The same of one that is far too long to be seen as a whole, in the look in which it was opened. */
export function inspectLong(page: Page, view: string): Promise<void> {
  return inspectLook(page, view, LOOKS[0], WHOLE)
}

/** As it is when a person changes the system's settings, the window or the size of text. */
async function putOn(page: Page, look: Look): Promise<void> {
  const { colorScheme, forcedColors, width, text = '', isSpaced = false } = look
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height: 900 })
  await page.evaluate(
    ({ text, spacing }) => {
      document.documentElement.style.fontSize = text
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(spacing)
      document.adoptedStyleSheets = [sheet]
      return new Promise((resolve) => requestAnimationFrame(resolve))
    },
    { text, spacing: isSpaced ? SPACING : '' },
  )
}

/** https://www.w3.org/TR/WCAG22/#text-spacing */
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`

async function inspectLook(
  page: Page,
  view: string,
  look: (typeof LOOKS)[number],
  care: Care,
): Promise<void> {
  const isPictured = care.pictures.includes(look.name)
  if (isPictured) await takePicture(page, view, look)
  try {
    await hasNoFaults(page, view, look, care.rules[look.name])
  } catch (error) {
    if (!isPictured) await takePicture(page, view, look)
    throw error
  }
}

async function takePicture(page: Page, view: string, { name }: Look): Promise<void> {
  await mkdir(pictures, { recursive: true })
  const path = join(pictures, `${view}-${name}.jpg`)
  await page.screenshot({ path, type: 'jpeg', quality: 80 })
}

async function hasNoFaults(
  page: Page,
  view: string,
  look: Look,
  rules: Rules | undefined,
): Promise<void> {
  if (rules) expect(await violationsIn(page, rules), `${view}, ${look.name}`).toEqual([])
  const overflow = await page.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll('dialog')].map(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    ),
  )
  expect(overflow, `${view}, ${look.name}: wider than the window`).toBe(0)
  expect(await misplacedStops(page), `${view}, ${look.name}`).toEqual([])
  expect(await cutTexts(page), `${view}, ${look.name}: is cut off`).toEqual([])
}

/** Texts of which a part is out of sight, but for names that end in three dots. */
function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isCut = (element: HTMLElement) => {
      const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element)
      const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
      return (
        webkitLineClamp === 'none' &&
        ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(overflowY) && element.scrollHeight > element.clientHeight + 1))
      )
    }
    // Whether there is a text is asked last: that lays out the page anew.
    return [...document.body.querySelectorAll<HTMLElement>('*:not(.visually-hidden, svg *, svg)')]
      .filter((one) => isCut(one) && one.checkVisibility() && one.innerText.trim() !== '')
      .map((one) => `${one.localName}.${one.className}: ${one.innerText.slice(0, 40)}`)
  })
}

/** Of WCAG 2.2 AA and 2.1 A, which axe has and does not ask for by itself. */
const MORE_RULES = {
  'target-size': { enabled: true },
  'label-content-name-mismatch': { enabled: true },
}

/** What axe finds wrong by these rules, and where. */
async function violationsIn(page: Page, rules: Rules) {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(await readFile(AXE, 'utf8'))
  return page.evaluate(
    async ({ rules, more }) => {
      const { violations } = await window.axe.run({
        // All else it would describe as well, which takes it longer than to find it.
        resultTypes: ['violations'],
        elementRef: true,
        ...(rules === 'colors' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
        ...(rules === 'all' && { rules: more }),
        ...(rules === 'all but colors' && {
          rules: { ...more, 'color-contrast': { enabled: false } },
        }),
      })
      /** To axe also that covers it which is cut off before, such as the rest of a long name. */
      const isWhole = (element: Element | undefined) => {
        if (!element) return false
        const { left, right, top, bottom } = element.getBoundingClientRect()
        const [x, y] = [(left + right) / 2, (top + bottom) / 2]
        return [-11.5, 0, 11.5].every((across) =>
          [-11.5, 0, 11.5].every((down) =>
            element.contains(document.elementFromPoint(x + across, y + down)),
          ),
        )
      }
      return violations
        .map(({ id, nodes }) => ({
          id,
          where: nodes
            .filter(({ element }) => id !== 'target-size' || !isWhole(element))
            .map(({ html }) => html),
        }))
        .filter(({ where }) => where.length > 0)
    },
    { rules, more: MORE_RULES },
  )
}

declare global {
  interface Window {
    axe: typeof axe
  }
}
