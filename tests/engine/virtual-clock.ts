import type { Clock } from '../../web/sw/ports.ts'
import type { Tape } from './tape.ts'

/** Time that passes only when it is told to, and chance that follows a tape. */
export interface VirtualClock extends Clock {
  /** ms since 1970 as everybody else sees it: a browser's clock may be wrong. */
  trueTime(): number
  /** Sets the browser's clock `ms` forward, or back. */
  shift(ms: number): void
  /** Lets the earliest call come due; whether there was one. */
  advance(): Promise<boolean>
  /** Resolves after so many ms of virtual time. */
  sleep(delay: number): Promise<void>
}

interface Call {
  readonly time: number
  readonly call: () => void
}

const START = 1_800_000_000_000
const CHANCES = [0.5, 0, 1, 0.1]

export function createVirtualClock(tape?: Tape): VirtualClock {
  let time = START
  let error = 0
  let order = 0
  const calls = new Map<number, Call>()

  function after(delay: number, call: () => void): () => void {
    const id = order++
    calls.set(id, { time: time + Math.max(0, delay), call })
    return () => calls.delete(id)
  }

  return {
    now: () => time + error,
    steady: () => time - START,
    trueTime: () => time,
    random: () => CHANCES[tape?.choose(CHANCES.length) ?? 0] ?? 0,
    after,
    shift(ms) {
      error += ms
    },
    sleep: (delay) => new Promise((resolve) => after(delay, resolve)),
    async advance() {
      await settle()
      let first: [number, Call] | undefined
      for (const one of calls) if (!first || one[1].time < first[1].time) first = one
      if (!first) return false
      calls.delete(first[0])
      time = Math.max(time, first[1].time)
      first[1].call()
      await settle()
      return true
    },
  }
}

/** Lets everything that needs no time happen: a tick comes when no promise has a reaction left. */
function settle(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve))
}
