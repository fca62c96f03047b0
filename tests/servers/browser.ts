import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHROMIUM } from './chromium.ts'
import { openSession } from './debugging.ts'
import { endGroupWithThis } from './process-group.ts'

/** A Chromium that nobody debugs, but through the pages that are opened at its address. */
export interface Browser {
  /** Where it answers the debugging protocol's HTTP calls: an origin. */
  readonly debugging: string
  /** Has it end itself, as its close command does. */
  quit(): Promise<void>
  /** Ends all of its processes at once, as a crash or a power cut does. */
  kill(): Promise<void>
  /** All of its processes stand still until they are woken. */
  suspend(): void
  wake(): void
}

/**
 * ms. A Chromium that believes it is still starting begins no Background Fetch: one of a tab that was
 * closed earlier than this began in 12 of 106 tries only three minutes after the browser's start, or
 * when another page was opened; in none of 20 later (Chromium 156, `docs/survival.md`).
 */
const STARTING = 4000

/**
 * Starts Chromium with one empty page, and waits until it has settled.
 *
 * @param profile a folder, made where there is none; the folder it is in is used for other files
 * @param switches further ones of the command line
 */
export async function startBrowser(
  profile: string,
  switches: readonly string[] = [],
): Promise<Browser> {
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
      '--disable-dev-shm-usage',
      '--disable-sync',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      ...switches,
      'about:blank',
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      // One that is killed leaves files there.
      env: { ...process.env, TMPDIR: dirname(resolve(profile)) },
    },
  )
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    process.kill(-child.pid, name)
  }
  const end = (): void => signal('SIGKILL')
  const exited = once(child, 'exit').then(endGroupWithThis(child.pid))
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1]
    if (address === undefined) continue
    child.stderr.resume()
    await sleep(STARTING)
    return {
      debugging: `http://${new URL(address).host}`,
      async quit() {
        const session = await openSession(address)
        session.tell('Browser.close')
        await exited
      },
      async kill() {
        end()
        await exited
      },
      suspend: () => signal('SIGSTOP'),
      wake: () => signal('SIGCONT'),
    }
  }
  throw new Error('the browser did not start')
}
