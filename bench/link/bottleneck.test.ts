import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBottleneck, type Bottleneck, type Flow, type Passed } from './bottleneck.ts'
import type { LinkShape } from './shape.ts'

const MB = 1e6
/** Bytes of a turn at most. */
const TURN = 65_536

const shape = (other: Partial<LinkShape> = {}): LinkShape => ({
  connectionRate: Infinity,
  rates: [{ from: 0, rate: 10 * MB }],
  roundTrip: 0,
  loss: 0,
  stall: 0,
  seed: 1,
  ...other,
})

/** A link with connections that have so much to send from the start on. */
function loaded(link: LinkShape, amounts: readonly number[]) {
  const bottleneck = createBottleneck(link)
  const flows = amounts.map((amount) => {
    const flow = bottleneck.open(0)
    bottleneck.offer(flow, new Uint8Array(amount), 0)
    return flow
  })
  return { bottleneck, flows }
}

function bytesOf(passed: readonly Passed[], flow?: Flow): number {
  const own = passed.filter((one) => flow === undefined || one.flow === flow)
  return own.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

const lastOf = (passed: readonly Passed[]) => passed.at(-1)?.at ?? 0

/** Carries everything, asked at times that are so far apart. */
function carryAll(bottleneck: Bottleneck, steps: readonly number[]): Passed[] {
  const passed: Passed[] = []
  for (let now = 0, at = 0; bottleneck.nextAt() !== undefined; at++) {
    now += steps[at % steps.length] ?? 1
    passed.push(...bottleneck.carry(now))
  }
  return passed
}

describe('the rate of all connections', () => {
  it('is met, however late the link is asked', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 })
    const amounts = fc.array(fc.integer({ min: 1, max: 2 * MB }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(steps, amounts, (steps, amounts) => {
        const { bottleneck } = loaded(shape(), amounts)
        const passed = carryAll(bottleneck, steps)
        const total = amounts.reduce((sum, amount) => sum + amount, 0)
        expect(bytesOf(passed)).toBe(total)
        expect(lastOf(passed)).toBeCloseTo((total / (10 * MB)) * 1000, 3)
      }),
      { numRuns: 50 },
    )
  })

  it('is not made up for while nothing waits', () => {
    const { bottleneck, flows } = loaded(shape(), [MB])
    const [flow] = flows
    if (!flow) throw new Error('there is no connection')
    bottleneck.carry(1000)
    bottleneck.offer(flow, new Uint8Array(MB), 5000)
    expect(lastOf(bottleneck.carry(9000))).toBeCloseTo(5100, 3)
  })

  it('is shared fairly, also with one that comes later', () => {
    const { bottleneck, flows } = loaded(shape(), [20 * MB, 20 * MB])
    bottleneck.carry(500)
    const late = bottleneck.open(500)
    bottleneck.offer(late, new Uint8Array(20 * MB), 500)
    const passed = bottleneck.carry(1100)
    for (const flow of [...flows, late]) {
      expect(Math.abs(bytesOf(passed, flow) - 2 * MB)).toBeLessThanOrEqual(2 * TURN)
    }
  })

  it('changes under way, counted from when the link began', () => {
    const rates: LinkShape['rates'] = [
      { from: 0, rate: 10 * MB },
      { from: 100, rate: 2 * MB },
    ]
    const bottleneck = createBottleneck(shape({ rates }))
    const flow = bottleneck.open(0)
    bottleneck.begin(4000)
    bottleneck.offer(flow, new Uint8Array(2 * MB), 4000)
    expect(lastOf(bottleneck.carry(9000))).toBeCloseTo(4600, 3)
  })
})

describe('the rate of one connection', () => {
  it('holds it back while the link has room, and adds up over several', () => {
    const limited = shape({ connectionRate: MB })
    const { bottleneck, flows } = loaded(limited, [3 * MB, 3 * MB, 3 * MB])
    const passed = bottleneck.carry(1000)
    for (const flow of flows) {
      expect(Math.abs(bytesOf(passed, flow) - MB)).toBeLessThanOrEqual(TURN)
    }
  })

  it('leaves what one does not use to the others', () => {
    const { bottleneck, flows } = loaded(shape({ connectionRate: 8 * MB }), [MB, 20 * MB])
    const passed = bottleneck.carry(1000)
    const [, large] = flows
    // Both share 10 MB/s until the small one is done after 200 ms.
    expect(Math.abs(bytesOf(passed, large) - 7.4 * MB)).toBeLessThanOrEqual(2 * TURN)
  })
})

describe('a connection', () => {
  it('keeps its bytes in order', () => {
    const bottleneck = createBottleneck(shape({ connectionRate: 3 * MB, loss: 0.01, stall: 50 }))
    const flows = [bottleneck.open(0), bottleneck.open(0)]
    const sent = flows.map((flow, which) => {
      const chunks = Array.from({ length: 40 }, (_, at) =>
        Uint8Array.from({ length: 9000 }, (_, byte) => (which * 101 + at * 7 + byte) % 251),
      )
      for (const [at, chunk] of chunks.entries()) bottleneck.offer(flow, chunk, at * 3)
      return Buffer.concat(chunks)
    })
    const passed = carryAll(bottleneck, [7])
    for (const [which, flow] of flows.entries()) {
      const own = passed.filter((one) => one.flow === flow).map(({ bytes }) => bytes)
      expect(Buffer.concat(own).equals(sent[which] ?? Buffer.alloc(0))).toBe(true)
    }
    expect(passed.map(({ at }) => at)).toEqual(passed.map(({ at }) => at).sort((a, b) => a - b))
  })

  it('carries nothing before it is made', () => {
    const bottleneck = createBottleneck(shape())
    bottleneck.offer(bottleneck.open(80), new Uint8Array(1), 0)
    expect(bottleneck.carry(79)).toEqual([])
    expect(bottleneck.nextAt()).toBe(80)
    expect(bottleneck.carry(80)).toHaveLength(1)
  })

  it('waits while its far end takes nothing, and the others go on', () => {
    const { bottleneck, flows } = loaded(shape(), [20 * MB, 20 * MB])
    const [slow, quick] = flows
    if (!slow || !quick) throw new Error('there are no connections')
    bottleneck.hold(slow)
    const meanwhile = bottleneck.carry(1000)
    expect(bytesOf(meanwhile, slow)).toBe(0)
    expect(Math.abs(bytesOf(meanwhile, quick) - 10 * MB)).toBeLessThanOrEqual(TURN)
    bottleneck.release(slow, 1000)
    const after = bottleneck.carry(2000)
    expect(Math.abs(bytesOf(after, slow) - 5 * MB)).toBeLessThanOrEqual(2 * TURN)
  })

  it('takes its bytes with it when it is dropped', () => {
    const { bottleneck, flows } = loaded(shape(), [MB])
    for (const flow of flows) bottleneck.close(flow)
    expect(bottleneck.nextAt()).toBeUndefined()
    expect(bottleneck.carry(1000)).toEqual([])
  })
})

describe('a loss', () => {
  const lossy = shape({ rates: [{ from: 0, rate: 2.5 * MB }], loss: 0.001, stall: 260 })

  it('stops its own connection alone', () => {
    const one = loaded(lossy, [60 * MB]).bottleneck.carry(20_000)
    const six = loaded(lossy, Array<number>(6).fill(60 * MB)).bottleneck.carry(20_000)
    const clean = 50 * MB
    // 1.7 losses a second of 260 ms each: one connection stands still for 0.31 of the time.
    expect(bytesOf(one) / clean).toBeGreaterThan(0.6)
    expect(bytesOf(one) / clean).toBeLessThan(0.8)
    expect(bytesOf(six) / clean).toBeGreaterThan(0.99)
  })

  it('comes at the same bytes with the same seed, and at others with another', () => {
    const times = (seed: number) =>
      loaded({ ...lossy, seed }, [9 * MB])
        .bottleneck.carry(5000)
        .map(({ at }) => at)
    expect(times(1)).toEqual(times(1))
    expect(times(1)).not.toEqual(times(2))
  })
})
