import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRowHeights, type RowHeights } from './heights.ts'
import { FEW, MOST_NEW, rowsToMount, type Sight } from './mounted.ts'

const idsTo = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`)

function heightsOf(ids: readonly string[], measured: readonly [string, number][]): RowHeights {
  const heights = createRowHeights()
  heights.setOrder(ids)
  for (const [id, height] of measured) heights.measure(id, height)
  return heights
}

describe('heights', () => {
  test('a row that was never measured is as high as the measured ones on average', () => {
    const heights = heightsOf(idsTo(4), [
      ['row 0', 100],
      ['row 2', 200],
    ])
    expect([0, 1, 2, 3, 4].map((index) => heights.offsetOf(index))).toEqual([0, 100, 250, 450, 600])
  })

  test('the row at a place is the one that covers it, whatever was measured', () => {
    const anyHeights = fc.array(fc.option(fc.integer({ min: 20, max: 400 })), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(anyHeights, fc.integer({ min: -500, max: 25_000 }), (all, offset) => {
        const heights = heightsOf(
          idsTo(all.length),
          all.flatMap((height, index): [string, number][] =>
            height === null ? [] : [[`row ${index}`, height]],
          ),
        )
        const index = heights.indexAt(offset)
        const isFirst = index === 0 && offset < heights.offsetOf(1)
        const isLast = index === all.length - 1 && offset >= heights.offsetOf(index)
        const covers = heights.offsetOf(index) <= offset && offset < heights.offsetOf(index + 1)
        expect(covers || isFirst || isLast).toBe(true)
      }),
    )
  })

  test('what was measured goes along with its row, and is forgotten with it', () => {
    const heights = heightsOf(idsTo(3), [['row 2', 300]])
    heights.setOrder(['row 2', 'row 1'])
    expect(heights.offsetOf(1)).toBe(300)
    heights.setOrder(['row 1'])
    heights.setOrder(['row 1', 'row 2'])
    expect(heights.measure('row 2', 80)).toBe(true)
    expect(heights.measure('row 2', 80)).toBe(false)
    expect(heights.offsetOf(2)).toBe(160)
  })
})

/** The rows to mount once all of them have come, and how many came at once at most. */
function mountAll(heights: RowHeights, count: number, sight: Sight, held: string | null = null) {
  const there = new Set<number>()
  let mostNew = 0
  for (;;) {
    const mounted = rowsToMount(count, heights, sight, held, (index) => there.has(index))
    const indices = mounted.rows.map(({ index }) => index)
    const added = indices.filter((index) => !there.has(index))
    mostNew = Math.max(mostNew, added.length)
    if (mounted.isWhole) return { ...mounted, mostNew }
    expect(added).not.toEqual([])
    there.clear()
    for (const index of indices) there.add(index)
  }
}

describe('rows to mount', () => {
  test('of a short list all are, without gaps', () => {
    const heights = heightsOf(idsTo(FEW), [])
    const { rows, rest } = rowsToMount(FEW, heights, { top: 0, bottom: 500 }, null, () => false)
    expect(rows).toHaveLength(FEW)
    expect(rows.every(({ gap }) => gap === 0)).toBe(true)
    expect(rest).toBe(0)
  })

  test('gaps and rows fill the whole list, and all that is in sight is there', () => {
    const count = 10_000
    const place = fc.integer({ min: -2000, max: 1_200_000 })
    const held = fc.option(fc.nat(count + 10).map((index) => `row ${index}`))
    fc.assert(
      fc.property(place, held, (top, held) => {
        const heights = heightsOf(idsTo(count), [
          ['row 0', 90],
          ['row 500', 310],
        ])
        const { rows, rest } = mountAll(heights, count, { top, bottom: top + 900 }, held)
        expect(rows.length).toBeLessThan(60)
        const indices = rows.map(({ index }) => index)
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b))
        expect(indices).toContain(heights.indexAt(top))
        expect(indices).toContain(heights.indexAt(top + 900))
        const at = held === null ? undefined : heights.indexOf(held)
        if (at !== undefined) expect(indices).toContain(at)
        const filled = rows.reduce(
          (sum, { index, gap }) =>
            sum + gap + heights.offsetOf(index + 1) - heights.offsetOf(index),
          rest,
        )
        expect(filled).toBeCloseTo(heights.offsetOf(count))
      }),
    )
  })

  test('after a jump those in sight come at once, and the others by and by from there', () => {
    const heights = heightsOf(idsTo(10_000), [['row 0', 100]])
    const sight = { top: 500_000, bottom: 500_550 }
    const { rows, isWhole } = rowsToMount(10_000, heights, sight, null, () => false)
    expect(rows.map(({ index }) => index)).toEqual([4999, 5000, 5001, 5002, 5003, 5004, 5005, 5006])
    expect(isWhole).toBe(false)
    const all = mountAll(heights, 10_000, sight)
    expect(all.rows).toHaveLength(18)
    expect(all.mostNew).toBe(MOST_NEW)
    // More are new at once only where more are in sight.
    expect(mountAll(heights, 10_000, { top: 0, bottom: 2000 }).mostNew).toBe(21)
  })
})
