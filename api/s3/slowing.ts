/** Keeps what is read of a part to a number of bytes a second, by waiting between its pieces. */
export interface Slowing {
  /** ms to wait before more is read, after so many bytes were; 0 where there is no need. */
  after(bytes: number): number
}

/** For parts that nothing limits. */
export const AT_FULL_SPEED: Slowing = { after: () => 0 }

/** ms: timers are no finer than some, so shorter waits are put together. */
const SHORTEST = 10

/**
 * @param limitNow bytes a second; null for none. Asked again with every piece, as a limit may be for
 *   a time of the day.
 * @param now ms of a clock that is never set
 */
export function createSlowing(
  limitNow: () => number | null,
  now: () => number = () => performance.now(),
): Slowing {
  let paidUntil = -Infinity
  return {
    after(bytes) {
      const limit = limitNow()
      const time = now()
      paidUntil = Math.max(paidUntil, time)
      if (limit === null) return 0
      paidUntil += (bytes / limit) * 1000
      const wait = paidUntil - time
      return wait < SHORTEST ? 0 : wait
    },
  }
}
