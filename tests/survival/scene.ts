import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestFile } from '../browser/files.ts'
import { startBrowser, type Browser } from '../servers/browser.ts'
import type { Certificate } from '../servers/certificate.ts'
import type { FaultProxy, Part } from '../servers/fault-proxy.ts'
import { openPage as openTarget } from '../servers/page-target.ts'
import { openApp, type AppPage } from './app-page.ts'
import { openObjects, type Objects } from './objects.ts'
import type { NewerBuild } from './newer-build.ts'
import type { Outcome, Source } from './row.ts'
import { appServer, startServers, type Servers, type StartPageServer } from './servers.ts'
import { until } from './until.ts'

/** The file that is sent, as it was when it was made. */
export interface SceneFile extends TestFile {
  /** Hex. */
  readonly sha256: string
}

/** What a try needs, whoever sends the file. */
export interface TryOptions {
  /** For all that this scene makes. */
  readonly parent: string
  readonly file: SceneFile
  readonly source: Source
  /** Of the try, from 1. */
  readonly number: number
  /** Bytes a second. */
  readonly rate: number
}

export interface SceneOptions extends TryOptions {
  /** The folder that the app was built into. */
  readonly built: string
  /** The app's, beside the usual ones, as they are at each of its starts. */
  readonly settings?: () => Readonly<Record<string, string>>
  /** Where a new version of the app is to take over. */
  readonly newer?: NewerBuild
}

/** What a scene asks of a page, whoever sends the file. */
export interface ScenePage {
  add(path: string, source: Source): Promise<void>
  /** What it shows. */
  uploads(): Promise<unknown>
}

/** Who sends the file. */
export interface Sender<Page extends ScenePage> {
  readonly startPageServer: StartPageServer
  /** With which the store is reached by https, where the page wants that. */
  readonly certificate?: Certificate
  /** @param debugging the browser's address */
  openPage(debugging: string, origin: string): Promise<Page>
}

/** One try: servers, a browser and a profile of its own, and the account of what was sent. */
export interface SceneOf<Page extends ScenePage>
  extends TryOptions, Pick<Servers, 'store' | 'api' | 'origin'> {
  readonly folder: string
  /** The browser's folder. */
  readonly profile: string
  readonly objects: Objects
  /** The one that runs; another after each start. */
  browser(): Browser
  startBrowser(): Promise<void>
  openPage(): Promise<Page>
  /** Opens a page that is none of the app. */
  browse(): Promise<void>
  /** Opens the page and adds the file to it. */
  begin(): Promise<Page>
  /** Does harm; what is under way on the lines then may have to be sent again. */
  harm(does: () => Promise<unknown>, lines?: readonly FaultProxy[]): Promise<void>
  /** Allows so many bytes to be sent once more. */
  allow(bytes: number): void
  clicked(): void
  /** Parts of both routes in the order of their arrival on each. */
  parts(): Part[]
  /** Waits until the share of the file has arrived. */
  hasSent(share: number, limit?: number): Promise<void>
  outcome(ended: string): Promise<Outcome>
  /** What is to be seen of it, for the message of a failure. */
  describe(): Promise<string>
  close(): Promise<void>
}

/** One try of the app. */
export interface Scene extends SceneOf<AppPage>, SceneOptions {}

/** ms in which anything that a row waits for has to happen. */
export const PATIENCE = 240_000

export async function openScene(options: SceneOptions): Promise<Scene> {
  const sender = { startPageServer: appServer(options.built, options.settings), openPage: openApp }
  return { ...options, ...(await openSceneOf(sender, options)) }
}

/** Opens a scene for whoever sends the file. */
export async function openSceneOf<Page extends ScenePage>(
  sender: Sender<Page>,
  options: TryOptions,
): Promise<SceneOf<Page>> {
  const { file, rate, parent } = options
  const folder = await mkdtemp(join(parent, 'scene-'))
  const profile = join(folder, 'profile')
  await mkdir(profile)
  const { startPageServer, certificate } = sender
  const servers = await startServers(folder, rate, startPageServer, certificate)
  const { store, api, origin } = servers
  const objects = openObjects(servers.storeEndpoint)
  const lines = [store.line, api.line]
  const pages: Page[] = []
  const switches = certificate
    ? [`--ignore-certificate-errors-spki-list=${certificate.keyHash}`]
    : []
  let browser = await startBrowser(profile, switches)
  let allowed = 0
  let clicks = 0
  let browsed = false

  const parts = () => lines.flatMap((line) => line.parts)
  const arrived = () =>
    sumOf(
      parts().filter(({ status }) => status === 200),
      'size',
    )

  async function openPage(): Promise<Page> {
    const page = await sender.openPage(browser.debugging, origin)
    pages.push(page)
    return page
  }

  return {
    ...options,
    store,
    api,
    origin,
    folder,
    profile,
    objects,
    browser: () => browser,
    async startBrowser() {
      browser = await startBrowser(profile, switches)
    },
    openPage,
    async browse() {
      browsed = true
      await openTarget(browser.debugging, servers.storeEndpoint)
    },
    async begin() {
      const page = await openPage()
      await page.add(file.path, options.source)
      return page
    },
    async harm(does, harmed = lines) {
      const before = harmed.map((line) => line.parts.length)
      const underWay = harmed.flatMap((line) => line.parts.filter(isUnderWay))
      await does()
      const begunMeanwhile = harmed.flatMap((line, index) => line.parts.slice(before[index]))
      allowed += sumOf([...underWay, ...begunMeanwhile], 'size')
    },
    allow(bytes) {
      allowed += bytes
    },
    clicked() {
      clicks += 1
    },
    parts,
    hasSent: (share, limit = PATIENCE) =>
      until(() => arrived() >= share * file.size, `${share * 100} % have arrived`, limit),
    async outcome(ended) {
      const keys = await objects.all()
      const [key] = keys
      const sha256Equal =
        key === undefined
          ? null
          : keys.length === 1 && (await objects.sha256Of(key)) === file.sha256
      const received = sumOf(parts(), 'received')
      return {
        ended,
        sha256Equal,
        bytesTwice: sha256Equal === true ? received - file.size : null,
        bytesAllowed: allowed,
        takenTwice: takenTwice(parts()),
        clicks,
        browsed,
      }
    },
    async describe() {
      const shown = await Promise.all(
        pages.map((page) => page.uploads().catch((error: unknown) => String(error))),
      )
      return JSON.stringify({
        browser: (await answers(browser)) ? 'runs' : 'is gone',
        parts: countsOf(parts()),
        repeated: repeatedOf(parts()),
        bytes: sumOf(parts(), 'received'),
        toTheApi: lastOf(api.line),
        objects: await objects.all().catch((error: unknown) => String(error)),
        shown,
      })
    },
    async close() {
      objects.close()
      await browser.kill()
      await servers.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The latest requests but for parts, and how long ago each came, s. */
function lastOf({ others }: FaultProxy): string[] {
  const now = Date.now()
  return others.slice(-12).map(({ what, at }) => `${what} ${Math.round((now - at) / 1000)} s ago`)
}

/** It is gone too when it crashed by itself. */
function answers({ debugging }: Browser): Promise<boolean> {
  return fetch(`${debugging}/json/version`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function isUnderWay({ state }: Part): boolean {
  return state === 'waiting' || state === 'passing'
}

function sumOf(parts: readonly Part[], what: 'size' | 'received'): number {
  return parts.reduce((sum, part) => sum + part[what], 0)
}

/** How many parts there were by route, state and status. */
function countsOf(parts: readonly Part[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { route, state, status } of parts) {
    const kind = `${route} ${state}${status === null ? '' : ` ${status}`}`
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

function takenTwice(parts: readonly Part[]): number[] {
  const taken = parts.filter(({ status }) => status === 200).map(({ number }) => number)
  return [...new Set(taken.filter((number, index) => taken.indexOf(number) !== index))]
}

/** The parts that were sent more than once, each with what became of it each time. */
function repeatedOf(parts: readonly Part[]): Record<string, string> {
  const tries = new Map<number, string[]>()
  for (const { number, route, state, status, received } of parts) {
    const told = `${route} ${status ?? state} ${received}`
    tries.set(number, [...(tries.get(number) ?? []), told])
  }
  const repeated = [...tries].filter(([, told]) => told.length > 1)
  return Object.fromEntries(repeated.map(([number, told]) => [number, told.join(', ')]))
}
