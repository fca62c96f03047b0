/** A small server before a store, which makes it misbehave in one way; all else it passes on. */
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { readClaim } from '../store/claim.ts'
import { readRequest, type StoreRequest } from '../store/request.ts'
import { deriveSigningKey, scopeText, signRequest } from '../store/signature.ts'
import { CREDENTIALS } from './harness.ts'

export interface Misbehaviour {
  /** What it answers in the store's place, by a status and a code of S3's; `cut` ends the connection. */
  readonly answers?: (
    asked: IncomingMessage,
  ) => readonly [status: number, code: string] | 'cut' | undefined
  /** Headers of requests that it does not know, as an older store, by their lower-case names. */
  readonly ignores?: RegExp
  /** Headers of answers that are others; undefined takes one away. */
  readonly changes?: (asked: IncomingMessage) => OutgoingHttpHeaders
  /** The name of the store that it passes on, as a proxy that was set wrongly does. */
  readonly host?: string
}

export interface Front {
  readonly endpoint: string
  close(): Promise<void>
}

/**
 * Starts it on a free port of IPv4 and IPv6.
 *
 * @param target the store's origin, which takes the credentials of the tests
 */
export async function startFront(target: string, misbehaviour: Misbehaviour): Promise<Front> {
  const { answers, ignores, changes, host } = misbehaviour
  const server = createServer((asked, answer) => {
    const own = answers?.(asked)
    if (own === 'cut') return void answer.destroy()
    if (own) {
      const [status, code] = own
      asked.resume()
      answer.writeHead(status, { 'content-type': 'application/xml' })
      return void answer.end(`<Error><Code>${code}</Code></Error>`)
    }
    const headers = ignores ? withoutSome(asked, ignores) : { ...asked.headers }
    if (host !== undefined) headers['host'] = host
    const url = new URL(asked.url ?? '/', target)
    const onward = request(url, { method: asked.method, path: asked.url, headers })
    onward.on('error', () => answer.destroy())
    onward.on('response', (given) => {
      const changed = Object.entries({ ...given.headers, ...changes?.(asked) })
      if (changed.some(([name, value]) => name === 'date' && value === undefined)) {
        answer.sendDate = false
      }
      const kept = changed.filter(([, value]) => value !== undefined)
      answer.writeHead(given.statusCode ?? 502, Object.fromEntries(kept))
      given.pipe(answer)
    })
    asked.pipe(onward)
  })
  server.listen(0, '::')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** A request without what a store does not know, signed anew: else the store would miss it. */
function withoutSome(asked: IncomingMessage, unknown: RegExp): OutgoingHttpHeaders {
  const kept = Object.entries(asked.headers).filter(([name]) => !unknown.test(name))
  const headers = Object.fromEntries(kept)
  if (headers['authorization'] === undefined) return headers
  const given = readRequest(asked, '', '')
  const known = new Map([...given.headers].filter(([name]) => !unknown.test(name)))
  return { ...headers, authorization: authorizationOf({ ...given, headers: known }) }
}

function authorizationOf(given: StoreRequest): string {
  const { day, region, time, payload, ...claim } = readClaim(given)
  const scope = { day, region }
  const signed = claim.signedHeaders.filter((name) => given.headers.has(name))
  const key = deriveSigningKey(CREDENTIALS.secretAccessKey, scope)
  const signature = signRequest(given, signed, payload, time, scope, key)
  const credential = `${claim.accessKeyId}/${scopeText(scope)}`
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(';')}, Signature=${signature}`
}
