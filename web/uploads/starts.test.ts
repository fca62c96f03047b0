import { expect, test } from 'vitest'
import { readStart, shownStart, usualStarts } from './starts.ts'

const at = (text: string) => new Date(text).getTime()

test.each([
  ['2026-03-01T09:30', '2026-03-01T22:00', '2026-03-02T07:00'],
  ['2026-12-31T22:00', '2027-01-01T22:00', '2027-01-01T07:00'],
  ['2026-10-24T23:59', '2026-10-25T22:00', '2026-10-25T07:00'],
])('at %s the evening is that of %s, and the morning that of %s', (now, evening, morning) => {
  const starts = usualStarts(at(now))
  expect([shownStart(starts.evening), shownStart(starts.morning)]).toEqual([evening, morning])
})

test('takes only a time that is still to come', () => {
  const now = at('2026-03-01T09:30')
  expect(readStart('2026-03-01T09:31', now)).toBe(now + 60_000)
  for (const entered of ['2026-03-01T09:30', '2025-03-01T09:31', '', '2026-13-01T00:00'])
    expect(readStart(entered, now)).toBeNull()
})
