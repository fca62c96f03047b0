import type { UploadStatus } from '../../shared/upload-status.ts'
import type { Look, LookProblem } from './look.ts'

/** What is known of the upload that is watched. */
export interface Sight {
  /** As it was last seen. */
  readonly status: UploadStatus | null
  /** When that was, ms since 1970. */
  readonly seenAt: number
  /** Why the last question had no answer. */
  readonly problem: LookProblem | null
}

export const NOTHING_SEEN: Sight = { status: null, seenAt: 0, problem: null }

export interface WatcherPorts {
  look(): Promise<Look>
  /** ms since 1970. */
  now(): number
  /** From 0 to 1. */
  random(): number
  /** Calls back after `delay` ms; gives a function that calls it off. */
  after(delay: number, call: () => void): () => void
}

export interface Watcher {
  /** Nobody is asked for what nobody sees. */
  visible(whether: boolean): void
  /** The network is back: what waits is asked at once. */
  online(): void
  stop(): void
}

/** ms between questions that had no answer: doubled each time, within these. */
const FIRST_WAIT = 5000
const LONGEST_WAIT = 5 * 60_000

/**
 * Looks at an upload as often as the server says, also once it has its receipt, as its file may turn
 * out to be another one; until there is nothing more to come. Begins when it is told that it is visible.
 *
 * @param changed is told what is known, after every answer
 */
export function createWatcher(ports: WatcherPorts, changed: (sight: Sight) => void): Watcher {
  let sight = NOTHING_SEEN
  let isVisible = false
  let isAsking = false
  let hasEnded = false
  let failures = 0
  let dueAt = ports.now()
  let callOff: () => void = () => undefined

  function schedule(): void {
    callOff()
    callOff = () => undefined
    if (hasEnded || isAsking || !isVisible) return
    callOff = ports.after(Math.max(0, dueAt - ports.now()), () => void ask())
  }

  async function ask(): Promise<void> {
    isAsking = true
    const look = await ports.look()
    isAsking = false
    if (hasEnded) return
    take(look)
    schedule()
    changed(sight)
  }

  function take(look: Look): void {
    const now = ports.now()
    if (look.type === 'seen') {
      const { status } = look
      failures = 0
      sight = { status, seenAt: now, problem: null }
      dueAt = now + Math.min(LONGEST_WAIT, status.nextInSeconds * 1000)
      hasEnded = status.receipt?.disproved !== undefined
    } else {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures)
      failures += 1
      sight = { ...sight, problem: look.problem }
      const asked = Math.min(LONGEST_WAIT, look.retryAfter)
      dueAt = now + Math.max(asked, wait * (0.5 + ports.random() / 2))
      hasEnded = look.problem === 'expired' || look.problem === 'refused'
    }
  }

  return {
    visible(whether) {
      isVisible = whether
      schedule()
    },
    online() {
      if (sight.problem === 'network') dueAt = ports.now()
      schedule()
    },
    stop() {
      hasEnded = true
      callOff()
    },
  }
}
