import { expect, test } from 'vitest'
import { languageFor, localeFor } from './languages.ts'

test.each([
  [null, ['de-CH', 'en'], 'de'],
  [null, ['fr', 'ar-EG', 'de'], 'ar'],
  [null, ['en-US@posix', 'de'], 'de'],
  [null, ['fr-FR'], 'en'],
  [null, [], 'en'],
  [null, ['deu', 'arn'], 'en'],
  [null, ['de-12', 'de-abc', 'de-DE-AT', 'ar-001'], 'ar'],
  ['ar', ['de'], 'ar'],
  ['xx', ['de'], 'de'],
] as const)('whoever chose %s and prefers %j gets %s', (chosen, preferred, language) => {
  expect(languageFor(chosen, preferred)).toBe(language)
})

test('numbers and times are those of the region, in the digits and the calendar of receipts', () => {
  const write = (locale: string) =>
    [
      new Intl.NumberFormat(locale).format(1234.5),
      new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).format(0),
    ].map((said) => said.replace(/\u200f/g, ''))
  expect(write(localeFor('de', ['en', 'de-DE']))).toEqual(['1.234,5', '1.1.1970'])
  expect(write(localeFor('en', ['en-GB', 'en']))).toEqual(['1,234.5', '01/01/1970'])
  expect(write(localeFor('ar', ['ar-SA']))).toEqual(['1,234.5', '1/1/1970'])
  expect(write(localeFor('ar', []))).toEqual(['1,234.5', '1/1/1970'])
})

test.each(['de', 'de-CH', 'de-CH-1996', 'de-Latn-AT', 'de-u', 'de-12', 'de-DE-AT'])(
  'that the browser prefers %s breaks nothing',
  (tag) => expect(() => new Intl.NumberFormat(localeFor('de', [tag]))).not.toThrow(),
)
