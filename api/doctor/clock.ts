import type { Finding } from '../../shared/doctor.ts'
import { bucketUrl } from '../s3/client.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok, warning } from './finding.ts'
import { describeRefusal } from './refusal.ts'

const CHECK = 'Clock'
const TIMEOUT = 10_000
/** S3 refuses what was signed by a clock that is this far off (ms), so that is signed by the store's. */
const MOST = 15 * 60_000
const MUCH = 5 * 60_000
const HARM = 'Receipts and logs state its time, and sign-ins and links end by it.'

/** Whether the store answers at all, and how far the server's clock is from its own. */
export async function checkStoreAndClock(deployment: Deployment): Promise<readonly Finding[]> {
  const { client, address, now } = deployment
  const { origin } = await bucketUrl(client, address, address.endpoint)
  let date: string | null
  let at: number
  try {
    const before = now()
    const answer = await fetch(origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    at = (before + now()) / 2
    date = answer.headers.get('date')
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return [
      failure(
        'store_unreachable',
        'Store',
        `${origin} could not be reached (${describeRefusal(cause)}).`,
        'Correct S3_ENDPOINT, or let this machine reach that address; the embedded store runs only while the server does.',
      ),
    ]
  }
  return [ok('Store', `${origin} answers.`), judgeClock(date, at)]
}

/**
 * @param date the store's, as its header Date has it
 * @param now the server's, ms since 1970
 */
function judgeClock(date: string | null, now: number): Finding {
  const stores = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(stores)) {
    return warning(
      'clock_unknown',
      CHECK,
      'The store does not say its time.',
      'Keep the clock right by NTP.',
    )
  }
  const off = Math.round((now - stores) / 1000)
  const seconds = Math.abs(off)
  const direction = off < 0 ? 'behind' : 'ahead of'
  if (seconds <= 2) return ok(CHECK, 'It shows the same time as the store’s.')
  const saw = `It is ${describe(seconds)} ${direction} the store’s.`
  if (seconds * 1000 >= MOST) {
    return failure('clock_wrong', CHECK, `${saw} ${HARM}`, 'Set the server’s clock right, by NTP.')
  }
  if (seconds * 1000 < MUCH) return ok(CHECK, saw)
  return warning('clock_off', CHECK, `${saw} ${HARM}`, 'Set the server’s clock right, by NTP.')
}

function describe(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
}
