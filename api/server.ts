import type { Server } from 'node:http'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { assemble, type Assembled } from './assemble.ts'
import type { Config, EmbeddedStore } from './config.ts'
import { createHttpServer, type Answerer } from './http-server.ts'
import { isLoopback } from './loopback.ts'
import type { Metrics } from './metrics/metrics.ts'
import { createMetricsServer } from './metrics/server.ts'
import type { MetricsSettings } from './metrics/settings.ts'
import type { BucketAddress } from './s3/client.ts'
import { secretError } from './secrets.ts'
import { StartError } from './start-error.ts'

/** A store that was started. */
export interface OpenStore {
  readonly port: number
  close(): Promise<void>
}

export interface StoreOptions {
  folder: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  host: string
  port: number
  corsOrigins: string[]
  log: Logger
}

/** What a server needs of its surroundings. */
export interface Surroundings {
  readonly log: Logger
  readonly version: string
  readonly webFolder: string | undefined
  readonly storeFolder: string
  readonly openStore: (options: StoreOptions) => Promise<OpenStore>
  /** A secret that was not given: made once and kept. */
  readonly keepSecret: (name: string) => Promise<string>
}

export interface RunningServer {
  /** Where people open the page. */
  readonly origin: string
  /** Where the API listens. */
  readonly port: number
  /** Stops accepting, ends what runs within about two seconds, closes the store. */
  close(): Promise<void>
}

const CLOSE_GRACE = 2_000

/**
 * Further names of the embedded store where the page is on the same machine: browsers take every
 * name under localhost for this machine without asking anybody (RFC 6761, 6.3). None can be that
 * of a bucket, which has three letters at least: the store takes `bucket.localhost` for one.
 */
const LOCAL_NAMES = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'].map(
  (name) => `${name}.localhost`,
)

/**
 * Starts the API and, where it is embedded, the store.
 *
 * The port comes first: the store must know the page's origin, and the page the store's.
 *
 * @throws StartError when a port is taken or can't be had
 */
export async function startServer(config: Config, around: Surroundings): Promise<RunningServer> {
  let answer: Answerer = () =>
    new Response('starting', { status: 503, headers: { 'Retry-After': '1' } })
  const server = createHttpServer((request, connection) => answer(request, connection))
  const port = await listen(server, config, 'PORT')
  const origin = config.publicOrigin ?? `http://localhost:${port}`
  warnOfStrangers(config, around.log)

  let store: OpenStore | undefined
  let deps: Assembled | undefined
  let figures: Server | undefined
  const close = async () => {
    await closeServer(server)
    if (figures) await closeServer(figures)
    await deps?.end()
    await store?.close()
  }
  try {
    const tokenSecret = config.tokenSecret ?? (await secret(around, 'token-secret'))
    let address: BucketAddress
    if (config.storage.kind === 's3') {
      address = config.storage.address
    } else {
      const credentials = await embeddedCredentials(config.storage, around)
      store = await openEmbedded(config, config.storage, credentials, origin, port, around)
      address = embeddedAddress(config.storage, store, credentials, origin, config.host)
    }
    deps = await assemble({
      address,
      uploads: config.uploads,
      auth: config.auth,
      objects: config.objects,
      receiptKeys: config.receiptKeys,
      prices: config.prices,
      form: config.form,
      audit: config.audit,
      notices: config.notices,
      processFigures: config.metrics !== undefined,
      tokenSecret,
      log: around.log,
      version: around.version,
      webFolder: around.webFolder,
      origin,
    })
    figures = config.metrics && (await openFigures(config.metrics, deps.metrics))
    deps.ability().catch((error: unknown) => {
      around.log.warn({ err: error }, 'the store could not be tried yet; it will be again')
    })
    const app = createApp(deps)
    answer = (request, connection) => app.fetch(request, connection)
    return {
      origin,
      port,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function openFigures(settings: MetricsSettings, { registry }: Metrics): Promise<Server> {
  const server = createMetricsServer(registry, settings.token)
  await listen(server, settings, 'METRICS_PORT')
  return server
}

function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  setting: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, host, port, setting)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** A failure to listen as a line that names the setting to change. */
function portError(error: unknown, host: string, port: number, setting: string): unknown {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is in use: end what uses it, or set ${setting} to another.`)
  }
  if (code === 'EACCES') {
    return new StartError(`Port ${port} is not allowed to this user: set ${setting} to another.`)
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const name = setting.replace('PORT', 'HOST')
    return new StartError(`${name} is wrong: this machine has no address ${host}.`)
  }
  return error
}

function warnOfStrangers({ host, publicOrigin, auth }: Config, log: Logger): void {
  if (isLoopback(host)) return
  if (!auth.links && !auth.jwt) {
    log.warn('anybody who reaches this address may upload: let only those reach it who should')
  }
  if (publicOrigin === undefined) {
    log.warn('PUBLIC_ORIGIN is not given: the page works only on this machine, as localhost')
  }
}

async function secret({ keepSecret }: Surroundings, name: string): Promise<string> {
  try {
    return await keepSecret(name)
  } catch (cause) {
    throw secretError(cause)
  }
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

async function embeddedCredentials(
  storage: EmbeddedStore,
  around: Surroundings,
): Promise<Credentials> {
  return {
    accessKeyId: storage.accessKeyId ?? 'longhaul',
    secretAccessKey: storage.secretAccessKey ?? (await secret(around, 'store-secret-access-key')),
  }
}

async function openEmbedded(
  config: Config,
  storage: EmbeddedStore,
  credentials: Credentials,
  origin: string,
  port: number,
  { openStore, storeFolder, log }: Surroundings,
): Promise<OpenStore> {
  const local = config.publicOrigin === undefined ? [`http://127.0.0.1:${port}`] : []
  try {
    return await openStore({
      folder: storeFolder,
      bucket: storage.bucket,
      region: storage.region,
      ...credentials,
      host: config.host,
      port: storage.port,
      corsOrigins: [origin, ...local],
      log,
    })
  } catch (error) {
    const named = portError(error, config.host, storage.port, 'STORE_PORT')
    if (named instanceof StartError || !(named instanceof Error)) throw named
    throw new StartError(`The embedded store does not start: ${named.message}.`, { cause: error })
  }
}

function embeddedAddress(
  storage: EmbeddedStore,
  store: OpenStore,
  credentials: Credentials,
  origin: string,
  host: string,
): BucketAddress {
  const { hostname } = new URL(origin)
  const names = storage.publicEndpoint === undefined && isLoopback(hostname) ? LOCAL_NAMES : []
  return {
    bucket: storage.bucket,
    region: storage.region,
    endpoint: `http://${reachable(host)}:${store.port}`,
    publicEndpoint: storage.publicEndpoint ?? `http://${hostname}:${store.port}`,
    otherEndpoints: [
      ...storage.otherEndpoints,
      ...names.map((name) => `http://${name}:${store.port}`),
    ],
    forcePathStyle: true,
    credentials,
  }
}

/** Where what listens on `host` is reached from this machine, as it stands in a URL. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
