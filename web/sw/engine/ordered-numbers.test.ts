import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOrderedNumbers } from './ordered-numbers.ts'

const number = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 2 ** 30 - 1 }))

it('goes through its numbers in order, whatever was added and taken out', () => {
  const change = fc.record({ number, isAdded: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change), number, (changes, from) => {
      const numbers = createOrderedNumbers()
      const expected = new Set<number>()
      for (const { number, isAdded } of changes) {
        if (isAdded) {
          numbers.add(number)
          expected.add(number)
        } else {
          numbers.delete(number)
          expected.delete(number)
        }
      }
      const found: number[] = []
      for (let at = numbers.next(from); at !== undefined; at = numbers.next(at + 1)) found.push(at)
      const inOrder = [...expected].sort((a, b) => a - b)
      expect(found).toEqual(inOrder.filter((one) => one >= from))
    }),
  )
})
