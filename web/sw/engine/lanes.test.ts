import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adaptive, fixed, transfer, type Link, type Transfer } from '../../../tests/engine/link.ts'
import { MIB } from '../../../shared/limits.ts'
import {
  allowed,
  answered,
  arrived,
  beginning,
  createLanes,
  mostIn,
  nextPassing,
  passing,
  slowedDown,
  type Bounds,
  type Lanes,
} from './lanes.ts'

const PART = 16 * MIB
const MOST = 54
const COUNTS = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36, 42, 48, 54]

const FAT: Link = { connection: 4000, total: 100_000, roundTrip: 80 }
const GIGABIT: Link = { connection: 60_000, total: 125_000, roundTrip: 20 }
const SLOW: Link = { connection: 2500, total: 2500, roundTrip: 60 }
const LOSSY: Link = { connection: 800, total: 2500, roundTrip: 60 }
const LOOPBACK: Link = { connection: 250_000, total: 500_000, roundTrip: 0.2 }

/** Bytes a ms once the lanes are found, and before the last ones run out. */
function settledRate({ arrivals, carried }: Transfer): number {
  const from = Math.floor(arrivals.length * 0.4)
  const to = Math.floor(arrivals.length * 0.9)
  const bytes = (carried[to] ?? 0) - (carried[from] ?? 0)
  return bytes / ((arrivals[to] ?? 0) - (arrivals[from] ?? 0))
}

describe('lanes', () => {
  it.each([
    ['a long fat link', FAT, 1.05],
    ['a gigabit', GIGABIT, 1.05],
    ['a slow link', SLOW, 1.05],
    ['a slow link with losses', LOSSY, 1.05],
    ['loopback', LOOPBACK, 1.05],
  ] as const)('send 1 GB over %s as fast as the best fixed number does', (_name, link, most) => {
    const best = Math.min(...COUNTS.map((n) => transfer(() => link, 64, PART, fixed(n)).time))
    expect(transfer(() => link, 64, PART, adaptive(MOST)).time).toBeLessThan(best * most)
  })

  it('end within 5 % of the best fixed number, whatever the link', () => {
    const link = fc
      .record({
        connection: fc.double({ min: Math.log(50), max: Math.log(250_000), noNaN: true }),
        share: fc.double({ min: Math.log(0.3), max: Math.log(60), noNaN: true }),
        roundTrip: fc.double({ min: 0.2, max: 300, noNaN: true }),
      })
      .map(({ connection, share, roundTrip }): Link => {
        const rate = Math.exp(connection)
        return { connection: rate, total: rate * Math.exp(share), roundTrip }
      })
      // Where waiting takes longer than sending, more lanes are always better by a little.
      .filter(({ connection, total, roundTrip }) => {
        return PART / Math.min(connection, total) > 8 * roundTrip
      })
    fc.assert(
      fc.property(link, (one) => {
        const rates = COUNTS.map((n) => settledRate(transfer(() => one, 200, PART, fixed(n))))
        const ours = transfer(() => one, 1500, PART, adaptive(MOST))
        expect(settledRate(ours)).toBeGreaterThan(0.95 * Math.max(...rates))
        expect(Math.min(...ours.lanes)).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it.each([
    ['gets slow', FAT, SLOW, 1.05],
    ['gets fast', SLOW, FAT, 1.05],
    ['gets long', FAT, { connection: 1000, total: 100_000, roundTrip: 300 }, 1.1],
  ] as const)('follow a link that %s', (_name, before, after, most) => {
    const linkAt = (time: number): Link => (time < 60_000 ? before : after)
    const best = Math.min(...COUNTS.map((n) => transfer(linkAt, 800, PART, fixed(n)).time))
    expect(transfer(linkAt, 800, PART, adaptive(MOST)).time).toBeLessThan(best * most)
  })

  it('are taken away where fewer carry as much', () => {
    expect(transfer(() => SLOW, 400, PART, adaptive(MOST)).lanes.at(-1)).toBeLessThan(4)
    const { lanes } = transfer(() => FAT, 800, PART, adaptive(MOST))
    expect(Math.min(...lanes.slice(-4))).toBeLessThan(40)
  })

  it('hold a slow link up with few parts that will not arrive for long', () => {
    const { wasted, arrivals } = transfer(() => SLOW, 64, PART, adaptive(MOST))
    expect(arrivals[0]).toBeLessThan(60_000)
    expect(wasted).toBeLessThan(SLOW.total * 7000)
  })

  it.each([1, 4, 10, 20])('keep below the %d that a store takes, and near them', (most) => {
    const link = { connection: 20_000, total: 100_000, roundTrip: 20, most }
    const best = transfer(() => link, 800, PART, fixed(most)).time
    expect(transfer(() => link, 800, PART, adaptive(MOST)).time).toBeLessThan(best * 1.1)
  })
})

const BOUNDS: Bounds = { most: MOST, busy: 6, saving: false, strained: false }

describe('the first lanes', () => {
  it('open at once, and more while nothing is known', () => {
    let lanes = beginning(createLanes(0), 0, 1000)
    expect(allowed(lanes, BOUNDS)).toBe(6)
    for (let now = 1000; now < 3000; now += 50) {
      lanes = passing(lanes, { ...BOUNDS, busy: allowed(lanes, BOUNDS) }, now)
    }
    expect(allowed(lanes, BOUNDS)).toBe(24)
    expect(nextPassing(lanes, 6900)).toBe(7000)
  })

  it('open no further than there are parts, hosts, or leave to', () => {
    const after = (bounds: Partial<Bounds>): number => {
      const all = { ...BOUNDS, ...bounds }
      return allowed(passing(beginning(createLanes(0), 0, 0), all, 2000), all)
    }
    expect(after({ busy: 5 })).toBe(6)
    expect(after({ most: 6 })).toBe(6)
    expect(after({ saving: true })).toBe(2)
    expect(after({ strained: true })).toBe(6)
  })

  it('are given up again when nothing arrives', () => {
    let lanes = passing(beginning(createLanes(0), 0, 0), BOUNDS, 500)
    lanes = passing(lanes, { ...BOUNDS, busy: 24 }, 6000)
    expect(lanes).toMatchObject({ target: 6, isOver: true })
    expect(nextPassing(lanes, 6000)).toBeNull()
    expect(arrived(lanes, { bytes: PART, began: 0, idle: 0 }, BOUNDS, 10_000).isOver).toBe(false)
  })

  it('tell nothing of those that are left once they were given up', () => {
    let lanes = passing(beginning(createLanes(0), 0, 0), { ...BOUNDS, busy: 24 }, 6000)
    // On a link of six parts in 8 s these had to share it with eighteen others until now.
    for (let n = 0; n < 6; n++)
      lanes = arrived(lanes, { bytes: PART, began: 0, idle: 0 }, BOUNDS, 13_500 + n)
    expect(lanes).toMatchObject({ phase: 'grow', target: 6, base: null })
    for (let n = 0; n < 3; n++)
      lanes = arrived(lanes, { bytes: PART, began: 13_500, idle: 0 }, BOUNDS, 21_500)
    expect(lanes).toMatchObject({ target: 12, base: { lanes: 6, rate: (6 * PART) / 8000 } })
  })
})

/** Parts that take a second each, so many as lanes are allowed, for some seconds. @param idle ms of each */
function afterSeconds(
  lanes: Lanes,
  seconds: number,
  bounds: Bounds = BOUNDS,
  from = 0,
  idle = 0,
): Lanes {
  let next = lanes
  for (let now = from + 1000; now <= from + seconds * 1000; now += 1000) {
    const count = allowed(next, bounds)
    for (let n = 0; n < count; n++) {
      next = arrived(next, { bytes: PART, began: now - 1000, idle }, bounds, now)
    }
  }
  return next
}

describe('more lanes', () => {
  it('are opened while they carry more', () => {
    expect(afterSeconds(createLanes(0), 8).target).toBe(MOST)
  })

  it('are not while the store asks for less, the machine is strained or small requests wait', () => {
    const cut = slowedDown(createLanes(0), 1, BOUNDS, 100)
    expect(afterSeconds(cut, 8).target).toBeLessThanOrEqual(4)
    expect(afterSeconds(cut, 60).target).toBeGreaterThan(6)
    expect(afterSeconds(createLanes(0), 8, { ...BOUNDS, strained: true }).target).toBeLessThan(4)
    let slow = createLanes(0)
    for (const time of [50, 60, 900, 2000, 3000]) slow = answered(slow, time)
    expect(afterSeconds(slow, 8).target).toBeLessThanOrEqual(6)
    for (let n = 0; n < 20; n++) slow = answered(slow, 60)
    expect(afterSeconds(slow, 20).target).toBeGreaterThan(6)
  })

  it('are not while there is nothing to send by them', () => {
    expect(afterSeconds(createLanes(0), 20, BOUNDS, 0, 300).target).toBe(6)
  })

  it('are though there was nothing to send for a moment', () => {
    expect(afterSeconds(createLanes(0), 8, BOUNDS, 0, 200).target).toBe(MOST)
  })

  it('are counted as too many once for all the parts that were under way', () => {
    const cut = slowedDown(createLanes(0), 1, BOUNDS, 100)
    expect(slowedDown(cut, 50, BOUNDS, 101)).toBe(cut)
    expect(slowedDown(cut, 150, BOUNDS, 200).target).toBe(2)
  })
})

describe('on a machine that is short of something', () => {
  const link = { connection: 4000, total: 100_000, roundTrip: 80 }

  it.each([
    [null, Infinity],
    [0.05, 2],
    [0.5, 6],
    [4, 48],
  ])('of %s GiB there are at most %d lanes', (memory, most) => {
    expect(mostIn(memory)).toBe(most)
    const { lanes } = transfer(() => link, 200, PART, adaptive(Math.min(MOST, mostIn(memory))))
    expect(Math.max(...lanes)).toBeLessThanOrEqual(most)
  })

  it('lanes are taken away while it lasts, to the last but one, and come back afterwards', () => {
    const strained = (now: number): boolean => now > 20_000 && now < 90_000
    const { lanes, arrivals } = transfer(
      () => link,
      2000,
      PART,
      adaptive(MOST, (now) => ({ strained: strained(now) })),
    )
    const most = Math.max(...lanes)
    const least = lanes.indexOf(Math.min(...lanes.slice(lanes.indexOf(most))))
    expect(most).toBeGreaterThan(20)
    expect(lanes[least]).toBeLessThanOrEqual(2)
    expect(Math.max(...lanes.slice(least))).toBeGreaterThan(20)
    expect(arrivals).toHaveLength(2000)
  })
})

describe('whatever happens', () => {
  const event = fc.record({
    type: fc.constantFrom('arrived', 'refused', 'passing', 'answered'),
    after: fc.nat(5000),
    took: fc.integer({ min: 1, max: 60_000 }),
    bytes: fc.nat(64 * MIB),
    idle: fc.nat(60_000),
    bounds: fc.record({
      most: fc.integer({ min: 1, max: 60 }),
      busy: fc.nat(60),
      saving: fc.boolean(),
      strained: fc.boolean(),
    }),
  })

  it('there is a lane, and never more than may be', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), (events) => {
        let lanes = createLanes(0)
        let now = 0
        for (const { type, after, took, idle, bytes, bounds } of events) {
          now += after
          const began = now - took
          if (type === 'arrived') lanes = arrived(lanes, { bytes, began, idle }, bounds, now)
          else if (type === 'refused') lanes = slowedDown(lanes, began, bounds, now)
          else if (type === 'answered') lanes = answered(lanes, took)
          else lanes = passing(lanes, bounds, now)
          const count = allowed(lanes, bounds)
          expect(count).toBeGreaterThanOrEqual(1)
          expect(count).toBeLessThanOrEqual(bounds.saving ? 2 : bounds.most)
          expect(Number.isInteger(lanes.target)).toBe(true)
          expect(nextPassing(lanes, now) ?? now).toBeGreaterThanOrEqual(now)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
