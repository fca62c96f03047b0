import { describe, expect, it } from 'vitest'
import { timeCarried, type Rates } from './rates.ts'

const CHANGING: Rates = [
  { from: 0, rate: 1000 },
  { from: 2000, rate: 0 },
  { from: 5000, rate: 500 },
]

describe('timeCarried', () => {
  it.each([
    ['within the first rate', 0, 1500, 1500],
    ['up to the very end of a rate', 0, 2000, 2000],
    ['over a time in which nothing passes', 1000, 1500, 6000],
    ['from within that time', 3000, 500, 6000],
    ['by the last rate', 6000, 1000, 8000],
  ])('carries %s', (_, from, bytes, end) => {
    expect(timeCarried(CHANGING, from, bytes)).toBe(end)
  })

  it('takes no time where nothing limits it, and for ever where nothing passes', () => {
    expect(timeCarried([{ from: 0, rate: Infinity }], 7, 1e12)).toBe(7)
    expect(timeCarried([{ from: 0, rate: 0 }], 7, 1)).toBe(Infinity)
  })
})
