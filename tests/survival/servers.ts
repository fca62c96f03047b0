import { join } from 'node:path'
import { startStoreProcess } from '../../api/store/test-child.ts'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'
import { startApp } from '../servers/app.ts'
import type { Certificate } from '../servers/certificate.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import { freePort } from '../servers/free-port.ts'
import { createRateLimit } from '../servers/rate-limit.ts'

/** A server that can be killed, with the line on which browsers reach it. */
export interface Server {
  readonly line: FaultProxy
  /** Ends its process as a crash does; the line refuses connections. */
  kill(): Promise<void>
  /** At the same address, for the browser. */
  start(built?: string): Promise<void>
}

export interface Servers {
  readonly store: Server
  readonly api: Server
  /** Where the store is reached past the line: an origin. */
  readonly storeEndpoint: string
  /** Where the page is opened. */
  readonly origin: string
  close(): Promise<void>
}

/** Where the server with the page finds the others, and is to be found. */
export interface Surroundings {
  readonly folder: string
  /** Where the page is opened. */
  readonly origin: string
  /** The store's origin. */
  readonly store: string
  /** The store's on the line, for the browser. */
  readonly storeOnLine: string
}

/** What gives out the page, and answers it. */
export interface PageServer {
  /** Where it listens: an origin. */
  readonly endpoint: string
  kill(): Promise<void>
}

/** @param built where another build is to be started than the usual one */
export type StartPageServer = (at: Surroundings, built?: string) => Promise<PageServer>

/**
 * Starts the store and the server with the page, each behind a proxy. The latter reaches the store
 * directly, so that a part that it passes on is counted once.
 *
 * @param rate bytes a second that the browser can send, to both together
 * @param certificate with which the browser reaches the store by https
 */
export async function startServers(
  folder: string,
  rate: number,
  startPageServer: StartPageServer,
  certificate?: Certificate,
): Promise<Servers> {
  const link = createRateLimit(rate)
  const ends: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    const storeLine = await startFaultProxy('', link, certificate)
    ends.push(() => storeLine.close())
    const apiLine = await startFaultProxy('', link)
    ends.push(() => apiLine.close())

    const startStore = (port: string) =>
      startStoreProcess(join(folder, 'store'), { STORE_PORT: port, STORE_CORS_ORIGINS: '*' })
    let store = await startStore('0')
    ends.push(() => store.end('SIGKILL'))
    storeLine.target = store.endpoint
    const { endpoint } = store

    const origin = `http://localhost:${new URL(apiLine.endpoint).port}`
    const startApi = async (built?: string) => {
      const at = { folder, origin, store: endpoint, storeOnLine: storeLine.endpoint }
      const started = await startPageServer(at, built)
      apiLine.target = started.endpoint
      return started
    }
    let api = await startApi()
    ends.push(() => api.kill())

    return {
      origin,
      storeEndpoint: endpoint,
      store: {
        line: storeLine,
        async kill() {
          await Promise.all([storeLine.refuseConnections(), store.end('SIGKILL')])
        },
        async start() {
          store = await startStore(new URL(endpoint).port)
          await storeLine.acceptConnections()
        },
      },
      api: {
        line: apiLine,
        async kill() {
          await Promise.all([apiLine.refuseConnections(), api.kill()])
        },
        async start(built) {
          api = await startApi(built)
          await apiLine.acceptConnections()
        },
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * The API with the app, as a process of its own.
 *
 * @param built the folder that the app was built into
 * @param settings beside the usual ones, as they are at each start
 */
export function appServer(
  built: string,
  settings: () => Readonly<Record<string, string>> = () => ({}),
): StartPageServer {
  return async ({ folder, origin, store, storeOnLine }, other = built) => {
    // The program does not tell its port where it is told a public origin.
    const port = String(await freePort())
    const app = await startApp(
      {
        DATA_DIR: join(folder, 'data'),
        PORT: port,
        PUBLIC_ORIGIN: origin,
        S3_BUCKET: BUCKET,
        S3_REGION: REGION,
        S3_ENDPOINT: store,
        S3_PUBLIC_ENDPOINT: storeOnLine,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        TOKEN_SECRET: 'a-secret-that-only-the-tests-know-of',
        ...settings(),
      },
      other,
    )
    return { endpoint: `http://127.0.0.1:${port}`, kill: () => app.kill() }
  }
}
