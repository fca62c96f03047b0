import type { Clock } from '../../web/sw/ports.ts'

/** Time that passes only when it is told to, and chance that follows a tape. */
export interface VirtualClock extends Clock {
  /** Lets the earliest call come due; whether there was one. */
  advance(): Promise<boolean>
  /** Resolves after so many ms of virtual time. */
  sleep(delay: number): Promise<void>
}

interface Call {
  readonly time: number
  readonly call: () => void
}

export function createVirtualClock(start = 1_800_000_000_000): VirtualClock {
  let now = start
  let order = 0
  const calls = new Map<number, Call>()

  function after(delay: number, call: () => void): () => void {
    const id = order++
    calls.set(id, { time: now + Math.max(0, delay), call })
    return () => calls.delete(id)
  }

  return {
    now: () => now,
    random: () => 0.5,
    after,
    sleep: (delay) => new Promise((resolve) => after(delay, resolve)),
    async advance() {
      await settle()
      let first: [number, Call] | undefined
      for (const one of calls) if (!first || one[1].time < first[1].time) first = one
      if (!first) return false
      calls.delete(first[0])
      now = Math.max(now, first[1].time)
      first[1].call()
      await settle()
      return true
    },
  }
}

/** Lets everything that needs no time happen. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
