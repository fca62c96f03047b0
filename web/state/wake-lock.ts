/** The part of a WakeLockSentinel that is needed. */
interface Lock {
  readonly released: boolean
  release(): Promise<void>
}

/** What keeps the screen, and with it the computer, awake. */
export interface WakeLock {
  /** Holds a lock or lets it go; may be called as often as one likes. */
  want(wanted: boolean): void
}

/**
 * @param request asks the browser for a lock; it refuses when the page is hidden or the battery low
 * @param refused is told why there is no lock: uploads go on without one
 */
export function createWakeLock(
  request: () => Promise<Lock>,
  refused: (cause: unknown) => void,
): WakeLock {
  let wanted = false
  let lock: Lock | null = null
  let working = false

  async function work(): Promise<void> {
    working = true
    try {
      // The browser lets a lock go by itself when the page is hidden.
      while (wanted !== (lock !== null && !lock.released)) {
        if (wanted) lock = await request()
        else {
          await lock?.release()
          lock = null
        }
      }
    } catch (cause) {
      refused(cause)
    } finally {
      working = false
    }
  }

  return {
    want(now) {
      wanted = now
      if (!working) void work()
    },
  }
}
