import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { followTimeLeft, type TimeLeft } from './time-left.ts'

/** What is told each second while it really is `seconds`, seen through noise. */
function told(seconds: number, noise: (second: number) => number, length: number): number[] {
  let left: TimeLeft | null = null
  return Array.from({ length }, (_, second) => {
    left = followTimeLeft(left, (seconds - second) * noise(second), second * 1000)
    return left?.told ?? -1
  })
}

/** From 0 to 1, by Park and Miller's generator. */
function wavering(seed: number): () => number {
  let state = seed * 7919
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('time left', () => {
  test('runs down steadily on a steady link', () => {
    const all = told(900, () => 1, 880)
    expect(all.every((one, at) => at === 0 || one <= (all[at - 1] ?? 0))).toBe(true)
    for (const [second, one] of all.entries()) {
      expect(Math.abs(one - (900 - second))).toBeLessThanOrEqual(60)
    }
  })

  test('rises seldom while the link wavers by a third, and stays near the truth', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const noise = wavering(seed)
      const all = told(3600, () => 0.75 + 0.6 * noise(), 600)
      const rises = all.filter((one, at) => at > 0 && one > (all[at - 1] ?? 0)).length
      expect(rises).toBeLessThan(6)
      for (const [second, one] of all.entries()) {
        if (second > 60) expect(Math.abs(one / (3600 - second) - 1)).toBeLessThan(0.3)
      }
    }
  })

  test('follows another speed within a minute', () => {
    let left = followTimeLeft(null, 600, 0)
    for (let second = 1; second <= 60; second++) {
      left = followTimeLeft(left, 1200 - second, second * 1000)
    }
    expect(left?.seconds).toBeGreaterThan(1050)
  })

  test('begins anew where there is much more to send than before', () => {
    const before = followTimeLeft(null, 20, 0)
    expect(followTimeLeft(before, 7200, 1000)?.told).toBe(7200)
  })

  test('is not known without a speed, and begins anew after a long silence or a clock set back', () => {
    const before = followTimeLeft(null, 100, 1_000_000)
    expect(followTimeLeft(before, null, 1_001_000)).toBeNull()
    expect(followTimeLeft(before, 50, 1_100_000)?.seconds).toBe(50)
    expect(followTimeLeft(before, 50, 900_000)?.seconds).toBe(50)
  })

  test('asked twice at one time it says the same', () => {
    const before = followTimeLeft(null, 100, 0)
    expect(followTimeLeft(before, 300, 0)).toBe(before)
  })

  test('never says that nothing is left', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (raw) => {
        expect(followTimeLeft(null, raw, 0)?.told).toBeGreaterThan(0)
      }),
    )
  })
})
