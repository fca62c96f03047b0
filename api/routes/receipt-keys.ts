import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import type { ApiEnvironment } from './environment.ts'

/** Seconds: a new key signs at once, so nobody is to wait long for it. */
const MAX_AGE = 300

/** `GET /receipts/jwks.json`: the keys by which anybody checks receipts (RFC 7517). */
export function receiptKeysRoute({ receipts }: Dependencies) {
  return new Hono<ApiEnvironment>().get('/receipts/jwks.json', (c) => {
    c.header('Cache-Control', `public, max-age=${MAX_AGE}`)
    return c.json({ keys: receipts.keys }, 200, { 'Content-Type': 'application/jwk-set+json' })
  })
}
