import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { KIB, MIB } from '../shared/limits.ts'
import type { Dependencies } from './dependencies.ts'
import { ApiFailure } from './failure.ts'
import { networkOf } from './identity/client-address.ts'
import { pageRoutes } from './page.ts'
import { abortRoute } from './routes/abort.ts'
import { batchRoutes } from './routes/batch.ts'
import { adminReceiptsRoutes } from './routes/admin-receipts.ts'
import { adminTotalsRoute } from './routes/admin-totals.ts'
import { adminUploadsRoutes } from './routes/admin-uploads.ts'
import { completeRoutes } from './routes/complete.ts'
import { configRoute } from './routes/config.ts'
import { createRoute } from './routes/create.ts'
import { doctorRoute } from './routes/doctor.ts'
import type { ApiEnvironment } from './routes/environment.ts'
import { healthRoutes } from './routes/health.ts'
import { identityRoute } from './routes/identity.ts'
import { linksRoutes } from './routes/links.ts'
import { observe } from './routes/observe.ts'
import { partsRoutes } from './routes/parts.ts'
import { receiptKeysRoute } from './routes/receipt-keys.ts'
import { isPartPath, sendPartRoute } from './routes/send-part.ts'
import { statusRoutes } from './routes/status.ts'
import { contentPolicy, securityHeaders } from './security.ts'

/** Bytes: 1,000 parts to sign, each with its checksum and a host of AWS, have at most 180 KiB. */
const MAX_BODY = 256 * KIB
/** Bytes: browsers send no more than this at once of 100 uploads, each with a token of 1 KiB or so. */
const MAX_BATCH_BODY = MIB

/** The methods of every path, for the answer to others. */
const METHODS: Readonly<Record<string, string>> = {
  '/health': 'GET, HEAD',
  '/ready': 'GET, HEAD',
  '/api/config': 'GET, HEAD',
  '/api/doctor': 'POST',
  '/api/identity': 'GET, HEAD',
  '/api/receipts/jwks.json': 'GET, HEAD',
  '/api/admin/receipts': 'POST',
  '/api/admin/receipts/older': 'POST',
  '/api/admin/receipts/one': 'POST',
  '/api/admin/totals': 'GET, HEAD',
  '/api/admin/uploads': 'POST',
  '/api/admin/uploads/abort': 'POST',
  '/api/admin/uploads/parts': 'POST',
  '/api/links': 'GET, HEAD, POST',
  '/api/links/:id': 'DELETE',
  '/api/uploads': 'POST',
  '/api/uploads/:id': 'DELETE',
  '/api/uploads/:id/sign': 'POST',
  '/api/uploads/:id/parts': 'GET, HEAD',
  '/api/uploads/:id/discard': 'POST',
  '/api/batch/create': 'POST',
  '/api/batch/sign': 'POST',
  '/api/batch/complete': 'POST',
  '/api/uploads/:id/complete': 'POST',
  '/api/uploads/:id/receipt': 'GET, HEAD',
  '/api/uploads/:id/hashes': 'POST',
  '/api/uploads/:id/watch': 'POST',
  '/api/uploads/:id/status': 'GET, HEAD',
}

const PART_METHODS = { '/api/uploads/:id/parts/:number': 'PUT' }

/** The whole server as a function of what it stands on; it opens no socket. */
export function createApp(deps: Dependencies) {
  const app = new Hono<ApiEnvironment>()
  app.use(requestId({ headerName: '' }))
  const policy = contentPolicy(deps.presigner.origins)
  app.use(securityHeaders(policy, deps.https))
  app.use('/api/*', async (c, next) => {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
  })
  app.use('/api/*', observe(deps))
  app.use('/api/*', async (c, next) => {
    const peer = c.env.incoming?.socket.remoteAddress
    const address = deps.clientAddress(peer, c.req.header('x-forwarded-for'))
    deps.rates.address.take(networkOf(address))
    await next()
  })
  const limitBody = limitTo(MAX_BODY)
  const limitBatch = limitTo(MAX_BATCH_BODY)
  app.use('/api/*', (c, next) => {
    if (isPartPath(c.req.path)) return next()
    return (c.req.path.startsWith('/api/batch/') ? limitBatch : limitBody)(c, next)
  })
  app.post('/api/*', async (c, next) => {
    const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
    if (type !== 'application/json') {
      refuseBody(415, 'a request has the content-type application/json')
    }
    await next()
  })

  app.route('/', healthRoutes(deps))
  const api = [
    configRoute,
    identityRoute,
    receiptKeysRoute,
    linksRoutes,
    doctorRoute,
    adminUploadsRoutes,
    adminReceiptsRoutes,
    adminTotalsRoute,
    createRoute,
    partsRoutes,
    sendPartRoute,
    completeRoutes,
    batchRoutes,
    abortRoute,
    statusRoutes,
  ]
  for (const routes of api) app.route('/api', routes(deps))
  const all = { ...METHODS, ...(deps.settings.partRoute ? PART_METHODS : {}) }
  for (const [path, methods] of Object.entries(all)) {
    app.all(path, (c) => {
      c.header('Allow', methods)
      throw new ApiFailure('bad_request', `the methods are ${methods}`, { status: 405 })
    })
  }
  app.all('/api/*', notFound)
  if (deps.webFolder !== undefined)
    app.route('/', pageRoutes(deps.webFolder, JSON.stringify(policy)))

  app.notFound(notFound)
  app.onError((error, c) => answerError(deps, error, c))
  return app
}

function limitTo(maxSize: number) {
  const onError = () => refuseBody(413, `a request has at most ${maxSize} bytes`)
  return bodyLimit({ maxSize, onError })
}

function refuseBody(status: 413 | 415, message: string): never {
  throw new ApiFailure('bad_request', message, { status })
}

function notFound(): never {
  throw new ApiFailure('not_found', 'there is nothing here')
}

/** Every error as an ApiError. What was not foreseen is logged and told nothing about. */
function answerError({ log }: Dependencies, error: Error, c: Context<ApiEnvironment>): Response {
  const failure = asFailure(error)
  if (failure.status >= 500) {
    const facts = {
      request: c.var.requestId,
      upload: c.get('upload')?.id,
      code: failure.code,
      err: error,
    }
    if (failure.status === 500) log.error(facts, 'unexpected error')
    else log.warn(facts, failure.message)
  }
  if (failure.retryAfter !== undefined) c.header('Retry-After', String(failure.retryAfter))
  if (failure.status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json(failure.toBody(), failure.status)
}

function asFailure(error: Error): ApiFailure {
  if (error instanceof ApiFailure) return error
  if (error instanceof HTTPException && error.status < 500) {
    return new ApiFailure('bad_request', 'the body is not JSON', { cause: error })
  }
  return new ApiFailure('server_error', 'the server failed; its log says why', { cause: error })
}
