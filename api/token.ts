import { errors, jwtVerify, SignJWT } from 'jose'
import * as v from 'valibot'
import { CHECKSUM_ALGORITHMS } from '../shared/checksum.ts'
import { answersSchema } from '../shared/details.ts'
import { MAX_OBJECT_SIZE, MAX_PART_COUNT } from '../shared/limits.ts'
import { ApiFailure } from './failure.ts'

const ISSUER = 'longhaul'
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What an upload's token states: all that the server has to know of the upload. */
const claimsSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  key: v.pipe(v.string(), v.minLength(1)),
  /** The store's; null when the object had been completed before the token was made, or is put. */
  uploadId: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Bytes. */
  size: v.pipe(wholeNumber, v.maxValue(MAX_OBJECT_SIZE)),
  partSize: v.pipe(wholeNumber, v.minValue(1)),
  partCount: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_PART_COUNT)),
  checksum: v.picklist(CHECKSUM_ALGORITHMS),
  name: v.string(),
  path: v.string(),
  /** When the upload was created, ms since 1970. */
  createdAt: wholeNumber,
  /** Who created it; nobody in particular where nobody need be, and in older tokens. */
  sub: v.optional(v.string(), ''),
  /** Of a file that is sent as a whole by one PUT: what its object is to be told of it. */
  put: v.optional(
    v.object({ contentType: v.string(), lastModified: v.pipe(v.number(), v.integer()) }),
  ),
  /** What was entered about the file, where something was. */
  details: v.optional(answersSchema),
  /** The mail address of who is told what becomes of it. */
  notify: v.optional(v.nullable(v.string())),
})
export type UploadClaims = v.InferOutput<typeof claimsSchema>

const verifiedSchema = v.intersect([claimsSchema, v.object({ exp: wholeNumber })])

/** An upload as its token states it. */
export type AuthorizedUpload = UploadClaims & {
  /** When the token runs out, seconds since 1970. */
  readonly exp: number
}

export interface Tokens {
  /** A token that runs out `lifetime` seconds after `now` (ms since 1970). */
  issue(claims: UploadClaims, now: number, lifetime: number): Promise<string>
  /**
   * What a token states.
   *
   * @throws ApiFailure token_expired, or token_invalid for anything that this server did not issue
   */
  verify(token: string, now: number): Promise<AuthorizedUpload>
}

/** Tokens as JWTs signed with HMAC-SHA-256 (RFC 7519, RFC 7518 3.2). */
export function createTokens(secret: Uint8Array): Tokens {
  return {
    issue: (claims, now, lifetime) => {
      const seconds = Math.floor(now / 1000)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(ISSUER)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + lifetime)
        .sign(secret)
    },
    verify: async (token, now) => {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          currentDate: new Date(now),
          requiredClaims: ['exp'],
        })
        return v.parse(verifiedSchema, payload)
      } catch (cause) {
        if (cause instanceof errors.JWTExpired) {
          throw new ApiFailure('token_expired', 'the token has run out', { cause })
        }
        if (cause instanceof errors.JOSEError || cause instanceof v.ValiError) {
          throw new ApiFailure('token_invalid', 'the token is not one of this server', { cause })
        }
        throw cause
      }
    },
  }
}
