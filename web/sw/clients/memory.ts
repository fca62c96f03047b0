import * as v from 'valibot'

/** What Chromium's worker tells of the machine (Device Memory API); others tell nothing. */
const deviceSchema = v.object({ deviceMemory: v.pipe(v.number(), v.minValue(0)) })

/** ms after a failure to get memory in which it counts as short. */
const SHORT = 60_000

/** What can be known of memory in a worker: how much the machine has, and that there was none. */
export interface MemoryWatch {
  /** GiB, roughly; null where the browser doesn't say. */
  readonly size: number | null
  /** Looks whether something failed as there was no memory for it. */
  failed(cause: unknown): void
  /** Whether there was none lately. */
  isShort(): boolean
}

/** @param now ms of a clock that is never set */
export function createMemoryWatch(navigator: unknown, now: () => number): MemoryWatch {
  const device = v.safeParse(deviceSchema, navigator)
  let shortUntil = -Infinity
  return {
    size: device.success ? device.output.deviceMemory : null,
    failed(cause) {
      // ECMA-262, CreateByteDataBlock, and WebAssembly's JavaScript interface: what can't be had is a RangeError.
      if (cause instanceof RangeError) shortUntil = now() + SHORT
    },
    isShort: () => now() < shortUntil,
  }
}
