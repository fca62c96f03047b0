import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context } from 'hono'
import { SHARED_SEARCH, SHARE_PATH } from '../shared/sharing.ts'
import { SIGN_IN_PATH } from '../shared/sign-in.ts'
import { readPageLinks } from './page-links.ts'
import type { ApiEnvironment } from './routes/environment.ts'
import { readWorkerScript, WORKER_PATH } from './worker-script.ts'

/** Of the folders of the build whose files have a hash of their content in their names. */
const HASHED = /^\/(?:admin\/)?assets\//
/** Where admins have a page of their own. */
const ADMIN = /^\/admin\/?$/
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Of a browser that can't send its body to the end only what refuses that is heard, and no redirection. */
const NOT_TAKEN = `<!doctype html><meta charset="utf-8"><title>Longhaul</title>
<meta http-equiv="refresh" content="0;url=/${SHARED_SEARCH}"><a href="/${SHARED_SEARCH}">Longhaul</a>`

/**
 * Serves the built page; any address that a person may open in it is its index.html, but the admins' page.
 *
 * @param policy what the page and its worker are bound by
 * @throws Error where the folder is none of a built page
 */
export function pageRoutes(folder: string, policy: string) {
  // The build has put a compressed file beside each that is worth it.
  const serve = (path?: string) =>
    serveStatic<ApiEnvironment>({ root: folder, precompressed: true, ...(path && { path }) })
  const admin = serve('admin/index.html')
  const index = serve('index.html')
  const linksFor = readPageLinks(folder)
  const worker = readWorkerScript(folder, policy)
  return (
    new Hono<ApiEnvironment>()
      // The worker answers it, where the browser still has it: else the page says that nothing arrived.
      .post(SHARE_PATH, (c) => c.html(NOT_TAKEN, 413))
      // Whoever gets here was signed in on the way.
      .get(SIGN_IN_PATH, (c) => c.redirect('/', 303))
      .get('*', async (c, next) => {
        await next()
        const cache = HASHED.test(c.req.path) ? IMMUTABLE : 'no-cache'
        if (c.res.ok) c.res.headers.set('Cache-Control', cache)
        if (!c.res.ok || ADMIN.test(c.req.path) || !wantsPage(c) || !isPage(c)) return
        c.res.headers.set('Link', linksFor(c.req.path, c.req.header('accept-language')))
        c.res.headers.append('Vary', 'Accept, Accept-Language')
      })
      .get('*', (c, next) => (ADMIN.test(c.req.path) ? admin(c, next) : next()))
      .get(WORKER_PATH, (c) => {
        const isGzipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
        c.header('Content-Type', 'text/javascript; charset=utf-8')
        if (isGzipped) {
          c.header('Content-Encoding', 'gzip')
          // As of other files: a proxy says it itself of what it may compress.
          c.header('Vary', 'Accept-Encoding')
        }
        return c.body(isGzipped ? worker.gzipped : worker.plain)
      })
      .get('*', serve())
      .get('*', (c, next) => (wantsPage(c) && !HASHED.test(c.req.path) ? index(c, next) : next()))
  )
}

function wantsPage(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') ?? false
}

function isPage(c: Context): boolean {
  return c.res.headers.get('content-type')?.startsWith('text/html') ?? false
}
