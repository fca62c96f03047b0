import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { has, upTo, without } from './ranges.ts'
import { asSet, backwards, firstOf, inOrder, leavingOut, outside, sequenceOf } from './sequence.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }))

describe('a sequence', () => {
  it('is what an array would be after the same removals', () => {
    fc.assert(
      fc.property(numbers, numbers, (given, removals) => {
        const expected = given.filter((number) => !removals.includes(number))
        const sequence = removals.reduce(leavingOut, sequenceOf(given))
        expect([...inOrder(sequence)]).toEqual(expected)
        expect([...backwards(sequence)]).toEqual(expected.toReversed())
        expect(firstOf(sequence, 3)).toEqual(expected.slice(0, 3))
        for (let number = 0; number <= 41; number++) {
          expect(has(asSet(sequence), number)).toBe(expected.includes(number))
        }
      }),
    )
  })

  it('keeps its order without what a set has', () => {
    fc.assert(
      fc.property(numbers, numbers, (given, others) => {
        const set = others.reduce(without, upTo(40))
        const expected = given.filter((number) => !has(set, number))
        expect([...inOrder(outside(sequenceOf(given), set))]).toEqual(expected)
      }),
    )
  })

  it('takes few runs for what goes up and down', () => {
    const down = Array.from({ length: 256 }, (_, at) => 256 - at)
    const up = Array.from({ length: 1700 }, (_, at) => 257 + at)
    expect(sequenceOf([...down, ...up])).toEqual([
      [256, 1],
      [257, 1956],
    ])
  })

  it('is the same one when nothing is removed', () => {
    const sequence = sequenceOf([3, 2, 1])
    expect(leavingOut(sequence, 9)).toBe(sequence)
  })
})
