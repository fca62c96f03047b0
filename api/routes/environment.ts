import type { IncomingMessage } from 'node:http'
import { sValidator } from '@hono/standard-validator'
import type { MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { HASHES } from '../../shared/hashes.ts'
import type { Dependencies } from '../dependencies.ts'
import type { RequestFacts } from '../events.ts'
import { ApiFailure } from '../failure.ts'
import { entranceOf, type Identity } from '../identity/identity.ts'
import type { AuthorizedUpload, Tokens } from '../token.ts'

/** What a request came by, where it came to a server of Node's. */
export interface Connection {
  readonly incoming?: IncomingMessage
}

/** What routes find in Hono's context. */
export interface ApiEnvironment {
  Bindings: Connection
  Variables: {
    requestId: string
    upload: AuthorizedUpload
    identity: Identity
    /** What the request is about, for the audit. */
    facts: RequestFacts
  }
}

const MAX_AUTHORIZATION_LENGTH = 9000
const TOKEN = /^(?:Bearer )?([\w.-]+)$/i

/** The header that carries an upload's token, or a watch token. */
const TOKEN_HEADER = 'longhaul-token'

/**
 * Lets a request pass whose token is of the upload in its path, and which comes from who created
 * it; sets `upload`.
 */
export function authorize(deps: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return withUpload(deps.tokens, deps.now, async (upload, header) => {
    const identity = await deps.gate.identify(header, true)
    checkOwner(deps, upload, identity)
    if (upload.sub !== '') deps.rates.person.take(upload.sub)
  })
}

function checkOwner(deps: Dependencies, upload: AuthorizedUpload, { subject }: Identity): void {
  checkMode(deps, upload)
  if (subject !== upload.sub) throw ofAnother()
}

/** Lets a request pass that comes from somebody, also by a link that has run out; sets `identity`. */
export function identifyToGoOn({ gate, rates }: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const identity = await gate.identify((name) => c.req.header(name), true)
    if (identity.subject !== '') rates.person.take(identity.subject)
    c.set('identity', identity)
    await next()
  }
}

/**
 * The upload that a token in a batch is of.
 *
 * @throws ApiFailure token_invalid, token_expired
 */
export async function readUpload(
  deps: Dependencies,
  token: string,
  identity: Identity,
): Promise<AuthorizedUpload> {
  const upload = await deps.tokens.verify(token, deps.now())
  checkOwner(deps, upload, identity)
  return upload
}

/**
 * The same for parts: a Background Fetch goes on for days, and what it sends along was said when it
 * began. So the upload's token is enough, until its creator's link is taken back; who says who they
 * are all the same must be who created it.
 */
export function authorizeSender(deps: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return withUpload(deps.tokens, deps.now, async (upload, header) => {
    checkMode(deps, upload)
    if (upload.sub === '') return
    if (!deps.gate.names(header)) await deps.gate.checkSubject(upload.sub)
    else if ((await deps.gate.identify(header, true)).subject !== upload.sub) throw ofAnother()
    deps.rates.person.take(upload.sub)
  })
}

/** Lets whoever looks on pass; an upload's own token is none for that. */
export function authorizeWatcher(deps: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return withUpload(deps.watchTokens, deps.now, async (upload) => {
    checkMode(deps, upload)
    if (upload.sub !== '') await deps.gate.checkSubject(upload.sub)
  })
}

/** Lets a request pass that comes from somebody who may begin uploads, and sets `identity`. */
export function identify({ gate, rates }: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const identity = await gate.identify((name) => c.req.header(name), false)
    if (identity.subject !== '') rates.person.take(identity.subject)
    c.set('identity', identity)
    await next()
  }
}

/** Lets only those pass who may see and end what is everybody's; sets `identity`. */
export function identifyAdmin(deps: Dependencies) {
  return [identify(deps), adminOnly] as const
}

const adminOnly: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  if (!c.var.identity.admin) throw new ApiFailure('forbidden', 'only admins may do that')
  await next()
}

function withUpload(
  tokens: Tokens,
  now: () => number,
  check: (upload: AuthorizedUpload, header: (name: string) => string | undefined) => Promise<void>,
): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const own = c.req.header(TOKEN_HEADER)
    const text = own ?? c.req.header('authorization') ?? ''
    const token = TOKEN.exec(text.slice(0, MAX_AUTHORIZATION_LENGTH))?.[1]
    if (token === undefined) {
      throw new ApiFailure('token_invalid', "the upload's token is missing", { status: 401 })
    }
    const upload = await tokens.verify(token, now())
    if (upload.id !== c.req.param('id')) {
      throw new ApiFailure('token_invalid', 'the token is of another upload')
    }
    // Authorization says who asks only where it isn't the upload's token.
    const header = (name: string) =>
      name === 'authorization' && own === undefined ? undefined : c.req.header(name)
    await check(upload, header)
    c.set('upload', upload)
    await next()
  }
}

/** An upload from when one got in by what lets nobody in any more: it is begun anew. */
function checkMode({ gate }: Dependencies, upload: AuthorizedUpload): void {
  const entrance = entranceOf(upload.sub)
  if (entrance === undefined ? gate.kinds.length === 0 : gate.kinds.includes(entrance)) return
  throw new ApiFailure('token_expired', 'who may upload was changed since')
}

function ofAnother(): ApiFailure {
  return new ApiFailure('token_invalid', 'the upload is of somebody else')
}

/** Lets a request pass whose JSON body is of the schema; the answer to others repeats no input. */
export function jsonBody<S extends v.GenericSchema>(schema: S) {
  // The first fault is enough: to gather all of a large body's costs 80 MB.
  return sValidator('json', v.config(schema, { abortEarly: true }), (result) => {
    if (result.success) return
    const place = result.error[0]?.path?.map(placeName).join('.')
    throw new ApiFailure('bad_request', `missing or wrong: ${place || 'the whole body'}`)
  })
}

/** Names of fields that the API knows: others come from the input. */
const FIELDS = new Set<unknown>([
  'id',
  'name',
  'path',
  'size',
  'type',
  'lastModified',
  'details',
  'parts',
  'number',
  'checksum',
  'prefix',
  'expiresInSeconds',
  'maxFileSize',
  'maxFiles',
  'maxBytes',
  'note',
  'notify',
  'admin',
  'host',
  'uploads',
  'token',
  'partSize',
  'label',
  'key',
  'uploadId',
  'after',
  'text',
  'person',
  'from',
  'to',
  'computedBy',
  ...HASHES,
])

function placeName(segment: PropertyKey | { key: PropertyKey }): string {
  const key = typeof segment === 'object' ? segment.key : segment
  if (typeof key === 'number') return String(key)
  return typeof key === 'string' && FIELDS.has(key) ? key : 'an unknown field'
}
