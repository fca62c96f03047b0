import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ERROR_CODES } from '../../shared/errors.ts'
import { createLater as inArabic } from '../text/ar-later.ts'
import * as arabic from '../text/ar.ts'
import { createLater as inGerman } from '../text/de-later.ts'
import * as german from '../text/de.ts'
import { createLater as inEnglish } from '../text/en-later.ts'
import * as english from '../text/en.ts'
import { findMessages } from './find.ts'
import { messagesIn, type MessageGroup } from './messages.ts'

const WEB = resolve(import.meta.dirname, '..')
const ENGLISH = { text: english.text, later: inEnglish(english.words) }
const CATALOGUES = {
  en: ENGLISH,
  de: { text: german.text, later: inGerman(german.words) },
  ar: { text: arabic.text, later: inArabic(arabic.words) },
}

const whatsOf = (groups: readonly MessageGroup[]) =>
  groups.flatMap(({ messages }) => messages.map(([what]) => what))

/** What views say of a problem, by its place in the catalogue. */
function placesOfProblems(): Set<string> {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/^(?:admin|sw|text|help)\/|\.test\./.test(path),
  )
  const places = new Set<string>()
  for (const path of sources) {
    const code = readFileSync(join(WEB, path), 'utf8')
    for (const [, place = ''] of code.matchAll(
      /tone[:=] ?["']problem["'],?\s*text: ((?:later|text)\.[\w.]+)/g,
    )) {
      places.add(place)
    }
  }
  // Says what has failed, which follows it.
  places.delete('text.banner.failed')
  return places
}

/** The text at a place; where it is given things, with other ones than the help has. */
function saidAt(place: string): string {
  const found = place
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], ENGLISH)
  if (typeof found === 'string') return found
  if (typeof found !== 'function') throw new Error(`${place} is no text`)
  return String(Reflect.apply(found, undefined, [7, 7, 7]))
}

test.each(Object.entries(CATALOGUES))(
  'each message is there once, and found by its words: %s',
  (_, { text, later }) => {
    const all = messagesIn(text, later)
    const whats = whatsOf(all)
    expect(whats.filter((what, at) => whats.indexOf(what) !== at)).toEqual([])
    expect(whats.length).toBeGreaterThan(ERROR_CODES.length + 60)
    for (const what of whats) {
      const found = whatsOf(findMessages(all, what))
      expect(found, `at ${what}`).toContain(what)
      expect(found.length, `at ${what}`).toBeLessThan(8)
    }
    for (const code of ERROR_CODES) {
      const { what, next } = later.problems[code]
      expect(whatsOf(findMessages(all, `${what} ${next}`)), `of ${code}`).toContain(what)
    }
  },
)

describe('in English', () => {
  const { text, later } = ENGLISH
  const all = messagesIn(text, later)
  const found = (entered: string) => whatsOf(findMessages(all, entered))

  test('whatever a view says of a problem is found as it is said', () => {
    const places = [...placesOfProblems()]
    expect(places.length).toBeGreaterThan(9)
    for (const place of places) {
      const said = saidAt(place)
      const messages = findMessages(all, said).flatMap(({ messages }) => messages)
      expect(messages.length, `${place}: ${said}`).toBeGreaterThan(0)
      expect(messages.length, `${place}: ${said}`).toBeLessThan(8)
    }
  })

  test('another number, name or size, another case and another order do not matter', () => {
    expect(found('1,234 files could not be read and were left out:')).toHaveLength(1)
    expect(found('changed FILE was')).toContain(later.problems.file_changed.what)
    const differs = later.again.differs('Überblick.mov', later.again.differentSize('3 GB', '4 GB'))
    expect(found(differs)).toEqual([later.again.differs('…', later.again.differentSize('…', '…'))])
  })

  test('nothing entered is all, and what is like none is none', () => {
    expect(findMessages(all, ' 12 ')).toBe(all)
    expect(found('zebra quagga okapi')).toEqual([])
  })
})
