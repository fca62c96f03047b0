import { S3Client } from '@aws-sdk/client-s3'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { runCommand, startApp, type App } from '../servers/app.ts'
import { startEmbeddedStore } from '../servers/embedded-store.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import type { S3Server, S3ServerOptions } from '../servers/s3-server.ts'
import { until } from '../survival/until.ts'
import type { Bucket } from './arrival.ts'
import { startChromium } from './chromium.ts'
import type { DrivenBrowser } from './other-browsers/driven.ts'

/** ms */
const READY = 60_000

const KEYS = { accessKeyId: 'longhaul-tests', secretAccessKey: 'secret-of-the-tests' }

/** The built app and a store, and a folder for files; all of it for one test file. */
interface Servers {
  readonly origin: string
  readonly bucket: Bucket
  /** For the files that are sent. */
  readonly folder: string
  close(): Promise<void>
}

/** Stands before the store. */
interface WithProxy {
  readonly proxy: FaultProxy
  /** The API's process: its page, but not the store. */
  stopApi(): Promise<void>
  /** @param change its settings, beside those it had at first; @returns its origin */
  startApi(change?: Readonly<Record<string, string>>): Promise<string>
}

/** With Chromium. */
export interface Stage extends Servers {
  /** The browser's pages; another one after a crash. */
  context(): BrowserContext
  /** Ends all of the browser's processes and starts it again on the same profile. */
  crashBrowser(): Promise<void>
}

export interface ProxiedStage extends Stage, WithProxy {}

/** With another browser. */
export interface OtherStage extends Servers, WithProxy {
  /** Another one after a crash or a restart. */
  browser(): DrivenBrowser
  /** Ends all of the browser's processes and starts it again on the same profile. */
  crashBrowser(): Promise<void>
  /** Quits the browser and starts it again on the same profile. */
  restartBrowser(): Promise<void>
}

export interface PlainStage extends Stage {
  /** Ends the API and its store at once, as a crash does, and starts them again. */
  crashServer(): Promise<void>
  /** What the built `longhaul` prints, called with these on the app's settings. */
  command(...options: string[]): Promise<string>
}

/** The app as `npm start` runs it, with its own store. */
export async function startStage(
  change: Readonly<Record<string, string>> = {},
): Promise<PlainStage> {
  return build(async (keep, folder) => {
    const settings = {
      DATA_DIR: join(folder, 'data'),
      STORE_ACCESS_KEY_ID: KEYS.accessKeyId,
      STORE_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      ...change,
    }
    let app: App = await startApp(settings)
    keep(() => app.stop())
    const { origin, port, storeOrigin } = app
    const ports = { PORT: String(port), STORE_PORT: new URL(storeOrigin).port }
    const bucket = openBucket({ ...KEYS, endpoint: storeOrigin }, 'uploads')
    keep(() => bucket.client.destroy())
    return {
      origin,
      bucket,
      async crashServer() {
        await app.kill()
        app = await startApp({ ...settings, ...ports })
      },
      command: (...options) => runCommand(options, { ...settings, ...ports }),
      ...(await openChromium(keep, folder)),
    }
  })
}

/**
 * The app on a store of its own process, with a proxy before the store that can break things.
 *
 * @param settingsFor the app's settings beside the usual, for the proxy's address
 */
export async function startProxiedStage(
  startStore: (options: S3ServerOptions) => Promise<S3Server> = startEmbeddedStore,
  settingsFor: SettingsFor = () => ({}),
): Promise<ProxiedStage> {
  return build(async (keep, folder) => ({
    ...(await openProxied(keep, folder, startStore, settingsFor)),
    ...(await openChromium(keep, folder)),
  }))
}

/** The same with another browser. @param start starts it on a profile's folder */
export async function startOtherStage(
  start: (profile: string) => Promise<DrivenBrowser>,
): Promise<OtherStage> {
  return build(async (keep, folder) => ({
    ...(await openProxied(keep, folder, startEmbeddedStore)),
    ...(await openBrowser(keep, folder, start)),
  }))
}

type SettingsFor = (proxyEndpoint: string) => Readonly<Record<string, string>>

async function openProxied(
  keep: Keep,
  folder: string,
  startStore: (options: S3ServerOptions) => Promise<S3Server>,
  settingsFor: SettingsFor = () => ({}),
): Promise<Omit<Servers, 'folder' | 'close'> & WithProxy> {
  const proxy = await startFaultProxy()
  keep(() => proxy.close())
  const store = await startStore({ corsOrigins: ['*'] })
  keep(() => store.close())
  proxy.target = store.endpoint
  const settings = {
    DATA_DIR: join(folder, 'data'),
    S3_BUCKET: store.bucket,
    S3_REGION: store.region,
    S3_ENDPOINT: proxy.endpoint,
    AWS_ACCESS_KEY_ID: store.accessKeyId,
    AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
    TOKEN_SECRET: 'a-secret-that-only-the-tests-know-of',
    ...settingsFor(proxy.endpoint),
  }
  let app: App = await startApp(settings)
  keep(() => app.stop())
  const { origin, port } = app
  await knowsItsStore(origin)
  const bucket = openBucket(store, store.bucket)
  keep(() => bucket.client.destroy())
  return {
    origin,
    bucket,
    proxy,
    stopApi: () => app.kill(),
    async startApi(change = {}) {
      app = await startApp({ ...settings, PORT: String(port), ...change })
      await knowsItsStore(app.origin)
      return app.origin
    },
  }
}

/** It tries what the store can do: a test that lets nothing more through would have it wait for ever. */
async function knowsItsStore(origin: string): Promise<void> {
  const isReady = async () => (await fetch(`${origin}/ready`)).ok
  await until(isReady, 'the API knows its store', READY)
}

function openBucket(
  { endpoint, accessKeyId, secretAccessKey }: Pick<S3Server, 'endpoint'> & typeof KEYS,
  name: string,
): Bucket {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  return { client, name }
}

type Keep = (end: () => Promise<void> | void) => void

/** Builds a stage; what was kept is ended the last first, also when building breaks off. */
async function build<T extends object>(
  make: (keep: Keep, folder: string) => Promise<T>,
): Promise<T & { folder: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-browser-'))
  const files = join(folder, 'files')
  const ends: (() => Promise<void> | void)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ]
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    await mkdir(files)
    const made = await make((end) => ends.push(end), folder)
    return { ...made, folder: files, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openChromium(keep: Keep, folder: string) {
  const { browser, crashBrowser } = await openBrowser(keep, folder, startChromium)
  return { context: () => browser().context, crashBrowser }
}

async function openBrowser<Browser extends { close(): Promise<void>; kill(): Promise<void> }>(
  keep: Keep,
  folder: string,
  start: (profile: string) => Promise<Browser>,
) {
  const profile = join(folder, 'profile')
  let browser = await start(profile)
  keep(() => browser.close())
  return {
    browser: () => browser,
    async crashBrowser() {
      await browser.kill()
      browser = await start(profile)
    },
    async restartBrowser() {
      await browser.close()
      browser = await start(profile)
    },
  }
}
