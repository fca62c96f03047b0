import fc from 'fast-check'

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

/**
 * Tries a property. A tape that fails is made shorter for minutes: what is shortest by then is told,
 * before the test runs out of time and tells nothing.
 *
 * @throws if a tape fails, or if not all tapes could be tried
 */
export async function holds<Drawn>(
  property: fc.IAsyncProperty<Drawn>,
  parameters: fc.Parameters<Drawn>,
): Promise<void> {
  const limits = { interruptAfterTimeLimit: 0.8 * TIME, markInterruptAsFailure: true }
  await fc.assert(property, { ...parameters, ...limits })
}
