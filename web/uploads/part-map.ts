import type { UploadDetail } from '../../shared/upload-detail.ts'

/** What is seen of a part, in the order in which it goes through. */
export const PART_STATES = [
  'waiting',
  'elsewhere',
  'reading',
  'sending',
  'arrived',
  'verified',
] as const
export type PartState = (typeof PART_STATES)[number]

/** The state of each part, by its number less 1. */
export function partStates(detail: UploadDetail, isVerified: boolean): PartState[] {
  const count = detail.plan?.partCount ?? 0
  const states = Array.from<PartState>({ length: count }).fill(isVerified ? 'verified' : 'arrived')
  if (isVerified) return states
  const put = (first: number, last: number, state: PartState): void => {
    states.fill(state, first - 1, Math.min(last, count))
  }
  for (const [first, last] of detail.missing) put(first, last, 'elsewhere')
  for (const [first, last] of detail.here) put(first, last, 'waiting')
  for (const { number, stage } of detail.parts) {
    if (stage !== 'idle') put(number, number, stage === 'sending' ? 'sending' : 'reading')
  }
  return states
}

/** How many parts are in each state. */
export function countStates(states: readonly PartState[]): Record<PartState, number> {
  const counts = { waiting: 0, elsewhere: 0, reading: 0, sending: 0, arrived: 0, verified: 0 }
  for (const state of states) counts[state] += 1
  return counts
}

/** Parts in a row of their picture, which is so many times as wide as it is high. */
export function columnsFor(count: number, wide: number): number {
  return Math.max(1, Math.min(count, Math.ceil(Math.sqrt(count * wide))))
}

/**
 * An outline of the parts in a state, on a grid where each is 1 wide and high: one box for all that
 * follow one another in a row, so that 10,000 parts are drawn by few of them.
 */
export function outlineOf(
  states: readonly PartState[],
  wanted: PartState,
  columns: number,
): string {
  let outline = ''
  let at = 0
  while (at < states.length) {
    if (states[at] !== wanted) {
      at += 1
      continue
    }
    const row = Math.floor(at / columns)
    const first = at
    while (states[at] === wanted && Math.floor(at / columns) === row) at += 1
    outline += `M${first - row * columns} ${row}h${at - first}v1h-${at - first}z`
  }
  return outline
}

/** The lines between so many parts on that grid; none where the last row has no more of them. */
export function gridOf(count: number, columns: number): string {
  const rows = Math.ceil(count / columns)
  const inLast = count - (rows - 1) * columns
  let grid = ''
  for (let x = 1; x < columns; x++) grid += `M${x} 0v${x > inLast ? rows - 1 : rows}`
  for (let y = 1; y < rows; y++) grid += `M0 ${y}h${columns}`
  return grid
}
