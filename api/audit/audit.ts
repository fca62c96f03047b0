import type { Logger } from 'pino'
import { createRate } from '../identity/rates.ts'
import type { AnsweredRequest } from '../events.ts'

/** The status of a request that is one too many. */
const TOO_MANY = 429
const REFUSED_SIGN_IN: ReadonlySet<number> = new Set([401, 403])

/** Writes down what was done and by whom. */
export interface Audit {
  write(request: AnsweredRequest): void
}

/**
 * One line for each action (docs/monitoring.md has its form). What only reads has one where it was
 * refused for who asked. Of what was refused for being too much, each address has one line a minute:
 * a flood of requests is to be none of lines.
 *
 * @param now ms since 1970
 */
export function createAudit(log: Logger, now: () => number): Audit {
  const floods = createRate(1, now)
  const isFirst = (address: string) => {
    try {
      floods.take(address)
      return true
    } catch {
      return false
    }
  }
  return {
    write: (request) => {
      const { action, status, address } = request
      if (status === TOO_MANY) {
        if (!isFirst(address)) return
      } else if (action.reads && !REFUSED_SIGN_IN.has(status)) return
      log.info({
        action: action.name,
        outcome: outcomeOf(status),
        status,
        ...(request.code === undefined ? {} : { code: request.code }),
        who: request.who,
        address,
        request: request.id,
        milliseconds: Math.round(request.seconds * 1000),
        ...request.facts,
      })
    },
  }
}

function outcomeOf(status: number): 'done' | 'refused' | 'failed' {
  if (status < 400) return 'done'
  return status < 500 ? 'refused' : 'failed'
}
