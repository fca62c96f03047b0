import { setTimeout as sleep } from 'node:timers/promises'

/** How often, in ms, is looked. */
const INTERVAL = 100

/**
 * Looks until it holds.
 *
 * @param what is waited for, for the message; a function is asked for it in the end
 * @param limit ms
 * @throws Error when it does not hold in time; what looking throws
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string | (() => string),
  limit: number,
): Promise<void> {
  const end = performance.now() + limit
  while (!(await holds())) {
    if (performance.now() > end) {
      const wanted = typeof what === 'string' ? what : what()
      throw new Error(`not in ${Math.round(limit / 1000)} s: ${wanted}`)
    }
    await sleep(INTERVAL)
  }
}
