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
  it('is all that is missing, that first to which the worker comes last', () => {
    const offer = offerOf(12, { missing: [[3, 12]], sending: [3, 5] })
    expect(numbersIn([offer])).toEqual([12, 11, 10, 9, 8, 7, 6, 4, 3, 5])
  })

  it('tells of which parts another way is being tried', () => {
    const { parts } = planHandOver([offerOf(3, { sending: [1] })], ENOUGH)
    expect(parts.map(({ number, isSending }) => [number, isSending])).toEqual([
      [3, false],
      [2, false],
      [1, true],
    ])
  })

  it('of a large file keeps its order behind what the worker comes to soon', () => {
    const order = numbersIn([offerOf(300), offerOf(2)])
    expect(order.slice(0, 2)).toEqual([256, 255])
    expect(order.slice(254)).toEqual([2, 1, ...Array.from({ length: 44 }, (_, n) => n + 257), 2, 1])
  })

  it('has each part as its bytes of the file, with its checksum where that is known', () => {
    const { parts } = planHandOver([offerOf(2, { checksums: [[2, 'crc']] })], ENOUGH)
    expect(parts).toMatchObject([
      { number: 2, place: 0, start: SIZE, end: 2 * SIZE - 5, checksum: 'crc' },
      { number: 1, place: 1, start: 0, end: SIZE, checksum: null },
    ])
  })

  it('ends where there is no more room, and says how much is left out', () => {
    const plan = planHandOver([offerOf(30)], 10 * SIZE)
    expect(plan.parts.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
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
    expect(planHandOver([offerOf(1), offerOf(3, { sending: [1, 2] })], ENOUGH).uploads).toEqual([
      { id: 'id of 1', parts: [1], sending: [] },
      { id: 'id of 3', parts: [3, 1, 2], sending: [1, 2] },
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
