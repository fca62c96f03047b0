import { ApiFailure } from '../failure.ts'

/** Of so many keys it is remembered how often they asked: who isn't among them begins anew. */
const MOST_KEYS = 20_000

/** Bounds how often each of many may ask. */
export interface Rate {
  /** @throws ApiFailure slow_down (429) with the seconds until there is room again */
  take(key: string): void
}

interface Bucket {
  /** Requests that are still free. */
  left: number
  /** ms since 1970, of the last look. */
  at: number
}

/**
 * A token bucket for each key: a minute's worth at once, then as many a minute. Each server has its
 * own, so that three servers allow three times as much.
 *
 * @param perMinute 0 for as many as they like
 * @param now ms since 1970
 */
export function createRate(perMinute: number, now: () => number): Rate {
  const buckets = new Map<string, Bucket>()
  return {
    take: (key) => {
      if (perMinute === 0) return
      const time = now()
      const bucket = buckets.get(key) ?? { left: perMinute, at: time }
      const passed = Math.max(0, time - bucket.at)
      const left = Math.min(perMinute, bucket.left + (passed * perMinute) / 60_000)
      // Put at the end: the first are those who asked longest ago.
      buckets.delete(key)
      buckets.set(key, { left: Math.max(0, left - 1), at: time })
      forgetOldest(buckets)
      if (left >= 1) return
      buckets.set(key, { left, at: time })
      throw new ApiFailure('slow_down', `at most ${perMinute} requests a minute`, {
        status: 429,
        retryAfter: Math.max(1, Math.ceil(((1 - left) * 60) / perMinute)),
      })
    },
  }
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const key of buckets.keys()) {
    if (buckets.size <= MOST_KEYS) return
    buckets.delete(key)
  }
}
