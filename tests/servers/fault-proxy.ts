import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Transform, type Readable } from 'node:stream'
import { MIB } from '../../shared/limits.ts'

/** Bytes of a part that are read while it waits. */
const LARGEST_HELD = 32 * MIB

/** One part on its way to the store. */
export interface Part {
  /** The object's, decoded, with the bucket before it. */
  readonly key: string
  readonly number: number
  /** How many times this part was sent, this one included. */
  readonly attempt: number
  /** How many parts were sent through the proxy, this one included. */
  readonly order: number
  /** `waiting` until it is passed on; `broken` when either side ended it before an answer. */
  state: 'waiting' | 'passing' | 'answered' | 'broken'
  /** Of the answer that the browser was given. */
  status: number | null
}

/** What is done to a part. `lose-answer`: the store gets it, the browser never hears of it. */
export type Treatment =
  | 'pass'
  | 'flip'
  | 'cut'
  | 'lose-answer'
  /** 503 SlowDown; in seconds. */
  | { readonly retryAfter: number }

export interface FaultProxy {
  readonly endpoint: string
  /** Decides on each part, when it may go on; `pass` at the start. */
  treat: (part: Part) => Treatment | Promise<Treatment>
  /** Where requests go: an origin. */
  target: string
  /** Every part that was sent, in the order of their arrival. */
  readonly parts: readonly Part[]
  /** Bytes of parts that went on to the store. */
  readonly bytesPassed: number
  close(): Promise<void>
}

/**
 * Starts a proxy in front of a store, on a free port. It keeps the Host header, so that requests
 * that were signed for the proxy's address stay valid.
 *
 * @param target the store's origin
 */
export async function startFaultProxy(target = ''): Promise<FaultProxy> {
  const parts: Part[] = []
  const agent = new Agent({ keepAlive: true })
  let bytesPassed = 0

  const server = createServer({ requestTimeout: 0 }, (incoming, outgoing) => {
    const part = partOf(incoming, parts)
    if (!part) return forward(incoming, outgoing, { body: incoming, onStatus: () => undefined })
    parts.push(part)
    outgoing.on('close', () => {
      if (part.state !== 'answered') part.state = 'broken'
    })
    void handlePart(part, incoming, outgoing)
  })

  /** The body is read while the part waits: else nobody would notice that the browser gave up. */
  async function handlePart(part: Part, incoming: IncomingMessage, outgoing: ServerResponse) {
    const body = incoming.pipe(new PassThrough({ highWaterMark: LARGEST_HELD }))
    const treatment = await proxy.treat(part)
    if (outgoing.destroyed) return
    if (typeof treatment === 'object') return refuse(part, body, outgoing, treatment)
    part.state = 'passing'
    const half = Number(incoming.headers['content-length']) / 2
    let passed = 0
    const change = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const first = passed === 0
        passed += chunk.length
        bytesPassed += chunk.length
        if (treatment === 'cut' && passed >= half) incoming.destroy()
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

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${port}`,
    treat: () => 'pass',
    target,
    parts,
    get bytesPassed() {
      return bytesPassed
    },
    close: () =>
      new Promise<void>((resolve, reject) => {
        agent.destroy()
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
  return proxy
}

function partOf({ method, url }: IncomingMessage, before: readonly Part[]): Part | null {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://proxy')
  const number = searchParams.get('partNumber')
  if (method !== 'PUT' || number === null) return null
  const key = decodeURIComponent(pathname.slice(1))
  const same = before.filter((one) => one.key === key && one.number === Number(number))
  return {
    key,
    number: Number(number),
    attempt: same.length + 1,
    order: before.length + 1,
    state: 'waiting',
    status: null,
  }
}

function flipped(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  const middle = copy.length >> 1
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle)
  return copy
}

/** As S3 answers it, with the headers that let the page's worker read it. */
function refuse(
  part: Part,
  body: Readable,
  outgoing: ServerResponse,
  { retryAfter }: { readonly retryAfter: number },
): void {
  body.resume()
  part.state = 'answered'
  part.status = 503
  outgoing.writeHead(503, {
    'content-type': 'application/xml',
    'retry-after': String(retryAfter),
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'Retry-After',
  })
  outgoing.end('<Error><Code>SlowDown</Code><Message>Please reduce your rate.</Message></Error>')
}
