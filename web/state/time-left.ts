import { limitFor } from './limit.ts'
import { secondsLeft, speedOf, type Arrivals } from '../uploads/speed.ts'
import { followTimeLeft, type TimeLeft } from '../uploads/time-left.ts'

const followed = new WeakMap<object, TimeLeft>()

/** What can be told of the pace of something: null where it can't. */
export interface Pace {
  /** Bytes a second. */
  readonly speed: number | null
  /** Seconds, as they are told. */
  readonly left: number | null
}

/**
 * The pace of an upload, or of all.
 *
 * @param whose the same object each time
 * @param remaining bytes
 * @param now ms
 */
export function paceOf(whose: object, arrivals: Arrivals, remaining: number, now: number): Pace {
  const measured = speedOf(arrivals, now)
  // A part is sent as fast as the link is, and the next one waits until the limit has paid for it.
  const speed = measured === null ? null : Math.min(measured, limitFor(now) ?? Infinity)
  const left = followTimeLeft(followed.get(whose) ?? null, secondsLeft(remaining, speed), now)
  if (left) followed.set(whose, left)
  else followed.delete(whose)
  return { speed, left: left?.told ?? null }
}
