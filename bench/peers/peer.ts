/** Who sends a file over a link, and what each needs for it. */
import { openBrowser, type Browser } from '../support/browser.ts'
import type { BenchBucket } from '../support/bucket.ts'
import { cpuSeconds } from '../support/processes.ts'
import type { Account } from '../support/servers.ts'

/** One link with all that sends over it. */
export interface Stage {
  /** For profiles of browsers and what else goes with the run. */
  readonly folder: string
  readonly file: string
  /** Bytes. */
  readonly size: number
  readonly account: Account
  readonly bucket: BenchBucket
  /** The store over the link, for programs. */
  readonly endpoint: string
  /** The same under several host names, for browsers. */
  readonly endpoints: readonly [string, ...string[]]
  /** Addresses of pages: the app's, its where no part has a checksum, the plain worker's, Uppy's. */
  readonly app: string
  readonly unchecked: string
  readonly site: string
  readonly uppy: string
  /** Has the link begin anew. */
  begin(): Promise<void>
  /** When the first connection over the link was made, ms since 1970; null where nobody knows. */
  firstConnection(): Promise<number | null>
}

export interface Sent {
  /** Seconds from the beginning to the last part's answer. */
  readonly seconds: number
  /** The browser's seconds on the processor; null where there is none. */
  readonly cpu: number | null
}

export type Peer = (stage: Stage) => Promise<Sent>

/** A peer in a browser of its own. @param send opens its page, then has `time` see to the sending */
export function inBrowser(
  send: (browser: Browser, stage: Stage, time: Timed) => Promise<Sent>,
): Peer {
  return async (stage) => {
    const browser = await openBrowser(stage.folder)
    try {
      return await send(browser, stage, async (work) => {
        await stage.begin()
        const before = await cpuSeconds(browser.pid)
        const { begin, end } = await work()
        const cpu = (await cpuSeconds(browser.pid)) - before
        return { seconds: (end - begin) / 1000, cpu }
      })
    } finally {
      await browser.close()
    }
  }
}

/** Times what a browser does, whose own clock says when it began and ended, ms since 1970. */
type Timed = (work: () => Promise<{ begin: number; end: number }>) => Promise<Sent>
