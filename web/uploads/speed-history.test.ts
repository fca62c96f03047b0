import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_SPANS, speedsOf, startOfHistory, withBytes } from './speed-history.ts'

test('gives the speed of each span that is over', () => {
  let history = startOfHistory(10_000)
  history = withBytes(history, 11_000, 4000)
  history = withBytes(history, 11_500, 2000)
  history = withBytes(history, 14_100, 500)
  expect(speedsOf(history, 13_999)).toEqual([3000])
  expect(speedsOf(history, 16_000)).toEqual([3000, 0, 250])
})

test('stays small for however long, and loses no bytes', () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: 0, max: 4_000_000 }), bytes: fc.nat(1_000_000) }),
    { maxLength: 300 },
  )
  fc.assert(
    fc.property(steps, (steps) => {
      let history = startOfHistory(0)
      let now = 0
      let sum = 0
      for (const { wait, bytes } of steps) {
        now += wait
        sum += bytes
        history = withBytes(history, now, bytes)
        expect(history.bytes.length).toBeLessThanOrEqual(MOST_SPANS)
      }
      expect(history.bytes.reduce((all, one) => all + one, 0)).toBe(sum)
      expect(speedsOf(history, now).every((speed) => speed >= 0)).toBe(true)
    }),
  )
})

test('a clock that is set back breaks nothing', () => {
  const history = withBytes(startOfHistory(100_000), 50_000, 10)
  expect(history.bytes).toEqual([10])
  expect(speedsOf(history, 50_000)).toEqual([])
})
