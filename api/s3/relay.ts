/** A part on its way through the server to the store: never held, and no faster than both ends. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { ApiFailure } from '../failure.ts'
import { partFailure, toFailure } from './errors.ts'

/** Ms. However slow, a part may take as long as it needs while something moves. */
export interface RelayLimits {
  /** In which no byte comes from the sender, or the store takes none. */
  readonly idle: number
  /** From the last byte of the part to the store's answer: the store makes it durable meanwhile. */
  readonly answer: number
}

export const RELAY_LIMITS: RelayLimits = { idle: 60_000, answer: 300_000 }

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

/** Characters of an error of the store that are looked at. */
const MAX_ERROR_LENGTH = 16_384

/**
 * Sends a body on as it comes. Whatever ends it early ends the store's request too, and the store
 * drops what it had of the part. The body is left as it is then: the connection it comes by is
 * needed for the answer.
 *
 * @throws ApiFailure the store's; network when either side went away; timeout when one stood still
 */
export function relayPart(
  body: Readable,
  target: RelayTarget,
  limits: RelayLimits,
): Promise<RelayedPart> {
  return new Promise((resolve, reject) => {
    const outgoing = begin(target)
    let received = 0
    let settled = false
    let timer = setTimeout(onIdle, limits.idle)

    function settle(end: () => void): void {
      if (settled) return
      settled = true
      clearTimeout(timer)
      body.off('data', onData)
      body.off('end', onEnd)
      body.pause()
      outgoing.destroy()
      end()
    }
    const fail = (error: unknown) => settle(() => reject(toFailure(error)))
    const senderGone = () =>
      fail(new ApiFailure('network', 'the sender went away', { status: 408 }))

    function onIdle(): void {
      const store = received === target.length || outgoing.writableNeedDrain
      fail(
        store
          ? new ApiFailure('timeout', 'the store did not go on in time')
          : new ApiFailure('timeout', 'no more bytes came in time', { status: 408 }),
      )
    }
    function onData(chunk: Buffer): void {
      timer.refresh()
      received += chunk.length
      if (received > target.length) return fail(wrongLength())
      if (!outgoing.write(chunk)) body.pause()
    }
    function onEnd(): void {
      if (received < target.length) return fail(wrongLength())
      clearTimeout(timer)
      timer = setTimeout(onIdle, limits.answer)
      outgoing.end()
    }

    outgoing.on('drain', () => {
      if (settled) return
      timer.refresh()
      body.resume()
    })
    outgoing.on('error', fail)
    outgoing.on('response', (answer) => {
      timer.refresh()
      readAnswer(answer, received === target.length).then(
        (part) => settle(() => resolve(part)),
        fail,
      )
    })
    body.on('error', senderGone)
    body.on('close', () => {
      if (!body.readableEnded) senderGone()
    })
    body.on('end', onEnd)
    body.on('data', onData)
    if (body.destroyed) senderGone()
  })
}

/**
 * On a connection of its own: one that is kept may be closed by the store at this very moment,
 * and what was read of the body can't be sent again.
 */
function begin({ url, headers, length }: RelayTarget) {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return request(url, {
    method: 'PUT',
    agent: false,
    headers: { ...headers, 'content-length': length },
  })
}

function wrongLength(): ApiFailure {
  return new ApiFailure('bad_request', 'the body has another length than was said')
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
