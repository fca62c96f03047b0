/** An S3-compatible store over a folder, on a port of its own. */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { drain, errorAnswer, sendAnswer } from './answering.ts'
import { authenticate } from './authentication.ts'
import { openBody } from './body.ts'
import { claimFolder } from './folder-claim.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { operatorRules } from './cors-rules.ts'
import { toS3Error } from './errors.ts'
import { followRules } from './lifecycle-rules.ts'
import { createLogger, describeCause, type StoreLog, type StoreLogger } from './log.ts'
import type { Answer } from './operation.ts'
import { readRequest } from './request.ts'
import { route } from './routing.ts'
import { openState, type State } from './state.ts'

export interface StoreOptions {
  /** Everything is kept in here. One store at a time may use it. */
  readonly folder: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** Exact origins, or `*`, whose pages may use the store; the bucket's own rules come after. */
  readonly corsOrigins: readonly string[]
  /** ms since 1970. */
  readonly now?: () => number
  readonly log?: StoreLog
}

export interface Store {
  readonly port: number
  /** `http://host:port` */
  readonly endpoint: string
  /** Ends the store: running requests get a few seconds. */
  close(): Promise<void>
}

const HEADERS_TIMEOUT_MS = 30_000
const IDLE_TIMEOUT_MS = 60_000
const CLOSE_GRACE_MS = 5_000
/** Lifecycle rules count in days. */
const LIFECYCLE_INTERVAL_MS = 60 * 60 * 1000

/**
 * Starts a store.
 *
 * @throws Error when the folder can't be used or the port is taken
 */
export async function createStore(options: StoreOptions): Promise<Store> {
  const now = options.now ?? Date.now
  const claim = await claimFolder(options.folder)
  try {
    return await startServer(options, now, () => claim.release())
  } catch (error) {
    await claim.release()
    throw error
  }
}

async function startServer(
  options: StoreOptions,
  now: () => number,
  release: () => Promise<void>,
): Promise<Store> {
  const state = await openState(options.folder, now)
  const handler = createHandler(options, state, now)
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 })
  server.on('request', (request, response) => void handler(request, response, false))
  server.on('checkContinue', (request, response) => void handler(request, response, true))
  server.on('clientError', refuse)
  server.timeout = IDLE_TIMEOUT_MS
  server.keepAliveTimeout = IDLE_TIMEOUT_MS
  await listen(server, options.host, options.port)
  const lifecycle = followLifecycle(state, now, createLogger(options.log))
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    port,
    endpoint: `http://${host}:${port}`,
    close: async () => {
      await lifecycle.end()
      await close(server)
      await release()
    },
  }
}

/** Does what the lifecycle rules say, now and every hour. */
function followLifecycle(state: State, now: () => number, log: StoreLogger) {
  let running = Promise.resolve()
  const follow = (): void => {
    running = followRules(state, now()).catch((error: unknown) => {
      log.error({ cause: describeCause(error) }, 'the lifecycle rules could not be followed')
    })
  }
  follow()
  const timer = setInterval(follow, LIFECYCLE_INTERVAL_MS).unref()
  return {
    end: async (): Promise<void> => {
      clearInterval(timer)
      await running
    },
  }
}

/** Answers what is no HTTP. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  socket.end(`HTTP/1.1 ${status}\r\nx-amz-request-id: ${requestId()}\r\nConnection: close\r\n\r\n`)
}

function requestId(): string {
  return randomBytes(8).toString('hex').toUpperCase()
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
    server.close((error) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve()
    })
    server.closeIdleConnections()
  })
}

type Handler = (
  message: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
) => Promise<void>

function createHandler(options: StoreOptions, state: State, now: () => number): Handler {
  const log = createLogger(options.log)
  const operator = operatorRules(options.corsOrigins)
  return async (message, response, expectsContinue) => {
    const id = requestId()
    const rules = [...operator, ...state.settings.cors]
    const method = message.method ?? 'GET'
    const cors = corsHeaders(rules, method, message.headers)
    let answer: Answer
    try {
      response.setHeader('x-amz-request-id', id)
      response.setHeader('date', new Date(now()).toUTCString())
      // Refused before it was told to continue, the client may never send the body it announced.
      if (expectsContinue) response.setHeader('connection', 'close')
      if (method === 'PUT' || method === 'POST') allowTime(message, response)
      for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
      answer =
        method === 'OPTIONS'
          ? { status: 200, headers: preflightHeaders(rules, message.headers) }
          : await perform(message, id, { options, state, now, response, expectsContinue })
    } catch (thrown) {
      const error = toS3Error(thrown)
      const { code, status, cause } = error
      const entry = { requestId: id, method, status, code, cause: describeCause(cause) }
      if (status >= 500) log.error(entry, 'request failed')
      else log.info(entry, 'request refused')
      answer = errorAnswer(error, message.url?.split('?')[0] ?? '/', id)
    }
    await deliver(message, response, answer, { log, id })
  }
}

/** While what was received is made durable nothing moves on the socket, which must not count. */
function allowTime(message: IncomingMessage, response: ServerResponse): void {
  const allow = (): void => {
    if (!response.writableEnded && !message.socket.destroyed) message.socket.setTimeout(0)
  }
  // One without a body, such as a copy, is never read to its end.
  if (Number(message.headers['content-length'] ?? 0) === 0 && !message.headers['transfer-encoding'])
    allow()
  else message.once('end', allow)
}

interface Surroundings {
  readonly options: StoreOptions
  readonly state: State
  readonly now: () => number
  readonly response: ServerResponse
  readonly expectsContinue: boolean
}

async function perform(
  message: IncomingMessage,
  id: string,
  { options, state, now, response, expectsContinue }: Surroundings,
): Promise<Answer> {
  const request = readRequest(message, id, options.bucket)
  const verified = authenticate(request, options, now())
  const operation = route(request, verified.headers, options.bucket)
  return operation({
    request,
    headers: verified.headers,
    state,
    bucket: options.bucket,
    region: options.region,
    now,
    openBody: () =>
      openBody(request, verified, () => {
        if (expectsContinue) response.writeContinue()
        response.removeHeader('connection')
      }),
  })
}

async function deliver(
  message: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { log, id }: { log: StoreLogger; id: string },
): Promise<void> {
  try {
    try {
      await sendAnswer(response, answer)
      drain(message)
    } finally {
      await answer.release?.()
    }
  } catch (error) {
    response.destroy()
    log.warn({ requestId: id, cause: describeCause(error) }, 'the answer was not sent whole')
  }
}
