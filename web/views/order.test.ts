/// <reference types="vite/client" />
import { expect, test } from 'vitest'
import { testUpload } from '../uploads/testing.ts'
import { startOf } from './order.tsx'

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
