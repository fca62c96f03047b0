import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GIB,
  MAX_OBJECT_SIZE,
  MAX_PART_COUNT,
  MAX_PART_SIZE,
  MIB,
  MIN_PART_SIZE,
} from './limits.ts'
import { choosePartSize, partLength, partRange, planParts } from './plan.ts'

const anySize = fc.oneof(
  fc.integer({ min: 0, max: MAX_OBJECT_SIZE }),
  fc.integer({ min: 0, max: 64 * MIB }),
  fc
    .tuple(fc.integer({ min: 0, max: 5000 * MAX_PART_COUNT }), fc.integer({ min: -1, max: 1 }))
    .map(([mebibytes, off]) => Math.min(Math.max(mebibytes * MIB + off, 0), MAX_OBJECT_SIZE)),
)

describe('planParts', () => {
  it('keeps every limit of S3 for every size', () => {
    fc.assert(
      fc.property(anySize, fc.integer({ min: 1, max: 5 * GIB }), (size, preferred) => {
        const plan = planParts(size, preferred)
        expect(plan.partSize % MIB).toBe(0)
        expect(plan.partSize).toBeGreaterThanOrEqual(MIN_PART_SIZE)
        expect(plan.partSize).toBeLessThanOrEqual(MAX_PART_SIZE)
        expect(plan.partCount).toBeGreaterThanOrEqual(1)
        expect(plan.partCount).toBeLessThanOrEqual(MAX_PART_COUNT)
      }),
    )
  })

  it('cuts the file without gap or overlap', () => {
    fc.assert(
      fc.property(anySize, fc.double({ min: 0, max: 1, noNaN: true }), (size, where) => {
        const plan = planParts(size)
        const number = 1 + Math.floor(where * (plan.partCount - 1))
        expect(partRange(plan, 1).start).toBe(0)
        expect(partRange(plan, plan.partCount).end).toBe(size)
        if (number < plan.partCount) {
          expect(partRange(plan, number).end).toBe(partRange(plan, number + 1).start)
          expect(partLength(plan, number)).toBe(plan.partSize)
        }
        if (size > 0) expect(partLength(plan, plan.partCount)).toBeGreaterThan(0)
      }),
    )
  })

  it('gives a file of 0 bytes one empty part', () => {
    const plan = planParts(0)
    expect(plan.partCount).toBe(1)
    expect(partRange(plan, 1)).toEqual({ start: 0, end: 0 })
  })

  it('takes the largest object, and no larger one', () => {
    expect(planParts(MAX_OBJECT_SIZE)).toEqual({
      size: MAX_OBJECT_SIZE,
      partSize: MAX_PART_SIZE,
      partCount: MAX_PART_COUNT,
    })
    expect(() => planParts(MAX_OBJECT_SIZE + 1)).toThrow(RangeError)
    expect(() => planParts(-1)).toThrow(RangeError)
    expect(() => planParts(1.5)).toThrow(RangeError)
    expect(() => planParts(Number.NaN)).toThrow(RangeError)
  })

  it('has no part 0 and none beyond the last', () => {
    const plan = planParts(100 * MIB)
    expect(() => partRange(plan, 0)).toThrow(RangeError)
    expect(() => partRange(plan, plan.partCount + 1)).toThrow(RangeError)
  })
})

describe('choosePartSize', () => {
  const size = fc.maxSafeNat().map((one) => one % (MAX_OBJECT_SIZE + 1))
  const rate = fc.double({ min: 0, max: 1e10, noNaN: true })

  it('keeps to the limits of S3, whatever was measured', () => {
    fc.assert(
      fc.property(size, fc.option(rate), (bytes, measured) => {
        const partSize = choosePartSize(measured, bytes)
        expect(partSize % MIB).toBe(0)
        expect(partSize).toBeGreaterThanOrEqual(MIN_PART_SIZE)
        const plan = planParts(bytes, partSize)
        expect(plan.partSize).toBe(partSize)
        expect(plan.partCount).toBeLessThanOrEqual(MAX_PART_COUNT)
      }),
    )
  })

  it('gives a faster link no smaller parts', () => {
    fc.assert(
      fc.property(size, rate, rate, (bytes, one, other) => {
        const [slow, fast] = [Math.min(one, other), Math.max(one, other)]
        expect(choosePartSize(slow, bytes)).toBeLessThanOrEqual(choosePartSize(fast, bytes))
      }),
    )
  })

  it.each([
    [null, 100 * MIB, 16 * MIB],
    [400_000, 100 * MIB, 5 * MIB],
    [4_000_000, 10 * GIB, 15 * MIB],
    [10_000_000, 10 * GIB, 38 * MIB],
    [100_000_000, 10 * GIB, 64 * MIB],
    [100_000_000, 100 * MIB, 16 * MIB],
    // As large as leaves it 64 parts.
    [100_000_000, 64 * 40 * MIB, 40 * MIB],
    [100_000_000, 64 * 40 * MIB - 1, 39 * MIB],
    [400_000, 100 * GIB, 11 * MIB],
  ])('at %s bytes a second for %i bytes is %i', (measured, bytes, expected) => {
    expect(choosePartSize(measured, bytes)).toBe(expected)
  })
})
