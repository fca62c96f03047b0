import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UploadDetail } from '../../shared/upload-detail.ts'
import { columnsFor, countStates, gridOf, outlineOf, PART_STATES, partStates } from './part-map.ts'

const detailOf = (changes: Partial<UploadDetail>): UploadDetail => ({
  plan: { partSize: 16, partCount: 8 },
  missing: [],
  parts: [],
  here: [],
  lanes: 6,
  hosts: [],
  notes: [],
  ...changes,
})

test('says of each part how far it is', () => {
  const part = { failures: 0 }
  const detail = detailOf({
    missing: [[3, 8]],
    here: [[3, 6]],
    parts: [
      { number: 3, stage: 'sending', ...part },
      { number: 4, stage: 'hashing', ...part },
      { number: 5, stage: 'signed', ...part },
      { number: 6, stage: 'idle', ...part },
    ],
  })
  const states = partStates(detail, false)
  expect(states.join(' ')).toBe(
    'arrived arrived sending reading reading waiting elsewhere elsewhere',
  )
  expect(countStates(states)).toEqual({
    waiting: 1,
    elsewhere: 2,
    reading: 2,
    sending: 1,
    arrived: 2,
    verified: 0,
  })
  expect(partStates(detail, true).every((state) => state === 'verified')).toBe(true)
  expect(partStates(detailOf({ plan: null }), false)).toEqual([])
})

test('the outlines cover each part once, by its state', () => {
  const states = fc.array(fc.constantFrom(...PART_STATES), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(states, fc.integer({ min: 1, max: 12 }), (states, wide) => {
      const columns = columnsFor(states.length, wide)
      const seen = new Map<number, string>()
      for (const state of PART_STATES) {
        const outline = outlineOf(states, state, columns)
        for (const [, x, y, width] of outline.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
          for (let at = 0; at < Number(width); at++) {
            const place = Number(y) * columns + Number(x) + at
            expect(Number(x) + at).toBeLessThan(columns)
            expect(seen.has(place)).toBe(false)
            seen.set(place, state)
          }
        }
      }
      expect(states.map((_, at) => seen.get(at))).toEqual(states)
    }),
  )
})

test('parts that arrive in order are drawn by few boxes', () => {
  const states = Array.from({ length: 10_000 }, (_, at) => (at < 5000 ? 'arrived' : 'waiting'))
  const outline = outlineOf(states, 'arrived', columnsFor(10_000, 4))
  expect(outline.length).toBeLessThan(1000)
})

test('there are no lines between parts that do not exist', () => {
  expect(gridOf(5, 4)).toBe('M1 0v2M2 0v1M3 0v1M0 1h4')
  expect(gridOf(4, 2)).toBe('M1 0v2M0 1h2')
})
