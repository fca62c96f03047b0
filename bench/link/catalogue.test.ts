import { describe, expect, it } from 'vitest'
import { linkOf } from './catalogue.ts'
import { timeCarried } from './rates.ts'

describe('the changing link', () => {
  it('is at 100, 20 and 60 Mbit/s for a third of the file each, whatever its size', () => {
    for (const size of [3e6, 3e9]) {
      const rates = linkOf('changing', size).shape?.rates ?? [{ from: 0, rate: 0 }]
      const times = [1 / 3, 2 / 3, 1].map((part) => timeCarried(rates, 0, size * part))
      const seconds = [100, 20, 60].map((megabits) => size / 3 / (megabits * 125_000))
      const ends = seconds.map((_, at) => seconds.slice(0, at + 1).reduce((sum, one) => sum + one))
      for (const [at, end] of ends.entries()) expect(times[at]).toBeCloseTo(end * 1000, 3)
    }
  })
})
