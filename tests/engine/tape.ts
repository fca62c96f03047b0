/** Decisions that a property test makes up; when they are used up every answer is the benign 0. */
export interface Tape {
  /** 0 to `count` - 1. */
  choose(count: number): number
  isAtEnd(): boolean
}

export function createTape(decisions: readonly number[]): Tape {
  let position = 0
  return {
    choose(count) {
      const decision = decisions[position]
      position += 1
      return decision === undefined ? 0 : decision % count
    },
    isAtEnd: () => position >= decisions.length,
  }
}

const times = Number(process.env['LONGHAUL_TAPES'] ?? 1)

/** How many tapes a property is tried on: `npm run test:tapes` tries many times as many. */
export function tapes(count: number): number {
  return count * times
}

/** ms that a property may take. */
export const TIME = 600_000 * times
