import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, resolve } from 'node:path'

const app = resolve(import.meta.dirname, '../..', process.env['LONGHAUL_DIST'] ?? 'dist', 'web')
const fakeWorker = join(import.meta.dirname, 'fake-worker.js')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** As the API sends it with the app. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:"

export interface StatusAnswer {
  readonly status: number
  readonly body: unknown
}

export interface Asked {
  readonly route: string
  readonly link: string
  readonly body: unknown
}

export interface Site {
  readonly origin: string
  /** What `/sw.js` is: the fake worker, a new version of it, one that is outdated, or missing. */
  worker: 'first' | 'second' | 'outdated' | 'missing'
  /** What the API answers of how an upload is going; null: its connection breaks off. */
  status: StatusAnswer | null
  /** The tokens by which it was asked for. */
  readonly watchers: string[]
  /** What the API answers by method and path; null: its connection breaks off. */
  api: Readonly<Record<string, StatusAnswer | null>>
  /** What it was asked of these. */
  readonly asked: Asked[]
  close(): Promise<void>
}

/** Serves the built app on a free port, with a fake worker in place of its own. */
export async function serveApp(): Promise<Site> {
  await requireBuiltApp()
  const site: Omit<Site, 'origin' | 'close'> = {
    worker: 'first',
    status: null,
    watchers: [],
    api: {},
    asked: [],
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (/^\/api\/uploads\/[^/]+\/status$/.test(pathname)) {
      site.watchers.push(String(request.headers['longhaul-token'] ?? ''))
      return answerStatus(response, site.status)
    }
    const route = `${request.method} ${pathname}`
    if (route in site.api) return void answerApi(request, response, route, site)
    contentOf(pathname, site.worker).then(
      (content) => {
        response.setHeader('Content-Type', TYPES[extname(pathname) || '.html'] ?? 'text/plain')
        response.setHeader('Content-Security-Policy', POLICY)
        response.setHeader('Cache-Control', 'no-store')
        response.end(content)
      },
      () => {
        response.statusCode = 404
        response.end()
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(site, {
    origin: `http://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  })
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
  { api, asked }: Pick<Site, 'api' | 'asked'>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const text = Buffer.concat(chunks).toString()
  const link = String(request.headers['longhaul-link'] ?? '')
  asked.push({ route, link, body: text === '' ? null : JSON.parse(text) })
  answerStatus(response, api[route] ?? null)
}

function answerStatus(response: ServerResponse, answer: StatusAnswer | null): void {
  if (!answer) return void response.destroy()
  response.writeHead(answer.status, { 'Content-Type': 'application/json' })
  response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
}

const PAGES: Readonly<Record<string, string>> = {
  '/admin': '/admin/index.html',
}

async function contentOf(pathname: string, worker: Site['worker']): Promise<Buffer | string> {
  if (pathname !== '/sw.js') {
    // As the API does it: any address that a person may open is the page.
    const page = PAGES[pathname] ?? '/index.html'
    return readFile(join(app, extname(pathname) === '' ? page : normalize(pathname)))
  }
  if (worker === 'missing') throw new Error('there is no worker')
  return `self.VERSION = '${worker}'\n${await readFile(fakeWorker, 'utf8')}`
}

async function requireBuiltApp(): Promise<void> {
  try {
    await readFile(join(app, 'index.html'))
  } catch (cause) {
    throw new Error('dist/web is missing: run `npm run build` first', { cause })
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
