import type { ErrorCode, UploadError } from '../../../shared/errors.ts'
import type { Command, Failed } from './events.ts'
import { failuresOf, mismatchesAfter, type Flight } from './flight.ts'
import { hasOther, isWellElsewhere, mayBeHosts, NO_HOSTS, type Hosts } from './hosts.ts'

/** The longest wait after the first failure, ms; it doubles with every further one. */
const FIRST_WAIT = 1000
/** The longest wait ever, ms. */
const LONGEST_WAIT = 60_000
/** That of what nothing else is tried beside, ms, for an other side that is away: it alone finds it back. */
const LONGEST_ALONE = 20_000
/** What is told where nobody answers, or somebody else. */
const AWAY: readonly ErrorCode[] = ['network', 'timeout', 'server_error', 'bad_answer']
/** A part that arrives damaged this often does not get there by being sent once more. */
const MAX_MISMATCHES = 5
/** ms for which a part waits for other hosts that are being tried. */
const TRIAL_WAIT = 3000

/**
 * What a failure means for the upload. Waits have full jitter (Marc Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog, 2015) and are never shorter than the other side asked for.
 *
 * A part that another host may take counts no failure.
 *
 * @param now ms since 1970
 * @param random from 0 to 1
 */
export function createFailure(
  flight: Flight,
  command: Command,
  error: UploadError,
  now: number,
  random: number,
  hosts: Hosts = NO_HOSTS,
): Failed & { id: string } {
  const failed = { type: 'failed', id: command.id, command, code: error.code } as const
  const byHost = hostAtFault(flight, command, error, hosts)
  if (byHost !== null) {
    const notBefore = isWellElsewhere(hosts, byHost) ? now : now + TRIAL_WAIT
    return { ...failed, notBefore, final: false, byHost }
  }
  const failures = failuresOf(flight, command)
  const isAway = AWAY.includes(error.code) && error.retryAfter === undefined
  const besides = command.type === 'send' ? flight.parts.size : 1
  const most = isAway ? Math.min(LONGEST_WAIT, LONGEST_ALONE * besides) : LONGEST_WAIT
  const longest = Math.min(most, FIRST_WAIT * 2 ** Math.min(failures, 10))
  const wait = Math.max(error.retryAfter ?? 0, random * longest)
  return {
    ...failed,
    notBefore: now + wait,
    final: mismatchesAfter(flight, failed) >= MAX_MISMATCHES,
    isAway,
  }
}

/** The host by which a part failed, if it hasn't failed by all that may work. */
function hostAtFault(
  flight: Flight,
  command: Command,
  { code }: UploadError,
  hosts: Hosts,
): string | null {
  if (command.type !== 'send') return null
  const { host } = command.part
  const failedBy = flight.parts.get(command.number)?.failedBy ?? []
  if (host === undefined || failedBy.includes(host) || !mayBeHosts(hosts, host, code)) return null
  return hasOther(hosts, [...failedBy, host]) ? host : null
}
