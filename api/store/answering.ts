/** Sending answers, so that a client gets them even while it is still sending. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { S3Error } from './errors.ts'
import type { Answer } from './operation.ts'
import { xmlErrorDocument } from './xml-write.ts'

/** How much of a refused body is read on, in bytes and ms, before the connection is cut. */
const MAX_DRAIN_BYTES = 64 * 1024 * 1024
const MAX_DRAIN_MS = 10_000

/** Sends an answer. @throws when the client went away, or the body can't be read */
export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers = {}, body = '' } = answer
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (typeof body !== 'string') {
    response.writeHead(status)
    await pipeline(Readable.from(body, { objectMode: false }), response)
    return
  }
  const bytes = Buffer.from(body)
  const isBodiless = status === 204 || status === 304
  if (!isBodiless && !response.hasHeader('content-length')) {
    response.setHeader('content-length', bytes.length)
  }
  response.writeHead(status)
  response.end(bytes)
}

/** An error as S3 words it; of a HEAD, and of 304, only the headers are sent. */
export function errorAnswer(error: S3Error, resource: string, requestId: string): Answer {
  const { code, message, status, fields, headers } = error
  if (status === 304) return { status, headers }
  const body = xmlErrorDocument({
    Code: code,
    Message: message,
    ...fields,
    Resource: resource,
    RequestId: requestId,
  })
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body }
}

/**
 * Reads on what a client still sends after it got its answer: closing at once would reset the
 * connection, and a browser would lose the answer with it. A bounded time and amount of it.
 */
export function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  let left = MAX_DRAIN_BYTES
  const timer = setTimeout(() => request.destroy(), MAX_DRAIN_MS)
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
  request.resume()
}
