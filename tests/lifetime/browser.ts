import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CHROMIUM } from '../servers/chromium.ts'

/** A Chromium that nobody debugs, but through the pages that are opened at its address. */
export interface Browser {
  /** Where it answers the debugging protocol's HTTP calls: an origin. */
  readonly debugging: string
  close(): Promise<void>
}

/** @param profile a folder, made where there is none */
export async function startBrowser(profile: string): Promise<Browser> {
  const child = spawn(
    CHROMIUM,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const end = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  process.once('exit', end)
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /^DevTools listening on ws:\/\/([^/]+)\//.exec(line)?.[1]
    if (address === undefined) continue
    child.stderr.resume()
    return {
      debugging: `http://${address}`,
      async close() {
        const exit = once(child, 'exit')
        end()
        await exit
        process.off('exit', end)
      },
    }
  }
  throw new Error('the browser did not start')
}
