import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { freePort } from '../../servers/free-port.ts'
import { DISPLAY_SERVER, WEBKIT_DRIVER } from '../../servers/webkit.ts'
import { PYTHON } from '../../servers/swift-install.ts'
import type { DrivenBrowser, DrivenPage } from './driven.ts'
import { startGroup, type ProcessGroup } from './process.ts'
import { connectWebDriver, type WebDriver } from './webdriver.ts'

const BROWSER = fileURLToPath(new URL('webkit_browser.py', import.meta.url))

/**
 * Starts a browser of WebKitGTK, on a display of its own.
 *
 * @param profile its folder, kept for a later start
 * @throws Error when something is missing or does not start
 */
export async function startWebKit(profile: string): Promise<DrivenBrowser> {
  for (const program of [WEBKIT_DRIVER, DISPLAY_SERVER]) {
    if (!existsSync(program)) throw new Error(`${program} is missing: \`npm test\` installs it`)
  }
  await mkdir(profile, { recursive: true })
  const screen = startGroup(
    DISPLAY_SERVER,
    ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    ['ignore', 'ignore', 'ignore', 'pipe'],
  )
  const display = await readDisplay(screen)
  const port = await freePort()
  const driver = startGroup(WEBKIT_DRIVER, [`--port=${port}`], ['ignore', 'ignore', 'ignore'], {
    DISPLAY: `:${display}`,
    HOME: profile,
    XDG_RUNTIME_DIR: profile,
    // Else it looks for a desktop's accessibility service.
    NO_AT_BRIDGE: '1',
  })
  const kill = async () => {
    await driver.kill()
    await screen.end()
  }
  try {
    const webdriver = await connectWebDriver(`http://127.0.0.1:${port}`, driver.exit, {
      'webkitgtk:browserOptions': { binary: PYTHON, args: [BROWSER, profile] },
    })
    // The session lasts as long as it has a window: this one stays when a test closes its page.
    const home = await webdriver.send('GET', '/window', undefined, v.string())
    return {
      open: (url) => openPage(webdriver, home, url),
      async close() {
        await webdriver.end()
        await kill()
      },
      kill,
    }
  } catch (error) {
    await kill()
    throw error
  }
}

async function readDisplay({ child, exit }: ProcessGroup): Promise<string> {
  const output = child.stdio[3]
  if (!(output instanceof Readable)) throw new Error('no pipe to read the display from')
  const [number] = await Promise.race([once(output, 'data'), exit.then(() => [''])])
  const display = String(number).trim()
  if (display === '') throw new Error(`${DISPLAY_SERVER} did not start`)
  return display
}

const handleSchema = v.object({ handle: v.string() })
/** A record with one value, whose key the standard fixes. */
const elementSchema = v.pipe(
  v.record(v.string(), v.string()),
  v.transform((element) => Object.values(element)[0]),
  v.string(),
)

async function openPage(driver: WebDriver, home: string, url: string): Promise<DrivenPage> {
  await driver.send('POST', '/window', { handle: home }, v.unknown())
  const { handle } = await driver.send('POST', '/window/new', { type: 'tab' }, handleSchema)
  const send: WebDriver['send'] = async (...command) => {
    await driver.send('POST', '/window', { handle }, v.unknown())
    return driver.send(...command)
  }
  await send('POST', '/url', { url }, v.unknown())
  return {
    call(body, ...words) {
      const script = `return (${body.toString()})(...arguments)`
      return send('POST', '/execute/sync', { script, args: words }, v.unknown())
    },
    async setFile(selector, path) {
      const found = { using: 'css selector', value: selector }
      const element = await send('POST', '/element', found, elementSchema)
      await send('POST', `/element/${element}/value`, { text: path }, v.unknown())
    },
    async close() {
      await send('DELETE', '/window', undefined, v.unknown())
    },
  }
}
