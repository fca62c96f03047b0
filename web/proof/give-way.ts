/**
 * When reading a file for its hashes gives way to sending: a machine of few processors can't do
 * both at full speed, and what is sent sooner is safe sooner (docs/decisions/whole-file-hashes.md).
 */
import { speedOf, type Arrivals } from '../uploads/speed.ts'

/** Processors that reading and hashing keep busy, the browser's own share among them. */
const READING = 1.7
/** Bytes a second that one processor sends. */
const SENT_BY_ONE = 100e6
/** Bytes a second that never matter. */
const SLOW = 10e6
/** Parts that are sent at once arrive together, the first ones late: how fast it is shows after so many, */
const ENOUGH = 32
/** or after so many ms. */
const LONG_ENOUGH = 10_000

/**
 * Whether reading waits, so that sending is not slowed down.
 *
 * @param arrivals of all that is being sent; empty where nothing is
 * @param now ms
 * @param processors of the machine, as the browser says
 */
export function givesWay(arrivals: Arrivals, now: number, processors: number): boolean {
  const [first] = arrivals
  if (!first) return false
  if (arrivals.length < ENOUGH && now - first.at < LONG_ENOUGH) return true
  return (speedOf(arrivals, now) ?? 0) > Math.max(SLOW, (processors - READING) * SENT_BY_ONE)
}
