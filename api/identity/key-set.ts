import { createRemoteJWKSet, customFetch, type FetchImplementation } from 'jose'
import { readSmallAnswer } from '../small-answer.ts'
import type { JwtSettings } from './settings.ts'

/** Ms: of the question for keys, and between two for a key that the last answer lacked. */
const KEYS_TIMEOUT = 5_000
const KEYS_COOLDOWN = 10_000
/** Bytes: a key has some thousands, with its certificates. */
export const MAX_KEY_SET = 1024 * 1024

/** The address of the keys answers something else than 200. */
export class KeySetAnswerError extends Error {
  override readonly name = 'KeySetAnswerError'
}

/** The keys that an identity provider publishes (JWKS, RFC 7517), asked for when they are needed. */
export function createKeySet({ keySet, keysMaxAge }: JwtSettings) {
  return createRemoteJWKSet(new URL(keySet), {
    timeoutDuration: KEYS_TIMEOUT,
    cooldownDuration: KEYS_COOLDOWN,
    cacheMaxAge: keysMaxAge * 1000,
    [customFetch]: fetchSmall,
  })
}

const fetchSmall: FetchImplementation = async (url, options) => {
  const answer = await fetch(url, options)
  if (answer.status !== 200) {
    await answer.body?.cancel()
    throw new KeySetAnswerError(`the answer is ${answer.status}`)
  }
  return new Response(await readSmallAnswer(answer, MAX_KEY_SET))
}
