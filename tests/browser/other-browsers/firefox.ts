import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import * as v from 'valibot'
import { FIREFOX } from '../../servers/firefox.ts'
import { connectBidi, type Bidi } from './bidi.ts'
import type { DrivenBrowser, DrivenPage } from './driven.ts'
import { startGroup } from './process.ts'

/**
 * For so long, in ms, Firefox lets a worker live after its last event, and for so long again while
 * that event waits for something. Both are 30 s as it comes; a page's pings, 20 s apart, must keep
 * the worker alive still.
 */
const IDLE_TIMEOUT = 5000
const EXTENDED_TIMEOUT = 20_000

/**
 * Starts Firefox.
 *
 * @param profile its folder, kept for a later start
 * @throws Error when Firefox is missing or does not start
 */
export async function startFirefox(profile: string): Promise<DrivenBrowser> {
  if (!existsSync(FIREFOX)) {
    throw new Error(`${FIREFOX} is missing: install Debian's package firefox-esr, or set FIREFOX`)
  }
  await mkdir(profile, { recursive: true })
  await writeFile(
    join(profile, 'user.js'),
    `user_pref('dom.serviceWorkers.idle_timeout', ${IDLE_TIMEOUT});
user_pref('dom.serviceWorkers.idle_extended_timeout', ${EXTENDED_TIMEOUT});
`,
  )
  const group = startGroup(
    FIREFOX,
    ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, 'about:blank'],
    ['ignore', 'ignore', 'pipe'],
    { HOME: profile },
  )
  const bidi = await connectBidi(await readAddress(group.child.stderr))
  return {
    open: (url) => openPage(bidi, url),
    async close() {
      await Promise.all([group.exit, bidi.send('browser.close', {}, v.unknown())])
    },
    kill: () => group.kill(),
  }
}

async function readAddress(output: Readable | null): Promise<string> {
  const said: string[] = []
  if (output) {
    for await (const line of createInterface({ input: output })) {
      const address = /WebDriver BiDi listening on (\S+)/.exec(line)?.[1]
      if (address !== undefined) {
        output.resume()
        return address
      }
      said.push(line)
    }
  }
  throw new Error(`Firefox did not start. It said:\n${said.slice(-20).join('\n')}`)
}

const contextSchema = v.object({ context: v.string() })
const nodesSchema = v.object({ nodes: v.array(v.object({ sharedId: v.string() })) })
const valueSchema = v.variant('type', [
  v.object({ type: v.literal('success'), result: v.object({ value: v.string() }) }),
  v.object({ type: v.literal('exception'), exceptionDetails: v.object({ text: v.string() }) }),
])

async function openPage(bidi: Bidi, url: string): Promise<DrivenPage> {
  const { context } = await bidi.send('browsingContext.create', { type: 'tab' }, contextSchema)
  await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' }, v.unknown())
  return {
    async call(body, ...words) {
      const answer = await bidi.send(
        'script.callFunction',
        {
          functionDeclaration: `async (...words) => JSON.stringify(await (${body.toString()})(...words)) ?? ''`,
          awaitPromise: true,
          target: { context },
          arguments: words.map((value) => ({ type: 'string', value })),
        },
        valueSchema,
      )
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text)
      const { value } = answer.result
      return value === '' ? undefined : JSON.parse(value)
    },
    async setFile(selector, path) {
      const locator = { type: 'css', value: selector }
      const { nodes } = await bidi.send(
        'browsingContext.locateNodes',
        { context, locator },
        nodesSchema,
      )
      const [element] = nodes
      if (!element) throw new Error(`the page has no ${selector}`)
      await bidi.send('input.setFiles', { context, element, files: [path] }, v.unknown())
    },
    async close() {
      await bidi.send('browsingContext.close', { context }, v.unknown())
    },
  }
}
