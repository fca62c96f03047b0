import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page, type Worker } from 'playwright-core'
import { childWith } from './processes.ts'

export interface Browser {
  readonly context: BrowserContext
  readonly page: Page
  /** Of the browser's first process, from which all others descend. */
  readonly pid: number
  readonly version: string
  /** Ends it and removes its profile; safe to repeat. */
  close(): Promise<void>
}

/** Starts Chromium with a new profile. @param folder where the profile is made */
export async function openBrowser(folder: string): Promise<Browser> {
  const profile = await mkdtemp(join(folder, 'profile-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    // The benchmark ends it by itself, with the rest.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  let closed: Promise<void> | undefined
  return {
    context,
    page,
    pid: await childWith(profile),
    version: context.browser()?.version() ?? 'unknown',
    close() {
      closed ??= context.close().then(() => rm(profile, { recursive: true, force: true }))
      return closed
    },
  }
}

/** The one service worker of the browser. */
export async function workerOf({ context }: Browser): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
}

/** More requests than the largest file here has parts. */
const MOST_REQUESTS = 20_000

/** A worker or a page. */
type Evaluating = Pick<Worker, 'evaluate'>

/** From here on a worker or a page keeps the times of all its requests. */
export async function recordRequests(worker: Evaluating): Promise<void> {
  await worker.evaluate((most) => {
    performance.setResourceTimingBufferSize(most)
    performance.clearResourceTimings()
  }, MOST_REQUESTS)
}

/** When the last part of a worker or a page was answered, ms since 1970. */
export async function lastPartArrived(worker: Evaluating): Promise<number> {
  return worker.evaluate(() => {
    const parts = performance
      .getEntriesByType('resource')
      .filter(({ name }) => /partNumber=|x-id=PutObject/.test(name))
    const ends = parts.map(({ startTime, duration }) => startTime + duration)
    return performance.timeOrigin + Math.max(...ends)
  })
}
