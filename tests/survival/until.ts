import { setTimeout as sleep } from 'node:timers/promises'

/** How often, in ms, is looked. */
const INTERVAL = 100

/**
 * Looks until it holds.
 *
 * @param what is waited for, for the message
 * @param limit ms
 * @throws Error when it does not hold in time; what looking throws
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  limit: number,
): Promise<void> {
  const end = performance.now() + limit
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not in ${Math.round(limit / 1000)} s: ${what}`)
    await sleep(INTERVAL)
  }
}
