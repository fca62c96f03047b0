import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'

/** Its own addresses, beside those of the app. */
const START = '/oauth2/start'
const CALLBACK = '/oauth2/callback'

export interface SignInProxy {
  /** Where people open the page. */
  readonly origin: string
  /** Where requests go: an origin. */
  target: string
  /** Method and path of every request that it let nobody through by. */
  readonly refused: readonly string[]
  /** Paths of what came without the session's cookie. */
  readonly withoutCookie: readonly string[]
  /** Ends all sessions. */
  endSessions(): void
  close(): Promise<void>
}

/**
 * Starts a proxy that signs people in as oauth2-proxy does, on a free port: who has no session is sent
 * by way of its provider, and what is asked by a script hears 401. Who has one is let through with a JWT.
 *
 * @param signJwt a JWT of whoever signs in
 */
export async function startSignInProxy(signJwt: () => Promise<string>): Promise<SignInProxy> {
  const sessions = new Set<string>()
  const refused: string[] = []
  const withoutCookie: string[] = []

  async function take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', headers, url = '/' } = incoming
    const { pathname, searchParams } = new URL(url, 'http://proxy')
    const session = /(?:^|; )session=([\w-]+)/.exec(headers.cookie ?? '')?.[1]
    const back = searchParams.get('back') ?? '/'
    if (session === undefined) withoutCookie.push(pathname)
    if (pathname === START) {
      outgoing.writeHead(200, { 'content-type': 'text/html' })
      const way = `${CALLBACK}?back=${encodeURIComponent(back)}`
      return void outgoing.end(`<title>The provider</title><a href="${way}">Continue as Ann</a>`)
    }
    if (pathname === CALLBACK) {
      const id = randomUUID()
      sessions.add(id)
      const cookie = `session=${id}; Path=/; HttpOnly; SameSite=Lax`
      return void outgoing.writeHead(302, { location: back, 'set-cookie': cookie }).end()
    }
    if (session !== undefined && sessions.has(session)) {
      return passOn(incoming, outgoing, await signJwt())
    }
    incoming.resume()
    refused.push(`${method} ${pathname}`)
    if (headers.accept === 'application/json') {
      return void outgoing.writeHead(401, { 'content-type': 'application/json' }).end('{}')
    }
    const location = `${START}?back=${encodeURIComponent(url)}`
    return void outgoing.writeHead(302, { location }).end()
  }

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse, jwt: string): void {
    const { method, url = '/' } = incoming
    const headers = { ...incoming.headers, authorization: `Bearer ${jwt}` }
    const passed = request(new URL(url, proxy.target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    outgoing.on('close', () => passed.destroy())
    incoming.pipe(passed)
  }

  const server = createServer((incoming, outgoing) => void take(incoming, outgoing))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const proxy: SignInProxy = {
    origin: `http://localhost:${port}`,
    target: '',
    refused,
    withoutCookie,
    endSessions: () => sessions.clear(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
