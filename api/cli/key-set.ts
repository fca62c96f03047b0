import * as v from 'valibot'
import type { JWK } from 'jose'
import { MAX_KEY_SET } from '../identity/key-set.ts'
import { isLoopback } from '../loopback.ts'
import { readSmallAnswer } from '../small-answer.ts'
import { UnreadableError } from './command.ts'
import { readText } from './read-text.ts'

/** Ms. */
const TIMEOUT = 10_000

const text = v.pipe(v.string(), v.maxLength(10_000))
const keySchema = v.object({ kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: text, kid: text })
const keySetSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ keys: v.array(v.record(v.string(), v.unknown())) }),
)

/**
 * The Ed25519 keys of a JWKS (RFC 7517) in a file or at an address, which is https, so that nobody
 * on the way puts in others, or of this machine.
 *
 * @throws UnreadableError
 */
export async function readKeySet(place: string): Promise<JWK[]> {
  const keySet = v.safeParse(keySetSchema, await readPlace(place))
  if (!keySet.success) throw new UnreadableError(`${place} is no JWKS`)
  const keys = keySet.output.keys.flatMap((key) => {
    const known = v.safeParse(keySchema, key)
    return known.success ? [known.output] : []
  })
  if (keys.length === 0) throw new UnreadableError(`${place} has no Ed25519 key with an id`)
  return keys
}

async function readPlace(place: string): Promise<string> {
  try {
    return /^https?:/i.test(place) ? await get(new URL(place)) : await readText(place)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new UnreadableError(`${place} can't be read: ${reasonOf(cause)}`, { cause })
  }
}

async function get(url: URL): Promise<string> {
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new Error('an address must be https')
  }
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) })
  if (!answer.ok) throw new Error(`the answer is ${answer.status}`)
  return readSmallAnswer(answer, MAX_KEY_SET)
}

/** `fetch` says why in the cause alone. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : message
}
