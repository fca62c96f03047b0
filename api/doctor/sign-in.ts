import { createLocalJWKSet, errors, type JSONWebKeySet } from 'jose'
import type { Finding } from '../../shared/doctor.ts'
import { createKeySet, KeySetAnswerError } from '../identity/key-set.ts'
import type { JwtSettings } from '../identity/settings.ts'
import { LongAnswerError } from '../small-answer.ts'
import { failure, ok } from './finding.ts'
import { describeRefusal } from './refusal.ts'

const CHECK = 'Keys of the sign-in'

/** Whether JWTs can be checked: by the same question for keys, and its bounds, as when people come. */
export async function checkSignIn(settings: JwtSettings | undefined): Promise<Finding[]> {
  if (!settings) return []
  const keys = createKeySet(settings)
  try {
    await keys.reload()
  } catch (error) {
    return [judgeAnswer(error, settings)]
  }
  return [await judgeKeys(keys.jwks() ?? { keys: [] }, settings)]
}

function judgeAnswer(error: unknown, { keySet }: JwtSettings): Finding {
  const isLong = error instanceof LongAnswerError
  if (isLong || (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout))) {
    return failure(
      'sign_in_keys_wrong',
      CHECK,
      `What ${keySet} answers is no JWKS${isLong ? `: ${error.message}` : ''}. Nobody can sign in.`,
      'Set JWT_JWKS_URL to the provider’s own: its /.well-known/openid-configuration names it as jwks_uri.',
    )
  }
  return failure(
    'sign_in_keys_unreachable',
    CHECK,
    `${keySet} could not be read (${describeFailure(error)}). Nobody can sign in.`,
    'Correct JWT_JWKS_URL (the provider’s /.well-known/openid-configuration names it as jwks_uri), or let this machine reach that address.',
  )
}

function describeFailure(error: unknown): string {
  if (error instanceof KeySetAnswerError) return error.message
  if (error instanceof errors.JWKSTimeout) return 'no answer in time'
  return describeRefusal(error instanceof Error && error.cause !== undefined ? error.cause : error)
}

async function judgeKeys(keySet: JSONWebKeySet, { algorithms }: JwtSettings): Promise<Finding> {
  const usable = await Promise.all(algorithms.map((algorithm) => hasKeyFor(keySet, algorithm)))
  const known = algorithms.filter((_, index) => usable[index])
  const count = `${keySet.keys.length} ${keySet.keys.length === 1 ? 'key' : 'keys'}`
  if (known.length > 0) return ok(CHECK, `There are ${count}; JWTs may be of ${known.join(', ')}.`)
  return failure(
    'sign_in_keys_unusable',
    CHECK,
    `Of ${count} none is good for ${algorithms.join(', ')}. Nobody can sign in.`,
    'Set JWT_ALGORITHMS to what the provider signs by, or have it sign by one of these.',
  )
}

async function hasKeyFor(keySet: JSONWebKeySet, alg: string): Promise<boolean> {
  try {
    await createLocalJWKSet(keySet)({ alg })
    return true
  } catch (error) {
    // That there are several is no fault: JWTs say which one it is, or each is tried.
    return error instanceof errors.JWKSMultipleMatchingKeys
  }
}
