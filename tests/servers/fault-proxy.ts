import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { PassThrough, Transform, type Readable } from 'node:stream'
import { MIB } from '../../shared/limits.ts'
import type { Certificate } from './certificate.ts'
import { answerAsPortal, isPortal, type Portal } from './portal.ts'
import { deny, flipped, isExpiry, partOf, refuse, type Expiry, type Part } from './proxied-part.ts'
import type { RateLimit } from './rate-limit.ts'

/** Bytes of a part that are read while it waits. */
const LARGEST_HELD = 32 * MIB

export type { Expiry, Part } from './proxied-part.ts'

/**
 * What is done to a request. `lose-answer`: it gets there, the browser never hears of it. `deny`: 403,
 * as S3 answers who may not.
 */
export type Handling = 'pass' | 'cut' | 'lose-answer' | 'deny' | Portal

/** What is done to a part. */
export type Treatment =
  | Exclude<Handling, 'deny'>
  | 'flip'
  | Expiry
  /** Half of it is passed on, and then nothing happens any more. */
  | 'stall'
  /** 503 SlowDown; in seconds. */
  | { readonly retryAfter: number }

export interface FaultProxy {
  readonly endpoint: string
  /** Decides on each part, when it may go on; `pass` at the start. */
  treat: (part: Part) => Treatment | Promise<Treatment>
  /** Decides on each request that carries no part; `pass` at the start. */
  handle: (method: string, path: string) => Handling | Promise<Handling>
  /** Where requests go: an origin. */
  target: string
  /** Every part that was sent, in the order of their arrival. */
  readonly parts: readonly Part[]
  /** Method and path of every request that carried no part, and when it came, ms since 1970. */
  readonly others: readonly { readonly what: string; readonly at: number }[]
  /** Bytes of parts that went on to the store. */
  readonly bytesPassed: number
  /** Ends all connections and refuses others, until it listens again at the same port. */
  refuseConnections(): Promise<void>
  acceptConnections(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a proxy in front of a store, on a free port. It keeps the Host header, so that requests
 * that were signed for the proxy's address stay valid.
 *
 * @param target the store's origin
 * @param link the speed at which it takes bytes of parts
 * @param certificate with which it speaks https to the browser
 */
export async function startFaultProxy(
  target = '',
  link?: RateLimit,
  certificate?: Certificate,
): Promise<FaultProxy> {
  const parts: Part[] = []
  const others: { what: string; at: number }[] = []
  const agent = new Agent({ keepAlive: true })
  let bytesPassed = 0

  const take = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const part = partOf(incoming, parts)
    if (!part) return void handleOther(incoming, outgoing)
    parts.push(part)
    outgoing.on('close', () => {
      if (part.state !== 'answered') part.state = 'broken'
    })
    void handlePart(part, incoming, outgoing)
  }
  const server = certificate
    ? createSecureServer({ requestTimeout: 0, cert: certificate.pem, key: certificate.key }, take)
    : createServer({ requestTimeout: 0 }, take)

  async function handleOther(incoming: IncomingMessage, outgoing: ServerResponse) {
    const { method = '', url = '/' } = incoming
    others.push({ what: `${method} ${url}`, at: Date.now() })
    const handling = await proxy.handle(method, url)
    if (handling === 'cut') outgoing.destroy()
    if (outgoing.destroyed) return
    if (isPortal(handling)) return answerAsPortal(handling, incoming, outgoing)
    if (handling === 'deny') return deny(incoming, outgoing)
    const loseAnswer = handling === 'lose-answer'
    forward(incoming, outgoing, { body: incoming, loseAnswer, onStatus: () => undefined })
  }

  /**
   * The body is read while the part waits: else nobody would notice that the browser gave up. One
   * that needn't wait is read no faster than it is passed on.
   */
  async function handlePart(part: Part, incoming: IncomingMessage, outgoing: ServerResponse) {
    const treated = proxy.treat(part)
    const counted = incoming.pipe(count(part))
    const body =
      typeof treated === 'object' && 'then' in treated
        ? counted.pipe(new PassThrough({ highWaterMark: LARGEST_HELD }))
        : counted
    const treatment = await treated
    if (outgoing.destroyed) return
    if (typeof treatment === 'object' || isExpiry(treatment)) {
      return refuse(part, body, outgoing, treatment)
    }
    if (isPortal(treatment)) {
      body.resume()
      part.state = 'answered'
      return answerAsPortal(treatment, incoming, outgoing)
    }
    part.state = 'passing'
    const half = part.size / 2
    let passed = 0
    const change = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const first = passed === 0
        passed += chunk.length
        bytesPassed += chunk.length
        if (treatment === 'cut' && passed >= half) incoming.destroy()
        if (treatment === 'stall' && passed >= half) return
        done(null, treatment === 'flip' && first ? flipped(chunk) : chunk)
      },
    })
    forward(incoming, outgoing, {
      body: body.pipe(change),
      loseAnswer: treatment === 'lose-answer',
      onStatus(status) {
        part.state = 'answered'
        part.status = status
      },
    })
  }

  function count(part: Part): Transform {
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        part.received += chunk.length
        const pass = () => done(null, chunk)
        if (link) void link.take(chunk.length).then(pass)
        else pass()
      },
    })
  }

  interface Forwarding {
    readonly body: Readable
    readonly loseAnswer?: boolean
    readonly onStatus: (status: number) => void
  }

  function forward(incoming: IncomingMessage, outgoing: ServerResponse, how: Forwarding): void {
    const { method, url, rawHeaders: headers } = incoming
    const onward = request(new URL(url ?? '/', proxy.target), { method, headers, agent, path: url })
    let complete = false
    const breakOff = () => {
      if (complete) return
      onward.destroy()
      outgoing.destroy()
    }
    onward.on('error', breakOff)
    onward.on('close', () => {
      // The server has answered, and takes no more.
      if (!incoming.complete) incoming.destroy()
    })
    incoming.on('error', breakOff)
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) breakOff()
    })
    onward.on('response', (answer) => {
      if (how.loseAnswer) {
        answer.resume().on('end', breakOff)
        return
      }
      const status = answer.statusCode ?? 502
      outgoing.writeHead(status, answer.rawHeaders)
      answer.on('error', breakOff)
      // Swift sends a body with HEAD, which Node's parser stumbles over.
      if (method === 'HEAD') {
        complete = true
        outgoing.end()
        onward.destroy()
        return
      }
      answer.on('end', () => {
        complete = true
        how.onStatus(status)
      })
      answer.pipe(outgoing)
    })
    how.body.pipe(onward)
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const closeServer = () =>
    new Promise<void>((resolve, reject) => {
      if (!server.listening) return resolve()
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })

  await listen(0)
  const { port } = server.address() as AddressInfo
  const proxy: FaultProxy = {
    endpoint: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    treat: () => 'pass',
    handle: () => 'pass',
    target,
    parts,
    others,
    get bytesPassed() {
      return bytesPassed
    },
    refuseConnections: closeServer,
    acceptConnections: () => listen(port),
    async close() {
      agent.destroy()
      await closeServer()
    },
  }
  return proxy
}
