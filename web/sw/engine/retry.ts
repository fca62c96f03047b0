import type { UploadError } from '../../../shared/errors.ts'
import type { Command, Failed } from './events.ts'
import { failuresOf, type Flight } from './flight.ts'

/** The longest wait after the first failure, ms; it doubles with every further one. */
const FIRST_WAIT = 1000
/** The longest wait ever, ms. */
const LONGEST_WAIT = 60_000
/** A part that arrives damaged this often does not get there by being sent once more. */
const MAX_MISMATCHES = 5

/**
 * What a failure means for the upload. Waits have full jitter (Marc Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog, 2015) and are never shorter than the other side asked for.
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
): Failed & { id: string } {
  const failures = failuresOf(flight, command)
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10))
  const wait = Math.max(error.retryAfter ?? 0, random * longest)
  return {
    type: 'failed',
    id: command.id,
    command,
    code: error.code,
    notBefore: now + wait,
    final: error.code === 'checksum_mismatch' && failures + 1 >= MAX_MISMATCHES,
  }
}
