import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limitAt } from '../../../shared/bandwidth.ts'
import { MIB } from '../../../shared/limits.ts'
import { limitedTo, mayBegin, nextBegin, NO_PACE, spent, type Pace } from './pace.ts'

const PART = 16 * MIB

interface Sending {
  /** ms */
  readonly time: number
  readonly bytes: number
}

/** Sends by lanes of the same rate for so many ms, each part as soon as the limit lets it. */
function send(laneRate: number, limitAtTime: (time: number) => number, end: number): Sending {
  let pace: Pace = NO_PACE
  let now = 0
  let bytes = 0
  const ends: number[] = []
  while (now < end) {
    pace = limitedTo(pace, limitAtTime(now), now)
    for (const [at, time] of [...ends.entries()].toReversed()) if (time <= now) ends.splice(at, 1)
    if (mayBegin(pace, now)) {
      pace = spent(pace, PART, now)
      bytes += PART
      ends.push(now + PART / laneRate)
      continue
    }
    // A limit may change at whole minutes.
    const minute = now + 60_000 - (now % 60_000)
    now = Math.min(end, minute, nextBegin(pace, now) ?? minute)
  }
  const unsent = ends.reduce((sum, time) => sum + Math.max(0, time - now) * laneRate, 0)
  return { time: now, bytes: bytes - unsent }
}

const rate = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp)

describe('a limit', () => {
  it('is kept and reached within 5 %, whatever one lane carries', () => {
    fc.assert(
      fc.property(rate(2000, 50_000), rate(20, 20_000), (laneRate, limit) => {
        // So long that the parts under way at its end are no matter.
        const end = Math.max((60 * PART) / limit, (30 * PART) / laneRate)
        const { time, bytes } = send(laneRate, () => limit, end)
        expect(bytes / time / limit).toBeGreaterThan(0.95)
        expect(bytes / time / limit).toBeLessThan(1.05)
      }),
      { numRuns: 50 },
    )
  })

  it('is kept when it changes under way', () => {
    const limitAtTime = (time: number): number => (Math.floor(time / 60_000) % 2 === 0 ? 8000 : 800)
    const { time, bytes } = send(10_000, limitAtTime, 60 * 60_000)
    expect(bytes / time / 4400).toBeGreaterThan(0.95)
    expect(bytes / time / 4400).toBeLessThan(1.05)
  })

  it('lets no more through after a pause', () => {
    const paced = spent(limitedTo(NO_PACE, 1000, 0), PART, 0)
    const hours = 5 * 60 * 60_000
    expect(mayBegin(paced, hours)).toBe(true)
    expect(mayBegin(spent(paced, PART, hours), hours)).toBe(false)
    expect(nextBegin(spent(paced, PART, hours), hours)).toBe(
      hours + Math.ceil((PART - 1_000_000) / 1000),
    )
  })

  it('is none where none is set', () => {
    expect(mayBegin(spent(NO_PACE, PART, 0), 0)).toBe(true)
    expect(nextBegin(NO_PACE, 0)).toBeNull()
    expect(mayBegin(limitedTo(spent(limitedTo(NO_PACE, 1, 0), PART, 0), null, 0), 0)).toBe(true)
  })
})

describe('a plan of the day', () => {
  const plan = {
    usual: null,
    spans: [
      { from: 22 * 60, to: 6 * 60, limit: 5_000_000 },
      { from: 8 * 60, to: 18 * 60, limit: 1_000_000 },
    ],
  }

  it.each([
    [0, 5_000_000],
    [359, 5_000_000],
    [360, null],
    [480, 1_000_000],
    [1080, null],
    [1320, 5_000_000],
  ])('at minute %d', (minute, limit) => {
    expect(limitAt(plan, minute)).toBe(limit)
  })

  it('may be the same all day', () => {
    expect(limitAt({ usual: 7, spans: [] }, 100)).toBe(7)
  })
})
