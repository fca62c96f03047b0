import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createConditions } from './conditions.ts'
import { createMemoryWatch } from './memory.ts'

describe('conditions', () => {
  let now = 0
  const memory = createMemoryWatch({}, () => now)
  beforeEach(() => {
    vi.useFakeTimers()
    now = 0
  })
  afterEach(() => vi.useRealTimers())

  it.each([
    [{}, false],
    [{ connection: {} }, false],
    [{ connection: { saveData: false, type: 'wifi' } }, false],
    [{ connection: { saveData: true } }, true],
    [{ connection: { type: 'cellular' } }, true],
    [{ connection: { saveData: 'of another kind' } }, false],
  ])('of a browser that tells %j of its network', (navigator, saving) => {
    expect(createConditions(navigator, () => now, memory)().saving).toBe(saving)
  })

  it('are strained while tasks wait long for their turn', () => {
    const conditions = createConditions({}, () => now, memory)
    const wait = (ms: number): boolean => {
      const { strained } = conditions()
      now += ms
      vi.runAllTimers()
      return strained
    }
    expect([10, 10, 2000, 2000].map(wait)).toEqual([false, false, false, true])
    for (let n = 0; n < 20; n++) wait(5)
    expect(wait(5)).toBe(false)
  })
})
