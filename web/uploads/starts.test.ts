import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readStart, shownStart, usualStarts } from './starts.ts'

// Where the clocks are set, unlike where tests usually run.
beforeAll(() => void vi.stubEnv('TZ', 'Europe/Zurich'))
afterAll(() => void vi.unstubAllEnvs())

const at = (text: string) => new Date(text).getTime()

test.each([
  ['2026-03-01T09:30', '2026-03-01T22:00', '2026-03-02T07:00'],
  ['2026-12-31T22:00', '2027-01-01T22:00', '2027-01-01T07:00'],
  ['2026-10-24T23:59', '2026-10-25T22:00', '2026-10-25T07:00'],
  ['2026-03-28T22:30', '2026-03-29T22:00', '2026-03-29T07:00'],
])('at %s the evening is that of %s, and the morning that of %s', (now, evening, morning) => {
  const starts = usualStarts(at(now))
  expect([shownStart(starts.evening), shownStart(starts.morning)]).toEqual([evening, morning])
})

test.each([
  ['2026-03-29T00:30', 20.5],
  ['2026-10-25T00:30', 22.5],
  ['2026-10-26T00:30', 21.5],
])('from %s, on a day on which the clocks may be set, it is %d hours to 22:00', (now, hours) => {
  expect((usualStarts(at(now)).evening - at(now)) / 3_600_000).toBe(hours)
})

test('a time that there is not, or twice, is one that there is', () => {
  const now = at('2026-03-28T12:00')
  expect(shownStart(readStart('2026-03-29T02:30', now) ?? 0)).toBe('2026-03-29T03:30')
  expect(shownStart(readStart('2026-10-25T02:30', now) ?? 0)).toBe('2026-10-25T02:30')
})

test('takes only a time that is still to come', () => {
  const now = at('2026-03-01T09:30')
  expect(readStart('2026-03-01T09:31', now)).toBe(now + 60_000)
  for (const entered of ['2026-03-01T09:30', '2025-03-01T09:31', '', '2026-13-01T00:00'])
    expect(readStart(entered, now)).toBeNull()
})
