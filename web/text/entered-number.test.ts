import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumber, shownNumber } from './entered-number.ts'
import { createFormat } from './format.ts'

test.each([
  ['2.5', 2.5],
  ['2,5', 2.5],
  ['٢٫٥', 2.5],
  ['۲٫۵', 2.5],
  ['٢٫٥٠٠', 2.5],
  [' 25 ', 25],
  ['1000', 1000],
  ['1,0000', 1],
  ['1234,567', 1234.567],
  ['0,125', 0.125],
  ['.5', 0.5],
  ['-0.5', -0.5],
  ['−3', -3],
  ['\u061c-٣', -3],
  ['+7', 7],
  ['1e3', 1000],
  ['2,5E-3', 0.0025],
  ['007', 7],
])('%s is %d', (entered, number) => {
  expect(readNumber(entered)).toBe(number)
})

test.each(['', ' ', '\u200e'])('%o is none', (entered) => {
  expect(readNumber(entered)).toBeNull()
})

test.each([
  '1.000',
  '1,000',
  '12.345',
  '-1,234',
  '1.234,5',
  '1,234.5',
  '1.234.567',
  '1 000',
  '1\u202f000,5',
  '1’000',
  '١٬٠٠٠',
  '١,٠٠٠',
])('%s may be thousands', (entered) => {
  expect(readNumber(entered)).toBe('grouped')
})

test.each([
  '1e',
  'x',
  '2.5 MB',
  '1.2.3',
  '1,2.3',
  '--1',
  '5.',
  '.',
  '-',
  '0x10',
  'Infinity',
  'NaN',
])('%s is no number', (entered) => {
  expect(readNumber(entered)).toBe('type')
})

const FORMATS = ['en', 'de', 'ar-u-nu-latn', 'ar-MA-u-nu-latn'].map((locale) =>
  createFormat(locale),
)

test('what a field shows it reads as the same', () => {
  const [english, german] = FORMATS
  expect(english && shownNumber(1.234, english)).toBe('1.2340')
  expect(german && shownNumber(4.5, german)).toBe('4,5')
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
  const thousandths = fc.integer().map((one) => one / 1000)
  const some = fc.oneof(doubles, fc.integer(), thousandths)
  fc.assert(
    fc.property(some, fc.constantFrom(...FORMATS), (number, format) => {
      expect(readNumber(shownNumber(number, format)) === number).toBe(true)
    }),
  )
})
