import { Readable } from 'node:stream'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { LIMIT_HEADER, limitAtTime, readLimits } from '../../shared/hand-over-limit.ts'
import {
  ARRIVES_WITHIN,
  ARRIVES_WITHIN_HEADER,
  HAND_OVER_HEADER,
  SENT_AT_ONCE,
} from '../../shared/hand-over.ts'
import { partChecksumSchema, partNumberSchema, type SendPartAnswer } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { AT_FULL_SPEED, createSlowing, type Slowing } from '../s3/slowing.ts'
import type { AuthorizedUpload } from '../token.ts'
import { sendPart, type AnnouncedPart } from '../uploads/send-part.ts'
import { authorizeSender, type ApiEnvironment } from './environment.ts'

const PART_PATH = /^\/api\/uploads\/[^/]*\/parts\/[^/]*$/

/** Whether a path is that of a part's bytes: what bounds other bodies must not bound these. */
export function isPartPath(path: string): boolean {
  return PART_PATH.test(path)
}

const wholeNumber = v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number))
const numberSchema = v.pipe(wholeNumber, partNumberSchema)
const handOverSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))
const arrivesWithinSchema = v.pipe(wholeNumber, v.maxValue(ARRIVES_WITHIN))

/**
 * `PUT /uploads/:id/parts/:number`: a part through the server, for a Background Fetch, which can't
 * send to another origin (PLATFORM.md, "Background Fetch"). Nothing where it is switched off.
 */
export function sendPartRoute(deps: Dependencies) {
  const routes = new Hono<ApiEnvironment>()
  if (!deps.settings.partRoute) return routes
  return routes.put(
    '/uploads/:id/parts/:number',
    authorizeSender(deps),
    logParts(deps),
    sameOriginOnly,
    async (c) => {
      const announced = readAnnounced(c, c.var.upload)
      c.set('facts', { part: announced.number, bytes: announced.length })
      const isGone = () => c.env.incoming?.destroyed ?? c.req.raw.signal.aborted
      const open = () => bodyOf(c)
      const { etag, checksum } = await sendPart(deps, c.var.upload, announced, open, isGone)
      const answer: SendPartAnswer = {
        etag: etag.replaceAll('"', ''),
        ...(checksum === undefined ? {} : { checksum }),
      }
      c.header('ETag', etag)
      return c.json(answer)
    },
  )
}

/** The server's own failures are logged with all others, by the app. */
function logParts({ log }: Dependencies): MiddlewareHandler<ApiEnvironment> {
  return async (c, next) => {
    await next()
    const { error } = c
    const facts = { request: c.var.requestId, upload: c.var.upload.id, part: c.req.param('number') }
    if (error === undefined) log.debug(facts, 'a part was sent on')
    else if (error instanceof ApiFailure && error.status < 500) {
      log.warn({ ...facts, code: error.code, reason: error.message }, 'a part was refused')
    }
  }
}

/** Browsers that tell where a request comes from: another site has no business here. */
const sameOriginOnly: MiddlewareHandler<ApiEnvironment> = async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    throw new ApiFailure('bad_request', 'parts are taken from the page itself', { status: 403 })
  }
  await next()
}

/** @throws ApiFailure bad_request, with 411 where no length is announced */
function readAnnounced(c: Context<ApiEnvironment>, upload: AuthorizedUpload): AnnouncedPart {
  const number = v.safeParse(numberSchema, c.req.param('number'))
  if (!number.success) throw new ApiFailure('bad_request', "that is no part's number")
  const length = v.safeParse(wholeNumber, c.req.header('content-length'))
  if (!length.success || c.req.header('transfer-encoding') !== undefined) {
    throw new ApiFailure('bad_request', 'a part needs a Content-Length', { status: 411 })
  }
  return {
    number: number.output,
    length: length.output,
    checksum: readChecksum(c, upload),
    arrivesWithin: readArrivesWithin(c),
    handOver: readHandOver(c),
    slowing: readSlowing(c),
  }
}

/** ms. */
function readArrivesWithin(c: Context<ApiEnvironment>): number {
  const said = c.req.header(ARRIVES_WITHIN_HEADER)
  if (said === undefined) return 0
  const seconds = v.safeParse(arrivesWithinSchema, said)
  if (!seconds.success) {
    const most = `${ARRIVES_WITHIN_HEADER} is a number of seconds, at most ${ARRIVES_WITHIN}`
    throw new ApiFailure('bad_request', most)
  }
  return seconds.output * 1000
}

function readHandOver(c: Context<ApiEnvironment>): string | undefined {
  const said = c.req.header(HAND_OVER_HEADER)
  if (said === undefined) return undefined
  const id = v.safeParse(handOverSchema, said)
  if (!id.success) throw new ApiFailure('bad_request', `${HAND_OVER_HEADER} is no id of one`)
  return id.output
}

/** Of a person's limit each of the requests that their browser sends at the same time has its share. */
function readSlowing(c: Context<ApiEnvironment>): Slowing {
  const said = c.req.header(LIMIT_HEADER)
  if (said === undefined) return AT_FULL_SPEED
  const limits = readLimits(said)
  if (!limits) throw new ApiFailure('bad_request', `${LIMIT_HEADER} is none that is understood`)
  return createSlowing(() => {
    const limit = limitAtTime(limits, Date.now())
    return limit === null ? null : limit / SENT_AT_ONCE
  })
}

function readChecksum(
  c: Context<ApiEnvironment>,
  { checksum: algorithm }: AuthorizedUpload,
): string | undefined {
  let found: string | undefined
  for (const [kind, header] of Object.entries(CHECKSUM_HEADERS)) {
    const value = c.req.header(header)
    if (value === undefined) continue
    const checksum = v.safeParse(partChecksumSchema, value)
    if (kind !== algorithm || !checksum.success) {
      throw new ApiFailure('bad_request', `the checksum is not one of this upload's (${algorithm})`)
    }
    found = checksum.output
  }
  return found
}

/** Node's own stream where there is one: of a web stream, what is left could not be drained. */
function bodyOf({ env, req }: Context<ApiEnvironment>): Readable {
  return env.incoming ?? Readable.from(bytesOf(req.raw.body), { objectMode: false })
}

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array, void> {
  const reader = body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    yield read.value
  }
}
