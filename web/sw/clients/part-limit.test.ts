import { describe, expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { createPartLimit } from './part-limit.ts'

const MINUTE = 60_000
const SIZE = 16 * MIB

describe('how long a part may take', () => {
  it('is enough for the slowest link while nothing is known', () => {
    expect(createPartLimit().of(SIZE)).toBeGreaterThan(SIZE / 20)
  })

  it('is some times what parts have taken lately, whatever their size', () => {
    const limit = createPartLimit()
    for (let n = 0; n < 10; n++) limit.arrived(SIZE, MINUTE)
    expect(limit.of(SIZE)).toBeCloseTo(8 * MINUTE)
    expect(limit.of(2 * SIZE)).toBeCloseTo(16 * MINUTE)
  })

  it('is never less than a minute, and never more than at the start', () => {
    const limit = createPartLimit()
    const first = limit.of(SIZE)
    limit.arrived(SIZE, 100)
    expect(limit.of(SIZE)).toBe(MINUTE)
    const slow = createPartLimit()
    slow.arrived(SIZE, 60 * MINUTE)
    expect(slow.of(SIZE)).toBe(first)
  })

  it('grows until a link that has become a hundred times slower gets its parts through', () => {
    const limit = createPartLimit()
    limit.arrived(SIZE, 5000)
    const needed = 100 * 5000
    let tries = 0
    while (limit.of(SIZE) < needed) {
      limit.wasTooShort()
      tries += 1
    }
    expect(tries).toBeLessThan(6)
    limit.arrived(SIZE, needed)
    expect(limit.of(SIZE)).toBeGreaterThan(needed)
  })

  it('learns nothing of the link from a part of no bytes', () => {
    const limit = createPartLimit()
    const first = limit.of(SIZE)
    limit.arrived(0, MINUTE)
    limit.wasTooShort()
    expect(limit.of(SIZE)).toBe(first)
  })
})
