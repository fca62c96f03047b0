import type { Logger } from 'pino'
import type { Metrics } from '../metrics/metrics.ts'
import type { Delivery, Kept, Outbox } from './outbox.ts'

/**
 * Kept deliveries that this server can't bring: its settings have no such channel, or it can't read
 * them. While servers are exchanged, one by one, another can: they are left to it for a while.
 */
export interface Strays {
  /** Whether it is one that was found before, and is to be left for now. */
  isLeft(kept: Kept): boolean
  /** Leaves it, or drops it when it has been due for too long. @throws ApiFailure */
  meet(kept: Kept, delivery: Delivery | 'unreadable'): Promise<void>
  /** Forgets those that are not kept any more. */
  forgetAllBut(all: readonly Kept[]): void
}

/** What strays stand on. */
interface StrayParts {
  readonly outbox: Outbox
  readonly metrics: Metrics
  /** Ms after it was due for which one is left. */
  readonly longest: number
  /** ms since 1970. */
  readonly now: () => number
  readonly log: Logger
}

export function createStrays({ outbox, metrics, longest, now, log }: StrayParts): Strays {
  /** By key: to read each again at every look would cost a request a minute. */
  let left = new Set<string>()
  const isOld = ({ due }: Kept) => now() > due + longest
  return {
    isLeft: (kept) => left.has(kept.key) && !isOld(kept),
    meet: async (kept, delivery) => {
      const facts = factsOf(kept, delivery)
      if (!isOld(kept)) {
        left.add(kept.key)
        log.warn(facts, 'a notice is left to another server: this one can’t bring it')
        return
      }
      await outbox.drop(kept)
      metrics.noticeEnded('unknown', 'dropped')
      log.error(facts, 'a notice that no server could bring was dropped')
    },
    forgetAllBut: (all) => {
      left = new Set(all.map(({ key }) => key).filter((key) => left.has(key)))
    },
  }
}

function factsOf({ key }: Kept, delivery: Delivery | 'unreadable') {
  if (delivery === 'unreadable') return { kept: key, why: 'it can’t be read' }
  const { id, type, data } = delivery.notice
  const why = 'its receiver is not in the settings'
  return { kept: key, why, notice: id, upload: data.upload, type }
}
