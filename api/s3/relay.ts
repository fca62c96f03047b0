/** A part on its way through the server to the store: never held, and no faster than both ends. */
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { ApiFailure } from '../failure.ts'
import { partFailure, toFailure } from './errors.ts'
import type { Slowing } from './slowing.ts'

/** Ms. However slow, a part may take as long as it needs while something moves. */
export interface RelayLimits {
  /** In which no byte comes from the sender, or the store takes none. */
  readonly idle: number
  /** From the last byte of the part to the store's answer: the store makes it durable meanwhile. */
  readonly answer: number
  /** The longest waits before each further try with a store that would not begin, */
  readonly again: readonly number[]
  /** and the time after which no further one is begun. */
  readonly patience: number
}

export const RELAY_LIMITS: RelayLimits = {
  idle: 60_000,
  answer: 300_000,
  again: [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 60_000, 60_000],
  patience: 300_000,
}

/** Where a part goes, signed for just this. */
export interface RelayTarget {
  readonly url: string
  /** All that are signed but Host and Content-Length. */
  readonly headers: Readonly<Record<string, string>>
  /** Bytes. */
  readonly length: number
}

/** The store's answer to a part that it took. */
export interface RelayedPart {
  /** As the store gave it. */
  readonly etag: string
  /** The answer's header of this name, in lower case. */
  header(name: string): string | undefined
}

/** Ms that the store has to ask for the body: some don't, and wait for it. */
const CONTINUE_TIME = 1_000

/** Characters of an error of the store that are looked at. */
const MAX_ERROR_LENGTH = 16_384

/**
 * Sends a body on as it comes. Whatever ends it early ends the store's request too, and the store
 * drops what it had of the part. The body is left as it is then: the connection it comes by is
 * needed for the answer.
 *
 * @param slowing how fast the body may be read
 * @throws ApiFailure the store's; network when either side went away; timeout when one stood still
 */
export function relayPart(
  body: Readable,
  target: RelayTarget,
  limits: RelayLimits,
  slowing: Slowing,
): Promise<RelayedPart> {
  return new Promise((resolve, reject) => {
    const outgoing = begin(target)
    let settled = false
    const settle = (end: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(idle)
      clearTimeout(patience)
      flow.stop()
      outgoing.destroy()
      end()
    }
    const fail = (error: unknown) => settle(() => reject(toFailure(error)))

    let idle = setTimeout(() => fail(flow.stoodStill()), limits.idle)
    const flow = createFlow(body, outgoing, target.length, slowing, {
      moved: () => idle.refresh(),
      whole: () => {
        clearTimeout(idle)
        idle = setTimeout(() => fail(flow.stoodStill()), limits.answer)
      },
      failed: fail,
    })
    const patience = setTimeout(flow.start, target.length > 0 ? CONTINUE_TIME : 0)
    outgoing.once('continue', flow.start)
    outgoing.on('error', fail)
    outgoing.on('response', (answer) => {
      clearTimeout(patience)
      idle.refresh()
      readAnswer(answer, flow.isWhole()).then((part) => settle(() => resolve(part)), fail)
    })
  })
}

/** What is told of a body on its way. */
interface FlowListener {
  moved(): void
  /** The whole body was handed to the store. */
  whole(): void
  failed(error: ApiFailure): void
}

/** A body on its way into a request: read only as fast as the request takes it, and as it may be. */
function createFlow(
  body: Readable,
  outgoing: ClientRequest,
  length: number,
  slowing: Slowing,
  listener: FlowListener,
) {
  let received = 0
  let resting: ReturnType<typeof setTimeout> | null = null
  let state: 'waiting' | 'running' | 'stopped' = 'waiting'

  const gone = () =>
    listener.failed(new ApiFailure('network', 'the sender went away', { status: 408 }))
  const wrongLength = () =>
    listener.failed(new ApiFailure('bad_request', 'the body has another length than was said'))

  function onData(chunk: Uint8Array): void {
    listener.moved()
    received += chunk.length
    if (received > length) return wrongLength()
    if (!outgoing.write(chunk)) body.pause()
    const rest = slowing.after(chunk.length)
    if (rest === 0) return
    body.pause()
    resting = setTimeout(() => {
      resting = null
      if (!outgoing.writableNeedDrain) body.resume()
    }, rest)
  }
  function onEnd(): void {
    if (received < length) return wrongLength()
    listener.whole()
    outgoing.end()
  }
  const onClose = (): void => {
    if (!body.readableEnded) gone()
  }
  body.on('error', gone)
  body.on('close', onClose)
  outgoing.on('drain', () => {
    if (state !== 'running') return
    listener.moved()
    if (resting === null) body.resume()
  })

  return {
    start: () => {
      if (state !== 'waiting') return
      if (body.destroyed) return gone()
      state = 'running'
      listener.moved()
      body.on('end', onEnd)
      body.on('data', onData)
    },
    /** The body can be read on from where it is. */
    stop: () => {
      state = 'stopped'
      if (resting !== null) clearTimeout(resting)
      body.off('data', onData)
      body.off('end', onEnd)
      body.off('close', onClose)
      body.pause()
    },
    isWhole: () => received === length,
    /** Who it is that nothing comes from. */
    stoodStill: () =>
      received === length || outgoing.writableNeedDrain || state === 'waiting'
        ? new ApiFailure('timeout', 'the store did not go on in time')
        : new ApiFailure('timeout', 'no more bytes came in time', { status: 408 }),
  }
}

/**
 * On a connection of its own: one that is kept may be closed by the store at this very moment,
 * and what was read of the body can't be sent again. A refusal should come before the body does
 * (RFC 9110, 10.1.1), and not be lost by the store's closing in the middle of it.
 */
function begin({ url, headers, length }: RelayTarget) {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return request(url, {
    method: 'PUT',
    agent: false,
    headers: {
      ...headers,
      'content-length': length,
      connection: 'keep-alive',
      ...(length > 0 && { expect: '100-continue' }),
    },
  })
}

async function readAnswer(answer: IncomingMessage, whole: boolean): Promise<RelayedPart> {
  const { statusCode: status = 0, headers } = answer
  if (status !== 200) {
    answer.setEncoding('utf8')
    let body = ''
    for await (const piece of answer) {
      body += String(piece)
      if (body.length > MAX_ERROR_LENGTH) break
    }
    throw partFailure(status, headers['retry-after'], body)
  }
  const etag = headers.etag
  if (!whole || !etag) {
    throw new ApiFailure('bad_answer', 'the store says that it took the part, but not how')
  }
  answer.resume()
  return {
    etag,
    header: (name) => {
      const value = headers[name]
      return typeof value === 'string' ? value : undefined
    },
  }
}
