import { describe, expect, it } from 'vitest'
import { startOfArrivals, withArrival } from '../uploads/speed.ts'
import { givesWay } from './give-way.ts'

/** Of something that is sent at a speed (bytes a second), seen for ten seconds. */
function sentAt(speed: number) {
  let arrivals = startOfArrivals(0, 0)
  for (let second = 1; second <= 10; second += 1) {
    arrivals = withArrival(arrivals, second * 1000, second * speed)
  }
  return arrivals
}

describe('hashing gives way to sending', () => {
  it.each([
    [2, 2e6, false],
    [2, 25e6, false],
    [2, 60e6, true],
    [4, 125e6, false],
    [4, 300e6, true],
    [8, 600e6, false],
    [1, 2e6, false],
    [1, 20e6, true],
  ])('on %i processors at %i bytes a second: %s', (processors, speed, waits) => {
    expect(givesWay(sentAt(speed), 10_000, processors)).toBe(waits)
  })

  it('goes on when nothing is sent, or nothing arrives any more', () => {
    expect(givesWay([], 0, 2)).toBe(false)
    expect(givesWay(sentAt(60e6), 30_000, 2)).toBe(false)
  })

  it('waits for some parts or some time, as the first ones tell little of the speed', () => {
    const start = startOfArrivals(0, 0)
    expect(givesWay(start, 9000, 2)).toBe(true)
    expect(givesWay(start, 11_000, 2)).toBe(false)
    const few = withArrival(start, 3000, 8e6)
    expect(givesWay(few, 3000, 2)).toBe(true)
    let many = start
    for (let at = 100; at <= 4000; at += 100) many = withArrival(many, at, at * 100)
    expect(givesWay(many, 4000, 2)).toBe(false)
  })
})
