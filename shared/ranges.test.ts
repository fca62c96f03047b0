import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOf, has, minus, missingFrom, numbersOf, upTo, withNumber, without } from './ranges.ts'

const count = fc.integer({ min: 0, max: 60 })
const numbers = fc.array(fc.integer({ min: -2, max: 70 }))

describe('a number set', () => {
  it('is what a Set would be after the same removals', () => {
    fc.assert(
      fc.property(count, numbers, (size, removals) => {
        const expected = new Set(numbersOf(upTo(size)))
        let set = upTo(size)
        for (const number of removals) {
          expected.delete(number)
          set = without(set, number)
        }
        expect([...numbersOf(set)]).toEqual([...expected])
        expect(countOf(set)).toBe(expected.size)
        for (let n = -2; n < 70; n++) expect(has(set, n)).toBe(expected.has(n))
        expect(missingFrom(size, removals)).toEqual(set)
      }),
    )
  })

  it('keeps its runs apart and in order', () => {
    fc.assert(
      fc.property(count, numbers, (size, present) => {
        const set = missingFrom(size, present)
        for (const [n, [first, last]] of set.entries()) {
          expect(first).toBeLessThanOrEqual(last)
          const before = set[n - 1]
          if (before) expect(first).toBeGreaterThan(before[1] + 1)
        }
      }),
    )
  })

  it('is what a Set would be after the same additions, in as few runs', () => {
    fc.assert(
      fc.property(numbers, (additions) => {
        const set = additions.reduce(withNumber, upTo(0))
        expect([...numbersOf(set)]).toEqual([...new Set(additions)].sort((a, b) => a - b))
        for (const [n, [first]] of set.entries()) {
          const before = set[n - 1]
          if (before) expect(first).toBeGreaterThan(before[1] + 1)
        }
      }),
    )
  })

  it('loses what another one has', () => {
    fc.assert(
      fc.property(numbers, numbers, (some, others) => {
        const set = some.reduce(withNumber, upTo(0))
        const other = others.reduce(withNumber, upTo(0))
        const expected = [...numbersOf(set)].filter((number) => !has(other, number))
        expect(minus(set, other)).toEqual(expected.reduce(withNumber, upTo(0)))
      }),
    )
  })

  it('is the same set when nothing is removed or added', () => {
    const set = upTo(5)
    expect(without(set, 9)).toBe(set)
    expect(withNumber(set, 3)).toBe(set)
  })
})
