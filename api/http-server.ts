/** Node's server for the app, with the bounds on receiving that Node has for all requests alike. */
import { createServer, IncomingMessage, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { KIB, MIB } from '../shared/limits.ts'
import { SHARE_PATH } from '../shared/sharing.ts'
import type { Connection } from './routes/environment.ts'
import { isPartPath } from './routes/send-part.ts'

/** Answers a request. */
export type Answerer = (request: Request, connection: Connection) => Response | Promise<Response>

/**
 * Bytes of all headers of a request together. Node's 16 KiB are too few where a proxy signs people
 * in: its cookies and tokens come along with the upload's token and a JWT.
 */
export const MAX_HEADER_BYTES = 64 * KIB

/** Ms in which a body has to be there, but for a part's: Node's own limit, which is off. */
const BODY_TIME = 300_000

/**
 * In which the headers have to be there. Node's own limit is off where the one of bodies is, and whoever
 * opened connections and said nothing, or little now and then, could have all that there may be.
 */
const HEADER_LIMIT: HeaderLimit = { time: 60_000, look: 10_000 }

/** Ms, and how often it is looked at the clock. */
export interface HeaderLimit {
  readonly time: number
  readonly look: number
}

/**
 * Ms that a connection on which nothing happens is kept: longer than a proxy before it keeps its own
 * (nginx and AWS's load balancers 60 s), as a part that is begun on one that ends just then is lost.
 */
const IDLE_TIME = 75_000

/**
 * Of parts that the store has already, or whose upload is gone, and of what is shared with a browser that
 * has lost the worker: nobody needs the rest of them.
 */
const NOT_NEEDED: ReadonlySet<number> = new Set([404, 409, 413])
/**
 * Ms that the answer has to arrive before the connection is cut: Chromium sends a body to its end,
 * or until that fails, before it looks for an answer.
 */
const STOP_TIME = 500

/** How much of a refused part is read on, in bytes and ms, before its connection is cut. */
const DRAIN_BYTES = 64 * MIB
const DRAIN_TIME = 10_000
const DRAIN_CHECK = 100

/**
 * A server that gives a part all the time it takes: whoever reads it bounds the time in which
 * nothing comes.
 */
export function createHttpServer(answer: Answerer, headers = HEADER_LIMIT): Server {
  const listenWith = (autoCleanupIncoming: boolean) =>
    getRequestListener(
      async (request, { incoming }) => {
        if (!(incoming instanceof IncomingMessage)) return answer(request, {})
        const response = await answer(request, { incoming })
        const isUnread = !autoCleanupIncoming && !incoming.complete
        return isUnread && NOT_NEEDED.has(response.status) ? leaveUnread(response) : response
      },
      { autoCleanupIncoming },
    )
  const ordinary = listenWith(true)
  const streaming = listenWith(false)
  const server = createServer(
    {
      requestTimeout: 0,
      headersTimeout: headers.time,
      connectionsCheckingInterval: headers.look,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    (incoming, outgoing) => {
      const path = incoming.url?.split('?', 1)[0] ?? ''
      if (isPartPath(path) || path === SHARE_PATH) {
        // What is refused for good has ended its connection by then.
        outgoing.once('prefinish', () => outgoing.once('close', () => drain(incoming)))
        void streaming(incoming, outgoing)
        return
      }
      boundTime(incoming)
      outgoing.once('close', () => drain(incoming))
      void ordinary(incoming, outgoing)
    },
  )
  server.keepAliveTimeout = IDLE_TIME
  // Node would leave out what comes after the first thousand, without a word. Their bytes are bounded.
  server.maxHeadersCount = 0
  return server
}

function boundTime(incoming: IncomingMessage): void {
  const { headers } = incoming
  if (!('content-length' in headers) && !('transfer-encoding' in headers)) return
  const timer = setTimeout(() => {
    if (!incoming.complete) incoming.destroy()
  }, BODY_TIME)
  incoming.once('close', () => clearTimeout(timer))
}

/**
 * The answer to a part that nobody needs. It is whole at once, but ends late: Node reads no further
 * until then, so that what the network holds by now is all that is sent in vain, and closes the
 * connection afterwards, on which the sender is told to begin nothing else.
 */
async function leaveUnread(response: Response): Promise<Response> {
  const content = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.set('connection', 'close')
  headers.set('content-length', String(content.length))
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(content)
      await sleep(STOP_TIME)
      controller.close()
    },
  })
  return new Response(body, { status: response.status, headers })
}

/**
 * Reads on what is still sent after the answer: closing at once would reset the connection, and a
 * browser would lose the answer with it.
 */
function drain(incoming: IncomingMessage): void {
  const { complete, socket } = incoming
  if (complete) return
  const begin = { bytes: socket.bytesRead, time: performance.now() }
  const timer = setInterval(() => {
    if (incoming.complete || socket.destroyed) return clearInterval(timer)
    const late = performance.now() - begin.time > DRAIN_TIME
    if (late || socket.bytesRead - begin.bytes > DRAIN_BYTES) socket.destroy()
  }, DRAIN_CHECK)
  incoming.resume()
}
