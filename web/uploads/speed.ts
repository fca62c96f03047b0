/**
 * How fast bytes arrive. They arrive a part at a time, so there is no speed between two arrivals:
 * it is taken from the first to the last arrival of a sliding window, and sinks when the next one
 * is overdue.
 */

/** ms that an arrival counts, while there are newer ones enough. */
export const WINDOW = 30_000
/** Arrivals that are kept although they are older: parts may take minutes each. */
const KEPT = 4
/** ms after which even those say nothing any more. */
export const STALE = 10 * 60_000
const MAX_SAMPLES = 64

interface Sample {
  /** ms. */
  readonly at: number
  /** Bytes that had arrived by then. */
  readonly bytes: number
}
/** The arrivals of one upload, oldest first. */
export type Arrivals = readonly Sample[]

/** What is known before anything has arrived: when sending began, and with how many bytes. */
export function startOfArrivals(at: number, bytes: number): Arrivals {
  return [{ at, bytes }]
}

/** With the bytes that have arrived by now; from the start where they got fewer. */
export function withArrival(arrivals: Arrivals, at: number, bytes: number): Arrivals {
  const last = arrivals.at(-1)
  if (!last || bytes < last.bytes || at < last.at) return startOfArrivals(at, bytes)
  if (bytes === last.bytes) return arrivals
  const all = [...arrivals, { at, bytes }]
  const kept = all.filter((sample, index) => {
    const age = at - sample.at
    return age <= WINDOW || (age <= STALE && index >= all.length - KEPT)
  })
  return kept.slice(-MAX_SAMPLES)
}

/** Bytes a second, or null while it can't be told. Never negative, infinite or NaN. */
export function speedOf(arrivals: Arrivals, now: number): number | null {
  const first = arrivals[0]
  const last = arrivals.at(-1)
  if (!first || !last || last === first || now - last.at > STALE) return null
  const span = last.at - first.at
  const gap = span / (arrivals.length - 1)
  const time = Math.max(span, now - first.at - gap)
  return time > 0 ? ((last.bytes - first.bytes) * 1000) / time : null
}

/** Seconds until the remaining bytes have arrived, or null while it can't be told. */
export function secondsLeft(remaining: number, speed: number | null): number | null {
  if (remaining <= 0) return 0
  if (speed === null || speed < 1) return null
  return remaining / speed
}
