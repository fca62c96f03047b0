import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { ApiEnvironment } from './routes/environment.ts'

/** The folder of the build whose files have a hash of their content in their names. */
const HASHED = '/assets/'
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Serves the built page; any address that a person may open in it is its index.html. */
export function pageRoutes(folder: string) {
  const index = serveStatic<ApiEnvironment>({ root: folder, path: 'index.html' })
  return new Hono<ApiEnvironment>()
    .get('*', async (c, next) => {
      await next()
      const cache = c.req.path.startsWith(HASHED) ? IMMUTABLE : 'no-cache'
      if (c.res.ok) c.res.headers.set('Cache-Control', cache)
    })
    .get('*', serveStatic<ApiEnvironment>({ root: folder }))
    .get('*', (c, next) => {
      const wantsPage = c.req.header('accept')?.includes('text/html') ?? false
      return wantsPage && !c.req.path.startsWith(HASHED) ? index(c, next) : next()
    })
}
