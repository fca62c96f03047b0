import { createHash } from 'node:crypto'
import {
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from 'jose'
import * as v from 'valibot'
import { ApiFailure } from '../failure.ts'
import { cleanName } from '../key.ts'
import type { Identity, Limits } from './identity.ts'
import { createKeySet } from './key-set.ts'
import type { JwtSettings } from './settings.ts'

const MAX_FOLDER_BYTES = 100
const subjectSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1000))

/**
 * Reads whose JWT it is (RFC 7519), by the keys that the identity provider publishes.
 *
 * @throws ApiFailure sign_in_required for one that has run out, was forged or is for somebody else;
 *   server_error while the keys can't be had
 */
export type ReadAccount = (token: string, now: number) => Promise<Identity>

export function createAccounts(settings: JwtSettings): ReadAccount {
  const keys = createKeySet(settings)
  return async (token, now) => {
    const { payload } = await verified(
      verifyByAny(token, keys, {
        algorithms: [...settings.algorithms],
        issuer: settings.issuer,
        audience: settings.audience,
        clockTolerance: settings.clockTolerance,
        currentDate: new Date(now),
        requiredClaims: ['exp', 'sub'],
      }),
    )
    return identityOf(payload, settings)
  }
}

/** One that doesn't say which key it is signed by (RFC 7515, 4.1.4) is tried by all that it may be. */
async function verifyByAny(
  token: string,
  keys: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options)
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure
      }
    }
    throw error
  }
}

async function verified<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification
  } catch (cause) {
    if (isOfToken(cause)) {
      throw new ApiFailure('sign_in_required', 'the JWT is not good, or not any more', { cause })
    }
    throw new ApiFailure('server_error', 'the keys of the sign-in service can’t be had', {
      cause,
      status: 503,
      retryAfter: 5,
    })
  }
}

/** Whether it is the token's fault, and not that of whoever publishes the keys. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  )
}

function identityOf(payload: JWTPayload, settings: JwtSettings): Identity {
  const subject = v.safeParse(subjectSchema, payload.sub)
  if (!subject.success) throw new ApiFailure('sign_in_required', 'the JWT names nobody')
  return {
    kind: 'account',
    subject: subjectOfAccount(settings.issuer, subject.output),
    admin:
      settings.admin !== undefined &&
      hasValue(claimOf(payload, settings.admin.claim), settings.admin.value),
    prefix: prefixOf(payload, settings.prefix),
    limits: limitsOf(payload, settings),
    note: '',
    notify: null,
    // RFC 7519, 2: it may have a fraction.
    expiresAt: Math.min(Math.floor(payload.exp ?? 0), Number.MAX_SAFE_INTEGER),
  }
}

/** What a provider names people by may be their address: tokens and logs need not have it. */
export function subjectOfAccount(issuer: string, name: string): string {
  const digest = createHash('sha256').update(`${issuer}\n${name}`).digest('hex')
  return `account:${digest.slice(0, 32)}`
}

/** The claim of this name; where there is none, the one to which its names with dots between lead. */
function claimOf(payload: JWTPayload, name: string): unknown {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
  const own = (value: unknown, key: string): unknown =>
    isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
  return own(payload, name) ?? name.split('.').reduce<unknown>(own, payload)
}

/** Whether a claim is this value or a list that has it. */
function hasValue(claim: unknown, value: string): boolean {
  return (Array.isArray(claim) ? claim : [claim]).some(
    (one) => (typeof one === 'string' || typeof one === 'boolean') && String(one) === value,
  )
}

/** Each claim becomes one folder, so that no claim leads out of the operator's. */
function prefixOf(payload: JWTPayload, template: string): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = claimOf(payload, name)
    if (typeof value !== 'string' || value === '') {
      throw new ApiFailure('sign_in_required', `the JWT lacks the claim ${name}`)
    }
    return cleanName(value, MAX_FOLDER_BYTES)
  })
}

function limitsOf(payload: JWTPayload, settings: JwtSettings): Limits {
  return {
    maxFileSize: limitOf(payload, settings.maxFileSizeClaim),
    maxFiles: limitOf(payload, settings.maxFilesClaim),
    maxBytes: limitOf(payload, settings.maxBytesClaim),
  }
}

const limitSchema = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(0),
)

/** A claim that is missing limits nothing; one that is no number lets nobody in. */
function limitOf(payload: JWTPayload, name: string | undefined): number | null {
  const value = name === undefined ? undefined : claimOf(payload, name)
  if (value === undefined) return null
  const limit = v.safeParse(limitSchema, value)
  if (limit.success) return limit.output
  throw new ApiFailure('sign_in_required', `the JWT's claim ${name} is no number`)
}
