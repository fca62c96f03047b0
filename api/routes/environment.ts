import type { IncomingMessage } from 'node:http'
import { sValidator } from '@hono/standard-validator'
import type { MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { AuthorizedUpload, Tokens } from '../token.ts'

/** What a request came by, where it came to a server of Node's. */
export interface Connection {
  readonly incoming?: IncomingMessage
}

/** What routes find in Hono's context. */
export interface ApiEnvironment {
  Bindings: Connection
  Variables: { requestId: string; upload: AuthorizedUpload }
}

const MAX_AUTHORIZATION_LENGTH = 9000

/** Lets a request pass whose bearer token is of the upload in its path, and sets `upload`. */
export function authorize({ tokens, now }: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return bearerOf(tokens, now)
}

/** The same for who may look on only; an upload's own token is none for that. */
export function authorizeWatcher(deps: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return bearerOf(deps.watchTokens, deps.now)
}

function bearerOf(tokens: Tokens, now: () => number): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    const header = c.req.header('authorization') ?? ''
    const token = /^Bearer ([\w.-]+)$/i.exec(header.slice(0, MAX_AUTHORIZATION_LENGTH))?.[1]
    if (token === undefined) {
      throw new ApiFailure('token_invalid', "the upload's token is missing", { status: 401 })
    }
    const upload = await tokens.verify(token, now())
    if (upload.id !== c.req.param('id')) {
      throw new ApiFailure('token_invalid', 'the token is of another upload')
    }
    c.set('upload', upload)
    await next()
  }
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
  'parts',
  'number',
  'checksum',
  'host',
])

function placeName(segment: PropertyKey | { key: PropertyKey }): string {
  const key = typeof segment === 'object' ? segment.key : segment
  if (typeof key === 'number') return String(key)
  return typeof key === 'string' && FIELDS.has(key) ? key : 'an unknown field'
}
