import { describe, expect, test } from 'vitest'
import * as adminAr from '../admin/text/ar.ts'
import * as adminDe from '../admin/text/de.ts'
import * as adminEn from '../admin/text/en.ts'
import { createLater as arLater } from './ar-later.ts'
import * as ar from './ar.ts'
import { createLater as deLater } from './de-later.ts'
import * as de from './de.ts'
import { createLater as enLater } from './en-later.ts'
import * as en from './en.ts'

const ENGLISH = { ...en.text, later: enLater(en.words), admin: adminEn.text }
const TRANSLATIONS = {
  de: { ...de.text, later: deLater(de.words), admin: adminDe.text },
  ar: { ...ar.text, later: arLater(ar.words), admin: adminAr.text },
}

/** What texts are called with where a number doesn't do for all that they are given. */
const ARGUMENTS: Readonly<Record<string, unknown[]>> = {
  'later.detail.map': [['a', 'b']],
  'later.detail.counted': [7, 'waiting'],
  'later.history.chart': ['a', 'day', 'b', 'c', 'd'],
  'later.hashes.entered': ['md5'],
  'later.hashes.alarmWhat': ['md5', 'abc'],
  'later.receipts.changedFacts': [['a', 'b']],
  'admin.when': ['2026-01-01T00:00:00Z'],
  'admin.day': ['2026-01-01T00:00:00Z'],
  'admin.totals.money': [7, 'USD'],
}
const COUNTS = [0, 1, 2, 3, 11, 100, 1234]

type Texts = Map<string, string>

/** All texts by their place, those with numbers for each number. */
function textsOf(value: unknown, path = '', found: Texts = new Map()): Texts {
  if (typeof value === 'string') found.set(path, value)
  else if (typeof value === 'function') {
    const given = ARGUMENTS[path]
    const calls = given ? [given] : COUNTS.map((count) => Array(4).fill(count))
    for (const call of calls) {
      const said: unknown = Reflect.apply(value, undefined, call)
      found.set(`${path}(${call[0]})`, String(said))
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      textsOf(inner, path === '' ? key : `${path}.${key}`, found)
    }
  } else throw new Error(`${path} is no text`)
  return found
}

/** Names, units, and words that the other language has just so; where only numbers are put together. */
const SAME: Readonly<Record<keyof typeof TRANSLATIONS, RegExp>> = {
  de: /^(?:name|views\.(?:home|progress|title)|home\.none|queue\.heading|later\.(?:receipt\.(?:bucket|etag|onePart|algorithms\.crc64nvme)|receipts\.facts\.(?:crc64nvme|etag|md5|sha1|sha256)|row\.(?:of|inFolder)|bandwidth\.unit|watch\.link|health\.server|history\.(?:locale|noValue|headings\.(?:name|problem|bucket))|notifications\.locale)|admin\.(?:name|title|linkOf|when|day|badge|navigation|links\.(?:days|label|admin|isAdmin|link)|uploads\.arrived|views\.(?:uploads|links)|receipts\.(?:receipt|link)|totals\.money))\b/,
  ar: /^(?:name|views\.(?:progress|title)|home\.none|later\.(?:receipt\.(?:etag|onePart|algorithms\.crc64nvme)|receipts\.facts\.(?:crc64nvme|etag|md5|sha1|sha256)|row\.of|notifications\.locale|history\.(?:locale|noValue))|admin\.(?:name|when|day|links\.days|totals\.money))\b/,
}

const english = textsOf(ENGLISH)

describe.each(['de', 'ar'] as const)('in %s', (language) => {
  const texts = textsOf(TRANSLATIONS[language])

  test('there is every text of the English catalogue', () => {
    const wanted = [...english.keys()]
    // A language may have other forms of a number than English.
    const isForm = (path: string) =>
      /\.notifications\.(?:verified|failed|waiting|disproved)\./.test(path)
    expect([...texts.keys()].filter((path) => !isForm(path))).toEqual(
      wanted.filter((path) => !isForm(path)),
    )
  })

  test('no text is empty, lacks what belongs in it, or is still English', () => {
    for (const [path, said] of texts) {
      const form = /\.notifications\./.test(path)
      expect(said.trim(), `at ${path}`).not.toBe('')
      expect(said, `at ${path}`).not.toMatch(form ? /undefined|NaN/ : /undefined|NaN|#/)
      if (!SAME[language].test(path)) expect(said, `at ${path}`).not.toBe(english.get(path))
    }
  })
})

test('no English text is empty or lacks what belongs in it', () => {
  for (const [path, said] of english) {
    expect(said.trim(), `at ${path}`).not.toBe('')
    expect(said, `at ${path}`).not.toMatch(/undefined|NaN/)
  }
})

/** https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html */
test('numbers of things are told apart as each language does', () => {
  const counts = [0, 1, 2, 3, 11, 100]
  const said = (files: (count: number) => string) => counts.map(files)
  expect(said(en.words.files)).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '3 files',
    '11 files',
    '100 files',
  ])
  expect(said(de.words.files)).toEqual([
    '0 Dateien',
    '1 Datei',
    '2 Dateien',
    '3 Dateien',
    '11 Dateien',
    '100 Dateien',
  ])
  expect(said(ar.words.filesOf)).toEqual([
    '0 ملف',
    'ملف واحد',
    'ملفين',
    '3 ملفات',
    '11 ملفًا',
    '100 ملف',
  ])
})

test('the forms of notifications are those that the language tells apart', () => {
  for (const later of [enLater(en.words), TRANSLATIONS.de.later, TRANSLATIONS.ar.later]) {
    const { locale, verified, failed, waiting, disproved } = later.notifications
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions()
    const wanted = pluralCategories.filter((category) => category !== 'zero').toSorted()
    for (const forms of [verified, failed, waiting, disproved]) {
      expect(Object.keys(forms).toSorted(), `in ${locale}`).toEqual(wanted)
    }
  }
})

test('in Arabic two of a thing are in the case that their sentence asks for', () => {
  const { order, filter, details, system } = TRANSLATIONS.ar.later
  expect([order.headingOf(2), filter.actions(2), details.counting(2)]).toEqual([
    'متى تُرسل عمليتا رفع',
    'للمعروض: عمليتا رفع',
    'حتى الآن: ملفان…',
  ])
  expect(system.shared(2, '')).toContain(': ملفان')
  expect(filter.shown(1, 2)).toContain('من عمليتي رفع')
})

test('in German what begins on a date begins “am”, and today does not', () => {
  const { order } = TRANSLATIONS.de.later
  const night = new Date().setHours(23, 59)
  expect(order.startsAt(night)).toMatch(/^Beginnt heute um 23:59 Uhr,/)
  expect(order.startsAt(Date.UTC(2080, 0, 2, 12))).toMatch(/^Beginnt am 02\.01\.2080 um /)
  expect(order.added(Date.UTC(2080, 0, 2, 12))).toContain('beginnt am 02.01.2080 um ')
  expect(order.at(Date.UTC(2080, 0, 2, 12))).toMatch(/^02\.01\.2080 um /)
})
