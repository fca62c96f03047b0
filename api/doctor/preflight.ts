import type { Finding } from '../../shared/doctor.ts'
import { failure, ok } from './finding.ts'
import { describeRefusal } from './refusal.ts'

const CHECK = 'CORS: what pages may send'
const TIMEOUT = 10_000
const OTHER_METHODS = ['GET', 'HEAD', 'POST', 'DELETE']

/** How the answer to a question of a browser before it sends a part is found wanting. */
interface Question {
  readonly method: string
  readonly headers: readonly string[]
}

/**
 * Asks a part's address what a browser asks before it sends a part (Fetch standard, "CORS-preflight
 * fetch"), and where that is refused, asks for less until it is known what is not allowed.
 *
 * @param header the checksum's, in lower case; undefined where parts have none
 */
export async function checkPreflight(
  url: string,
  origin: string,
  header: string | undefined,
): Promise<Finding> {
  const headers = header === undefined ? [] : [header]
  const allows = (question: Question) => isAllowed(url, origin, question)
  try {
    if (await allows({ method: 'PUT', headers })) {
      const what = header === undefined ? 'PUT' : `PUT with ${header}`
      return ok(CHECK, `The store allows pages of ${origin} ${what}.`)
    }
    if (await allows({ method: 'PUT', headers: [] })) {
      return refused('cors_header', `the header ${header ?? ''}`, origin, 'AllowedHeader *')
    }
    for (const method of OTHER_METHODS) {
      if (await allows({ method, headers: [] })) {
        return refused('cors_method', 'the method PUT', origin, 'AllowedMethod PUT')
      }
    }
    return refused('cors_origin', '', origin, `AllowedOrigin ${origin}`)
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return failure(
      'store_unreachable_for_pages',
      CHECK,
      `${new URL(url).origin}, where browsers send parts, could not be reached from here (${describeRefusal(cause)}).`,
      'Correct S3_PUBLIC_ENDPOINT. If only browsers reach that address, try it in one.',
    )
  }
}

function refused(
  code: 'cors_header' | 'cors_method' | 'cors_origin',
  what: string,
  origin: string,
  addition: string,
): Finding {
  const saw =
    code === 'cors_origin'
      ? `The store does not allow pages of the origin ${origin} to send parts.`
      : `The store does not allow pages of ${origin} ${what}.`
  return failure(
    code,
    CHECK,
    saw,
    `Add ${addition} to the bucket's CORS rules; npx longhaul setup-bucket can do it.`,
  )
}

async function isAllowed(
  url: string,
  origin: string,
  { method, headers }: Question,
): Promise<boolean> {
  const answer = await fetch(url, {
    method: 'OPTIONS',
    redirect: 'manual',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers.length === 0 ? {} : { 'access-control-request-headers': headers.join(',') }),
    },
    signal: AbortSignal.timeout(TIMEOUT),
  })
  await answer.body?.cancel()
  const allowed = (name: string) => listOf(answer.headers.get(`access-control-allow-${name}`))
  const permits = (values: readonly string[], wanted: string) =>
    values.includes('*') || values.includes(wanted.toLowerCase())
  return (
    answer.ok &&
    permits(allowed('origin'), origin) &&
    (isSimple(method) || permits(allowed('methods'), method)) &&
    headers.every((name) => permits(allowed('headers'), name))
  )
}

/** Methods that need no leave by name. */
function isSimple(method: string): boolean {
  return ['GET', 'HEAD', 'POST'].includes(method)
}

/** The words of a header that lists, in lower case. */
export function listOf(text: string | null): string[] {
  return (text ?? '').split(',').flatMap((word) => word.trim().toLowerCase() || [])
}
