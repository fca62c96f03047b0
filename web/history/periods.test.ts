import { afterEach, expect, test, vi } from 'vitest'
import { entryOf, type Entry } from './entry.ts'
import { periodsOf } from './periods.ts'
import { testView } from './testing.ts'

afterEach(() => void vi.unstubAllEnvs())

function entry(at: Date, changes: Partial<Entry> = {}): Entry {
  return { ...entryOf(testView(1), 'verified', null, undefined, at.getTime()), ...changes }
}

const dayOf = (from: number) => {
  const date = new Date(from)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-')
}

test('nothing has no periods', () => {
  expect(periodsOf([]).periods).toEqual([])
})

test('what ended at once is shown by days, with some before it', () => {
  const { unit, periods } = periodsOf([entry(new Date(2026, 2, 31, 23, 59))])
  expect(unit).toBe('day')
  const days = [25, 26, 27, 28, 29, 30, 31].map((day) => `2026-3-${day}`)
  expect(periods.map(({ from }) => dayOf(from))).toEqual(days)
  expect(periods.map(({ verified }) => verified)).toEqual([0, 0, 0, 0, 0, 0, 1])
})

test('each counts where it ended, and the speed is that over the time that was taken', () => {
  const night = new Date(2026, 4, 10, 23, 59, 59)
  const { periods } = periodsOf([
    entry(new Date(2026, 4, 10), { size: 30e6, speed: 10e6 }),
    entry(night, { size: 10e6, speed: 10e6 / 7 }),
    // It took that long to ask for so few to be taken.
    entry(night, { size: 100, speed: 1 }),
    entry(night, { outcome: 'failed' }),
    entry(new Date(2026, 4, 11), { outcome: 'cancelled' }),
  ])
  expect(periods.slice(-2)).toMatchObject([
    { verified: 3, failed: 1, cancelled: 0, bytes: 40_000_100, speed: 4e6 },
    { verified: 0, failed: 0, cancelled: 1, bytes: 0, speed: null },
  ])
})

test('what is not to be relied on counts among what failed', () => {
  const at = new Date(2026, 4, 10)
  const { periods } = periodsOf([entry(at), entry(at, { outcome: 'disproved' })])
  expect(periods.at(-1)).toMatchObject({ verified: 1, failed: 1, bytes: testView(1).size })
})

test.each([
  [31, 'day'],
  [32, 'week'],
  [300, 'month'],
  [2000, 'year'],
])('over %i days it is by %s', (days, wanted) => {
  const last = new Date(2026, 5, 30, 12)
  const first = new Date(2026, 5, 30 - (days - 1), 12)
  const { unit, periods } = periodsOf([entry(last), entry(first)])
  expect(unit).toBe(wanted)
  expect(periods.length).toBeLessThanOrEqual(31)
  expect(periods.reduce((sum, { verified }) => sum + verified, 0)).toBe(2)
})

test('weeks begin on Mondays', () => {
  const { periods } = periodsOf([entry(new Date(2026, 4, 17)), entry(new Date(2026, 2, 1))])
  expect(new Set(periods.map(({ from }) => new Date(from).getDay()))).toEqual(new Set([1]))
})

test.each([
  ['day', '2026-04-18'],
  ['week', '2026-02-09'],
  ['month', '2025-08-01'],
  ['year', '2019-01-01'],
])('by %s what ended in the first hour counts where clocks are put on at midnight', (unit, day) => {
  vi.stubEnv('TZ', 'Africa/Cairo')
  // A day that begins at one.
  const last = new Date('2026-04-24T12:00')
  const first = new Date(`${day}T00:30`)
  const found = periodsOf([entry(last), entry(first)])
  expect(found.unit).toBe(unit)
  const full = found.periods.filter(({ verified }) => verified === 1)
  expect(full).toHaveLength(2)
  expect(full[0]?.from).toBe(new Date(`${day}T00:00`).getTime())
})
