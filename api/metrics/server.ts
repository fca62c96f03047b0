/** `GET /metrics` on a port of its own, which no proxy before the page leads to. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Registry } from 'prom-client'

/** @param token what must stand in `Authorization: Bearer`; undefined where nothing must */
export function createMetricsServer(registry: Registry, token: string | undefined): Server {
  const app = new Hono()
  app.get('/metrics', async (c) => {
    if (token !== undefined && !isEqual(c.req.header('authorization') ?? '', `Bearer ${token}`)) {
      return c.text('a bearer token is needed\n', 401, { 'WWW-Authenticate': 'Bearer' })
    }
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
  })
  const listener = getRequestListener((request) => app.fetch(request))
  return createServer((incoming, outgoing) => void listener(incoming, outgoing))
}

/** In a time that tells nothing of how much of them is equal. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
