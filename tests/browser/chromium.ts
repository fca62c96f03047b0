import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chromium, type BrowserContext } from 'playwright-core'
import { CHROMIUM } from '../servers/chromium.ts'
import { endGroupWithThis } from '../servers/process-group.ts'

/** A Chromium of its own process group. */
export interface Chromium {
  readonly context: BrowserContext
  /** Ends it in an orderly way. */
  close(): Promise<void>
  /** Ends all of its processes at once, as a crash or a power cut does. */
  kill(): Promise<void>
}

/**
 * Starts Chromium.
 *
 * @param profile its folder, kept for a later start
 * @throws Error when Chromium is missing or does not start
 */
export async function startChromium(profile: string): Promise<Chromium> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`${CHROMIUM} is missing: install Debian's package chromium, or set CHROMIUM`)
  }
  const child = spawn(
    CHROMIUM,
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGKILL')
    }
  }
  const exit = once(child, 'exit').then(endGroupWithThis(child.pid))

  const browser = await chromium.connectOverCDP(await readAddress(child), { isLocal: true })
  const [context] = browser.contexts()
  if (!context) throw new Error('Chromium has no context')
  return {
    context,
    async close() {
      const session = await browser.newBrowserCDPSession()
      await Promise.all([exit, session.send('Browser.close')])
    },
    async kill() {
      killGroup()
      await exit
    },
  }
}

async function readAddress(child: ChildProcess): Promise<string> {
  const said: string[] = []
  if (child.stderr) {
    for await (const line of createInterface({ input: child.stderr })) {
      const address = /DevTools listening on (\S+)/.exec(line)?.[1]
      if (address !== undefined) {
        child.stderr.resume()
        return address
      }
      said.push(line)
    }
  }
  throw new Error(`Chromium did not start. It said:\n${said.slice(-20).join('\n')}`)
}
