import { setTimeout as sleep } from 'node:timers/promises'

/** A link of a given speed, which all that goes over it shares. */
export interface RateLimit {
  /** Resolves when so many bytes have had their turn. */
  take(bytes: number): Promise<void>
}

/** @param rate bytes a second */
export function createRateLimit(rate: number): RateLimit {
  let free = 0
  return {
    async take(bytes) {
      const now = performance.now()
      free = Math.max(free, now) + (bytes / rate) * 1000
      // A timer is no finer than this; what is not waited for now is owed by the next ones.
      if (free - now >= 1) await sleep(free - now)
    },
  }
}
