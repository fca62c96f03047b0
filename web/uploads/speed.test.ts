import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  secondsLeft,
  speedOf,
  STALE,
  startOfArrivals,
  WINDOW,
  withArrival,
  type Arrivals,
} from './speed.ts'

/** Arrivals of `bytes` every `gap` ms, from 0. */
function steady(count: number, gap: number, bytes: number): Arrivals {
  let arrivals = startOfArrivals(0, 0)
  for (let index = 1; index <= count; index++) {
    arrivals = withArrival(arrivals, index * gap, index * bytes)
  }
  return arrivals
}

describe('speed', () => {
  test('is unknown before the first part has arrived', () => {
    expect(speedOf([], 5000)).toBeNull()
    expect(speedOf(startOfArrivals(0, 0), 5000)).toBeNull()
  })

  test('is what arrived in the time it took, also between two arrivals', () => {
    const arrivals = steady(10, 1000, 5_000_000)
    expect(speedOf(arrivals, 10_000)).toBe(5_000_000)
    expect(speedOf(arrivals, 10_999)).toBe(5_000_000)
  })

  test('sinks when the next part is overdue', () => {
    const arrivals = steady(10, 1000, 5_000_000)
    const speeds = [12_000, 15_000, 30_000].map((now) => speedOf(arrivals, now) ?? 0)
    expect(speeds).toEqual(speeds.toSorted((a, b) => b - a))
    expect(speeds[2]).toBeLessThan(2_000_000)
    expect(speedOf(arrivals, 10_001 + STALE)).toBeNull()
  })

  test('follows a change within the window', () => {
    let arrivals = steady(60, 1000, 1000)
    for (let index = 1; index <= WINDOW / 1000 + 1; index++) {
      arrivals = withArrival(arrivals, 60_000 + index * 1000, 60_000 + index * 9000)
    }
    expect(speedOf(arrivals, 60_000 + WINDOW + 1000)).toBe(9000)
  })

  test('is known although each part takes longer than the window', () => {
    expect(speedOf(steady(4, 2 * WINDOW, 60_000), 8 * WINDOW)).toBe(1000)
  })

  test('starts anew when bytes were lost', () => {
    expect(withArrival(steady(3, 1000, 1000), 5000, 0)).toEqual(startOfArrivals(5000, 0))
  })

  test('is never negative, infinite or NaN, and few samples are kept', () => {
    const step = fc.record({ pause: fc.nat(700_000), bytes: fc.maxSafeNat() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.nat(700_000), (steps, wait) => {
        let arrivals: Arrivals = []
        let at = 0
        for (const { pause, bytes } of steps) {
          at += pause
          arrivals = withArrival(arrivals, at, bytes)
        }
        const speed = speedOf(arrivals, at + wait)
        expect(speed === null || (Number.isFinite(speed) && speed >= 0)).toBe(true)
        expect(arrivals.length).toBeLessThanOrEqual(64)
      }),
    )
  })
})

describe('time left', () => {
  test('is the remaining bytes at that speed', () => {
    expect(secondsLeft(1000, 100)).toBe(10)
    expect(secondsLeft(0, null)).toBe(0)
    expect(secondsLeft(1000, null)).toBeNull()
    expect(secondsLeft(1000, 0)).toBeNull()
  })
})
