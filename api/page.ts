import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { relative } from 'node:path'
import type { ApiEnvironment } from './routes/environment.ts'

/** The folder of the build whose files have a hash of their content in their names. */
const HASHED = /^assets[/\\]/
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Serves the built page; any address that a person may open in it is its index.html. */
export function pageRoutes(folder: string) {
  const files = serveStatic<ApiEnvironment>({
    root: folder,
    onFound: (path, c) => {
      const name = relative(folder, path)
      c.header('Cache-Control', HASHED.test(name) ? IMMUTABLE : 'no-cache')
    },
  })
  const index = serveStatic<ApiEnvironment>({
    root: folder,
    path: 'index.html',
    onFound: (_path, c) => c.header('Cache-Control', 'no-cache'),
  })
  return new Hono<ApiEnvironment>().get('*', files).get('*', (c, next) => {
    const wantsPage = c.req.header('accept')?.includes('text/html') ?? false
    return wantsPage ? index(c, next) : next()
  })
}
