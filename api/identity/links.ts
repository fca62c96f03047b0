import { errors, jwtVerify, SignJWT } from 'jose'
import { v7 as newId } from 'uuid'
import * as v from 'valibot'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'
import { ApiFailure } from '../failure.ts'
import { email, prefix } from '../setting-forms.ts'
import { linkSubject, type Identity } from './identity.ts'

const AUDIENCE = 'longhaul upload link'
const ALGORITHM = 'HS256'
/** Seconds: a link that works for longer is one that nobody remembers. */
const MAX_LIFETIME = 366 * 24 * 60 * 60

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const limit = v.optional(v.nullable(v.pipe(wholeNumber, v.minValue(1))), null)

/** What a link allows, as whoever makes it says it. */
export const linkRequestSchema = v.strictObject({
  /** Of the keys of what is uploaded by it, after the operator's. */
  prefix: v.optional(prefix, ''),
  /** Seconds from now. */
  expiresInSeconds: v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_LIFETIME)),
  /** Bytes. */
  maxFileSize: v.optional(
    v.nullable(v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_OBJECT_SIZE))),
    null,
  ),
  maxFiles: limit,
  /** Bytes of all files together. */
  maxBytes: limit,
  /** Shown to whoever opens the link. */
  note: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
  /** Whether its holder may make links and take them back. */
  admin: v.optional(v.boolean(), false),
  /** Who is told by mail what became of its uploads. Whoever has the link can read it there. */
  notify: v.optional(v.nullable(email('must be an e-mail address'))),
})
export type LinkRequest = v.InferOutput<typeof linkRequestSchema>

/** The same with what admins know it by, which is no part of the link. */
export const namedLinkRequestSchema = v.strictObject({
  ...linkRequestSchema.entries,
  label: v.optional(v.pipe(v.string(), v.maxLength(100)), ''),
})
export type NamedLinkRequest = v.InferOutput<typeof namedLinkRequestSchema>

const claimsSchema = v.object({
  jti: v.pipe(v.string(), v.uuid()),
  exp: wholeNumber,
  prefix: v.string(),
  maxFileSize: v.nullable(wholeNumber),
  maxFiles: v.nullable(wholeNumber),
  maxBytes: v.nullable(wholeNumber),
  note: v.string(),
  admin: v.boolean(),
  /** Not in older links. */
  notify: v.optional(v.nullable(v.string()), null),
})

/** A link that was made. */
export interface MadeLink {
  readonly id: string
  readonly token: string
  /** Seconds since 1970. */
  readonly expiresAt: number
}

/** Makes links and reads them. */
export interface Links {
  make(request: LinkRequest, now: number): Promise<MadeLink>
  /**
   * Whose link it is, one that has run out too: see `expiresAt`.
   *
   * @throws ApiFailure link_invalid for anything that was not made with this secret
   */
  read(token: string): Promise<Identity>
}

/** Upload links as JWTs signed with HMAC-SHA-256: whoever has the text has the link. */
export function createLinks(secret: Uint8Array): Links {
  return {
    make: async ({ expiresInSeconds, ...allowed }, now) => {
      const id = newId()
      const seconds = Math.floor(now / 1000)
      const expiresAt = seconds + expiresInSeconds
      const token = await new SignJWT(allowed)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setAudience(AUDIENCE)
        .setJti(id)
        .setIssuedAt(seconds)
        .setExpirationTime(expiresAt)
        .sign(secret)
      return { id, token, expiresAt }
    },
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: [ALGORITHM],
          audience: AUDIENCE,
          // Whether it has run out is for who asks: what was begun by it may be finished.
          currentDate: new Date(0),
        })
        const { jti, exp, maxFileSize, maxFiles, maxBytes, ...rest } = v.parse(
          claimsSchema,
          payload,
        )
        return {
          kind: 'link',
          subject: linkSubject(jti),
          admin: rest.admin,
          prefix: rest.prefix,
          limits: { maxFileSize, maxFiles, maxBytes },
          note: rest.note,
          notify: rest.notify,
          expiresAt: exp,
        }
      } catch (cause) {
        if (cause instanceof errors.JOSEError || cause instanceof v.ValiError) {
          throw new ApiFailure('link_invalid', 'the link is not one of this server', { cause })
        }
        throw cause
      }
    },
  }
}

/** Where a link is opened. What follows the `#` is never sent to a server, so no log has it. */
export function linkAddress(origin: string, token: string): string {
  return `${origin}/#link=${token}`
}

/** Where an admin's link opens the admin page. */
export function adminAddress(origin: string, token: string): string {
  return `${origin}/admin#link=${token}`
}
