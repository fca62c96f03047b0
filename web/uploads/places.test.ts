import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inOrder, PRIORITIES, type Ordered } from '../../shared/order.ts'
import { placesFor } from './places.ts'

const uploads = fc
  .array(
    fc.record({
      addedAt: fc.constantFrom(1.8e12, 1.8e12 + 1),
      place: fc.option(fc.constantFrom(1, 2, 1.8e12), { nil: undefined }),
      priority: fc.constantFrom(undefined, ...PRIORITIES),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((one, at): Ordered => ({ ...one, id: String.fromCodePoint(97 + at) })))

const idsOf = (all: readonly Ordered[]) => all.toSorted(inOrder).map(({ id }) => id)

it('moves one before another of its priority, or last, and no others', () => {
  fc.assert(
    fc.property(
      uploads,
      fc.array(fc.tuple(fc.nat(11), fc.nat(12)), { maxLength: 30 }),
      (all, moves) => {
        let now: readonly Ordered[] = all
        for (const [which, target] of moves) {
          const [moved, before] = [now[which % now.length], now[target]]
          if (!moved || before === moved) continue
          const was = now
          const places = new Map(placesFor(was, moved.id, before?.id ?? null))
          now = was.map((one) => ({ ...one, place: places.get(one.id) ?? one.place }))
          const others = (ids: string[]) => ids.filter((id) => id !== moved.id)
          expect(others(idsOf(now))).toEqual(others(idsOf(was)))
          const same = now.filter(
            ({ priority = 'normal' }) => priority === (moved.priority ?? 'normal'),
          )
          const order = idsOf(same)
          if (before === undefined) expect(order.at(-1)).toBe(moved.id)
          else if (same.some(({ id }) => id === before.id))
            expect(order[order.indexOf(moved.id) + 1]).toBe(before.id)
          // What is added later still comes last.
          expect(Math.max(...places.values(), 0)).toBeLessThan(1.8e12 + 60)
        }
      },
    ),
  )
})

it('knows no upload that has left', () => {
  expect(placesFor([], 'a', null)).toEqual([])
})
