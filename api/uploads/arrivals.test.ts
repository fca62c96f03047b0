import { expect, it } from 'vitest'
import { createArrivals } from './arrivals.ts'

it('remembers of each upload what was seen last', () => {
  const arrivals = createArrivals()
  expect(arrivals.has('a', 1)).toBe(false)
  arrivals.saw('a', [1, 2])
  arrivals.saw('b', [3])
  expect([1, 2, 3].map((number) => arrivals.has('a', number))).toEqual([true, true, false])
  arrivals.saw('a', [4])
  expect(arrivals.has('a', 1)).toBe(false)
  expect(arrivals.has('a', 4)).toBe(true)
})

it('remembers a thousand uploads, and of more those that were seen last', () => {
  const arrivals = createArrivals()
  for (let n = 0; n < 1000; n++) arrivals.saw(String(n), [1])
  arrivals.saw('0', [1])
  arrivals.saw('one more', [1])
  expect(['0', '1', '2', 'one more'].map((id) => arrivals.has(id, 1))).toEqual([
    true,
    false,
    true,
    true,
  ])
})
