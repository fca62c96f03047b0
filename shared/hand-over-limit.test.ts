import { describe, expect, it } from 'vitest'
import { UNLIMITED } from './bandwidth.ts'
import { limitAtTime, readLimits, writeLimits } from './hand-over-limit.ts'

const NIGHT = { from: 22 * 60, to: 6 * 60, limit: null }
const BANDWIDTH = { usual: 2_000_000, spans: [NIGHT] }
const NOON = Date.UTC(2026, 10, 28, 12)
const HOUR = 3_600_000

describe('the limits of what is handed over', () => {
  it('are read as they were written', () => {
    const text = writeLimits(BANDWIDTH, -210) ?? ''
    expect(readLimits(text)).toEqual({ ...BANDWIDTH, ahead: -210 })
    // A header's value: visible ASCII.
    expect(text).toMatch(/^[ -~]+$/)
  })

  it('are none where nothing is limited at any time', () => {
    expect(writeLimits(UNLIMITED, 60)).toBeNull()
    expect(writeLimits({ usual: null, spans: [NIGHT] }, 60)).toBeNull()
    expect(writeLimits({ usual: null, spans: [{ ...NIGHT, limit: 10_000 }] }, 60)).not.toBeNull()
  })

  it.each(['', '{', 'null', '[]', '{"usual":1}', '{"usual":0,"spans":[],"ahead":0}'])(
    'are not made up: %s',
    (text) => expect(readLimits(text)).toBeNull(),
  )

  it('hold by the clock of the person', () => {
    const limits = { ...BANDWIDTH, ahead: 0 }
    expect(limitAtTime(limits, NOON)).toBe(2_000_000)
    expect(limitAtTime(limits, NOON + 10 * HOUR)).toBeNull()
    expect(limitAtTime({ ...limits, ahead: 10 * 60 }, NOON)).toBeNull()
    expect(limitAtTime({ ...limits, ahead: -12 * 60 }, NOON)).toBeNull()
    expect(limitAtTime({ ...limits, ahead: -12 * 60 }, 0)).toBe(2_000_000)
  })
})
