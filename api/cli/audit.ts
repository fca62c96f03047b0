import { randomUUID } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import type { DestinationStream } from 'pino'
import type { Action } from '../audit/actions.ts'
import { createAudit } from '../audit/audit.ts'
import type { RequestFacts } from '../events.ts'
import { ApiFailure } from '../failure.ts'
import { createLogger } from '../log.ts'

/**
 * Does what a route of the API does too, and writes a line of it as a server's audit has them
 * (docs/monitoring.md); the account of the machine stands for who it was.
 *
 * @param isOn whether there are such lines at all
 * @param factsOf what it was about; of what failed there is nothing done
 */
export async function audited<T>(
  action: Action,
  isOn: boolean,
  stderr: DestinationStream,
  work: () => Promise<T>,
  factsOf: (done: T | undefined) => RequestFacts,
): Promise<T> {
  const log = createLogger(isOn ? 'info' : 'silent', stderr).child({ type: 'audit' })
  const audit = createAudit(log, Date.now)
  const began = performance.now()
  const write = (failure: ApiFailure | undefined, done: T | undefined) =>
    audit.write({
      id: randomUUID(),
      action,
      status: failure?.status ?? 200,
      code: failure?.code,
      who: `command:${userName()}`,
      address: hostname(),
      seconds: (performance.now() - began) / 1000,
      facts: factsOf(done),
    })
  let done: T
  try {
    done = await work()
  } catch (error) {
    write(error instanceof ApiFailure ? error : new ApiFailure('server_error', ''), undefined)
    throw error
  }
  write(undefined, done)
  return done
}

/** Of the account that runs the command; some containers have no name for theirs. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}
