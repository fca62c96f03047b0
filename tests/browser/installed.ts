import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core'
import * as v from 'valibot'
import { CHROMIUM } from '../servers/chromium.ts'

/** What the system knows of the installed app. */
const stateSchema = v.object({
  badgeCount: v.number(),
  fileHandlers: v.array(
    v.object({
      action: v.string(),
      accepts: v.array(v.object({ mediaType: v.string(), fileExtensions: v.array(v.string()) })),
    }),
  ),
})

/** The app, installed in a Chromium. */
export interface InstalledApp {
  state(): Promise<v.InferOutput<typeof stateSchema>>
  /** As its icon or one of its shortcuts does. */
  launch(url: string): Promise<void>
  /** As "Open with" does. */
  launchFiles(...files: string[]): Promise<void>
}

/**
 * Starts a Chromium that is driven by a pipe: by a port it installs no apps.
 *
 * @param folder for its profile, and for what it would write into the person's own folders
 */
export async function startByPipe(folder: string): Promise<BrowserContext> {
  const home = join(folder, 'home')
  await mkdir(home)
  return chromium.launchPersistentContext(join(folder, 'pipe-profile'), {
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-quic', '--disable-dev-shm-usage'],
    env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_DATA_HOME: join(home, 'data') },
  })
}

/** Installs the app that the page is of. */
export async function install(page: Page): Promise<InstalledApp> {
  const session = await page.context().newCDPSession(page)
  const manifestId = `${new URL(page.url()).origin}/`
  await call(session, 'PWA.install', { manifestId })
  return {
    state: async () =>
      v.parse(stateSchema, await call(session, 'PWA.getOsAppState', { manifestId })),
    async launch(url) {
      await call(session, 'PWA.launch', { manifestId, url })
    },
    async launchFiles(...files) {
      await call(session, 'PWA.launchFilesInApp', { manifestId, files })
    },
  }
}

const manifestSchema = v.object({
  url: v.string(),
  data: v.pipe(
    v.string(),
    v.parseJson(),
    v.object({
      id: v.string(),
      lang: v.string(),
      shortcuts: v.array(v.object({ name: v.string(), url: v.string() })),
      icons: v.array(v.object({ src: v.string(), sizes: v.string(), type: v.string() })),
      screenshots: v.array(v.object({ src: v.string(), sizes: v.string(), type: v.string() })),
    }),
  ),
  errors: v.array(v.unknown()),
})
const faultsSchema = v.object({ installabilityErrors: v.array(v.unknown()) })

/** The page's manifest as the browser has it, and all that it finds wrong with it. */
export async function manifestOf(page: Page) {
  const session = await page.context().newCDPSession(page)
  const manifest = v.parse(manifestSchema, await call(session, 'Page.getAppManifest'))
  const faults = v.parse(faultsSchema, await call(session, 'Page.getInstallabilityErrors'))
  await session.detach()
  return {
    ...manifest.data,
    url: manifest.url,
    faults: [...manifest.errors, ...faults.installabilityErrors],
  }
}

/** The driver's types have no such methods. */
function call(session: CDPSession, method: string, params: object = {}): Promise<unknown> {
  return session.send(method as 'Runtime.evaluate', params as { expression: string })
}
