import type { IncomingMessage, ServerResponse } from 'node:http'

/** As a network does that wants people to sign in: its page, or the way to it, answers everything. */
export type Portal = 'sign-in-page' | 'way-to-sign-in'

const SIGN_IN = '/sign-in-here'

export function isPortal(handling: unknown): handling is Portal {
  return handling === 'sign-in-page' || handling === 'way-to-sign-in'
}

export function answerAsPortal(
  portal: Portal,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  incoming.resume()
  if (portal === 'way-to-sign-in' && incoming.url !== SIGN_IN) {
    outgoing.writeHead(302, { location: SIGN_IN }).end()
    return
  }
  const page = '<!doctype html><title>Sign in</title><p>Welcome to this network.'
  outgoing.writeHead(200, { 'content-type': 'text/html' }).end(page)
}
