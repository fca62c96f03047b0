import { describe, expect, it } from 'vitest'
import { AT_FULL_SPEED, createSlowing } from './slowing.ts'

const PIECE = 64 * 1024

/** ms that so many pieces take where each wait is kept. */
function timeFor(pieces: number, limitAt: (now: number) => number | null): number {
  let now = 0
  const slowing = createSlowing(
    () => limitAt(now),
    () => now,
  )
  for (let piece = 0; piece < pieces; piece++) now += slowing.after(PIECE)
  return now
}

describe('slowing', () => {
  it.each([5_000, 250_000, 4_000_000, 80_000_000])('keeps to %d bytes a second', (limit) => {
    const seconds = timeFor(1000, () => limit) / 1000
    // Waits that are too short for a timer are put together; some are still to come at the end.
    expect((1000 * PIECE) / seconds).toBeGreaterThan(limit * 0.99)
    expect((1000 * PIECE) / limit - seconds).toBeLessThan(0.01)
  })

  it('makes up for nothing that came late', () => {
    let now = 0
    const slowing = createSlowing(
      () => 1_000_000,
      () => now,
    )
    now += slowing.after(PIECE)
    now += 60_000
    expect(slowing.after(PIECE)).toBeCloseTo(PIECE / 1000)
  })

  it('follows a limit that begins or ends under way', () => {
    expect(timeFor(100, (now) => (now < 1000 ? 1_000_000 : null))).toBeLessThan(1100)
    expect(timeFor(100, () => null)).toBe(0)
    expect(AT_FULL_SPEED.after(1e9)).toBe(0)
  })
})
