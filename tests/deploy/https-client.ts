import { Agent as PlainAgent, request as requestPlain, type IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import type { LookupFunction } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Nginx } from '../servers/nginx.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[]
  readonly body: string
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** Asks by https as a browser would that trusts nginx's certificate. */
export interface HttpsClient {
  ask(method: string, url: string, options?: Ask): Promise<Answer>
  close(): void
}

/** Every name under localhost is this machine, as browsers have it (RFC 6761, 6.3). */
const here: LookupFunction = (_name, options, done) => {
  if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }])
  else done(null, '127.0.0.1', 4)
}

/** It asks by http too, where an address says so. */
export function createHttpsClient({
  certificate,
}: Partial<Pick<Nginx, 'certificate'>>): HttpsClient {
  const options = { keepAlive: true, lookup: here }
  const agent = new Agent({ ...options, ...(certificate && { ca: certificate.pem }) })
  const plain = new PlainAgent(options)
  return {
    ask: (method, url, { headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
        const asked = { method, headers: { ...headers, ...length } }
        const outgoing = url.startsWith('https:')
          ? request(url, { ...asked, agent })
          : requestPlain(url, { ...asked, agent: plain })
        outgoing.once('error', reject)
        outgoing.once('response', (incoming) => {
          text(incoming).then((said) => {
            const { statusCode: status = 0, headers, rawHeaders } = incoming
            resolve({ status, headers, rawHeaders, body: said })
          }, reject)
        })
        outgoing.end(body)
      }),
    close() {
      agent.destroy()
      plain.destroy()
    },
  }
}
