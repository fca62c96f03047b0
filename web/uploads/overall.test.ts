import { expect, test } from 'vitest'
import { overallOf } from './overall.ts'
import { NO_TOTALS, type Totals } from './totals.ts'

function totalsOf(states: Partial<Totals['states']>, changes: Partial<Totals> = {}): Totals {
  const all = { ...NO_TOTALS.states, ...states }
  const files = Object.values(all).reduce((sum, one) => sum + one, 0) - all.cancelled
  return { ...NO_TOTALS, files, states: all, ...changes }
}

test.each([
  ['nothing', totalsOf({}), true],
  ['nothing', totalsOf({ cancelled: 3 }), true],
  ['done', totalsOf({ verified: 2, cancelled: 1 }), true],
  ['sending', totalsOf({ uploading: 1, waiting: 4, failed: 1 }), true],
  ['offline', totalsOf({ uploading: 1 }), false],
  ['finishing', totalsOf({ finishing: 1, verified: 3 }), true],
  ['waiting', totalsOf({ waiting: 1, paused: 1 }), true],
  ['needs-you', totalsOf({ waiting: 2, verified: 1 }, { held: 2, locked: 1, gone: 1 }), true],
  ['needs-you', totalsOf({ waiting: 1, failed: 1 }, { held: 1, gone: 1 }), true],
  ['needs-you', totalsOf({ uploading: 1, failed: 1 }, { held: 1 }), true],
  ['sending', totalsOf({ waiting: 1, uploading: 1 }, { held: 1 }), true],
  ['finishing', totalsOf({ waiting: 1, finishing: 1 }, { held: 1 }), true],
  ['failed', totalsOf({ failed: 1, paused: 2 }), true],
  ['timed', totalsOf({ waiting: 2, failed: 1 }, { timed: 2 }), true],
  ['waiting', totalsOf({ waiting: 2 }, { timed: 1 }), true],
  ['disproved', totalsOf({ disproved: 1, verified: 2, paused: 1 }), true],
  ['failed', totalsOf({ disproved: 1, failed: 2 }), true],
  ['sending', totalsOf({ disproved: 1, uploading: 1 }), true],
  ['paused', totalsOf({ paused: 2, verified: 1 }), true],
  ['paused', totalsOf({ paused: 2 }), false],
] as const)('%s', (overall, totals, online) => {
  expect(overallOf(totals, online, 0)).toBe(overall)
})

test.each([
  ['differs', totalsOf({ verified: 2 })],
  ['differs', totalsOf({ verified: 2, cancelled: 1 })],
  ['paused', totalsOf({ verified: 2, paused: 1 })],
  ['disproved', totalsOf({ verified: 2, disproved: 1 })],
  ['sending', totalsOf({ verified: 2, uploading: 1 })],
] as const)('%s, though of two the acquisition hash is another one', (overall, totals) => {
  expect(overallOf(totals, true, 2)).toBe(overall)
})
