import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFormat } from './format.ts'

const format = createFormat('en', { timeZone: 'Europe/Zurich' })

/** With the space that no line ends at, behind each number. */
const kept = (text: string) => text.replace(/(\d) /g, '$1\xa0')

describe('bytes', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [5_242_880, '5.2 MB'],
    [999_400, '999 kB'],
    [999_600, '1 MB'],
    [4_000_000_000, '4 GB'],
    [53_687_091_200_000, '53.7 TB'],
  ])('%d is %s', (bytes, expected) => {
    expect(format.bytes(bytes)).toBe(kept(expected))
  })

  test('are never NaN or infinite', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const shown of [format.bytes(value), format.speed(value), format.duration(value)]) {
          expect(shown).not.toMatch(/NaN|∞|-/)
        }
      }),
    )
  })
})

test('speeds are bytes a second', () => {
  expect(format.speed(12_340_000)).toBe(kept('12.3 MB/s'))
  expect(format.speed(0)).toBe(kept('0 byte/s'))
})

test.each([
  [0.2, '1 sec'],
  [59.5, '1 min'],
  [200, '3 min 20 sec'],
  [1799, '30 min'],
  [3599, '1 hr'],
  [3600, '1 hr'],
  [5400, '1 hr 30 min'],
  [90_000, '1 day 1 hr'],
])('%d seconds are %s', (seconds, expected) => {
  expect(format.duration(seconds)).toBe(kept(expected))
})

test('a share is 100% only when all of it is there', () => {
  expect(format.percent(0.9999)).toBe('99%')
  expect(format.percent(1)).toBe('100%')
})

test('a share of whole percents is that many', () => {
  for (let count = 0; count <= 100; count++) expect(format.percent(count / 100)).toBe(`${count}%`)
})

test('times are told here and in UTC', () => {
  const time = '2024-05-17T08:30:00.000Z'
  expect(format.localTime(time)).toContain('10:30:00')
  expect(format.day('2024-05-17T22:30:00.000Z')).toBe('Saturday, May 18, 2024')
  expect(format.utcTime(time)).toMatch(/8:30:00.*UTC/)
})

test('the parts of a duration are put together as each language does', () => {
  expect(createFormat('de').duration(200)).toBe(kept('3 Min., 20 Sek.'))
  expect(createFormat('ar-u-nu-latn', { durations: 'long' }).duration(200)).toBe(
    kept('3 دقائق و20 ثانية'),
  )
})

test('a name that may turn the sentence round is set apart from it', () => {
  expect(format.name('take 1.mov')).toBe('take 1.mov')
  expect(format.name('نظرة.mp4')).toBe('\u2068نظرة.mp4\u2069')
  expect(format.name('evil\u202Egpj.exe')).toBe('\u2068evil\u202Egpj.exe\u2069')
  const arabic = createFormat('ar', { direction: 'rtl' })
  expect(arabic.name('take 1.mov')).toBe('\u2068take 1.mov\u2069')
})
