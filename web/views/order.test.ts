/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { testUpload } from '../uploads/testing.ts'
import { startIn, startOf } from './order.tsx'

const NOW = 1_800_000_000_000

test.each([
  ['are to start at one time', [NOW + 1, NOW + 1], NOW + 1],
  ['differ', [NOW + 1, NOW + 2], undefined],
  ['start at once, in part', [NOW + 1, undefined], undefined],
  ['start at once', [undefined, undefined], null],
  ['were to start at a time that is over', [NOW, NOW], null],
  ['were to start at several that are over', [NOW - 1, NOW, undefined], null],
])('asks for another start of uploads that %s from what holds now', (_which, starts, start) => {
  const views = starts.map((startAt) => testUpload({ state: 'paused', startAt }))
  expect(startOf(views, NOW)).toBe(start)
})

test.each([
  ['one of those that are offered', { start: String(NOW + 1) }, NOW + 1],
  ['one of those that has come while they were offered', { start: String(NOW) }, null],
  ['another one', { start: 'other', time: '2080-01-02T22:00' }, expect.any(Number)],
  ['one that is over', { start: 'other', time: '2020-01-01T10:00' }, null],
  ['none', { start: 'other', time: '' }, null],
  ['at once', { start: 'now', time: '2020-01-01T10:00' }, 'now'],
])('takes a time that is still to come: %s', (_which, entered, start) => {
  const chosen = new FormData()
  for (const [name, value] of Object.entries(entered)) chosen.set(name, value)
  expect(startIn(chosen, NOW)).toEqual(start)
})
