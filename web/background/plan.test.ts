import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Offer } from '../../shared/hand-over.ts'
import { MIB } from '../../shared/limits.ts'
import { inBrowserOrder, MAX_REQUESTS, planHandOver } from './plan.ts'

const ENOUGH = 1e15
const SIZE = 16 * MIB

function offerOf(partCount: number, changes: Partial<Offer> = {}): Offer {
  return {
    id: `id of ${partCount}`,
    remoteId: 'remote',
    token: 'token',
    size: partCount * SIZE - 5,
    partSize: SIZE,
    partCount,
    algorithm: 'crc64nvme',
    missing: [[1, partCount]],
    sending: [],
    checksums: [],
    ...changes,
  }
}

const numbersIn = (offers: Offer[], room = ENOUGH) =>
  planHandOver(offers, room).parts.map(({ number }) => number)

describe('what is handed over', () => {
  it('is all that is missing, that which may be under way last', () => {
    const offer = offerOf(30, { missing: [[3, 30]], sending: [3, 5] })
    const order = numbersIn([offer])
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, n) => n + 3))
    expect(order[0]).toBe(17)
    expect(order.slice(-14)).toEqual([4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 3, 5])
  })

  it('has each part as its bytes of the file, with its checksum where that is known', () => {
    const { parts } = planHandOver([offerOf(2, { checksums: [[2, 'crc']] })], ENOUGH)
    expect(parts).toMatchObject([
      { number: 1, place: 0, start: 0, end: SIZE, checksum: null },
      { number: 2, place: 1, start: SIZE, end: 2 * SIZE - 5, checksum: 'crc' },
    ])
  })

  it('ends where there is no more room, and says how much is left out', () => {
    const plan = planHandOver([offerOf(30)], 10 * SIZE)
    expect(plan.parts.map(({ number }) => number)).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
    expect(plan.leftOut).toBe(20 * SIZE - 5)
    expect(planHandOver([offerOf(30)], 0)).toEqual({
      parts: [],
      uploads: [],
      leftOut: 30 * SIZE - 5,
    })
  })

  it('is at most as many requests as a browser bears', () => {
    expect(planHandOver([offerOf(10_000)], ENOUGH).parts).toHaveLength(MAX_REQUESTS)
  })

  it('names its uploads, and which of their parts it has', () => {
    expect(planHandOver([offerOf(1), offerOf(3)], ENOUGH).uploads).toEqual([
      { id: 'id of 1', parts: [1] },
      { id: 'id of 3', parts: [1, 2, 3] },
    ])
  })
})

it("stands in the browser's order as it was meant", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 1500 }), (wanted) => {
      const placed = inBrowserOrder(wanted)
      const places = wanted.map((_, place) => String(place)).toSorted()
      expect(places.map((place) => placed[Number(place)])).toEqual(wanted)
    }),
    { numRuns: 30 },
  )
})
