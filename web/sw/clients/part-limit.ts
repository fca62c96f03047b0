/** A part gets this long at least, ms. */
const SHORTEST = 60_000
/** A part may take so many times as long as parts of its size have taken lately. */
const PATIENCE = 8
/** While that isn't known: a start, ms, and a rate, bytes a ms (20 kB/s). */
const FIRST = 2 * 60_000
const SLOWEST_RATE = 20
/** How much the latest part counts. */
const WEIGHT = 0.2

/**
 * How long a part may take: a worker's `fetch` tells nothing of its progress, so one whose connection
 * has died without a word shows only in that it takes far longer than the others.
 */
export interface PartLimit {
  /** ms for a part of so many bytes. */
  of(bytes: number): number
  /** A part has arrived after so many ms. */
  arrived(bytes: number, time: number): void
  /** A part took longer than allowed: if the link has become slow, the next one is given more. */
  wasTooShort(): void
}

export function createPartLimit(): PartLimit {
  /** Bytes a ms of one part among those that are sent side by side; null while unknown. */
  let rate: number | null = null
  return {
    of(bytes) {
      const longest = FIRST + bytes / SLOWEST_RATE
      if (rate === null) return longest
      return Math.min(longest, Math.max(SHORTEST, (PATIENCE * bytes) / rate))
    },
    arrived(bytes, time) {
      if (bytes === 0) return
      const latest = bytes / Math.max(time, 1)
      rate = rate === null ? latest : rate * (1 - WEIGHT) + latest * WEIGHT
    },
    wasTooShort() {
      if (rate !== null) rate /= 2
    },
  }
}
