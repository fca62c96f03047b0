import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const execute = promisify(execFile)

const ROOT = join(import.meta.dirname, '../..')
const END_WITH_PARENT = new URL('end-with-parent.js', import.meta.url).href
/** Where the tests find the built app. */
export const BUILT = resolve(ROOT, process.env['LONGHAUL_DIST'] ?? 'dist')

/** The built program, running as `npm start` runs it. */
export interface App {
  /** Where its page is opened. */
  readonly origin: string
  readonly port: number
  /** Where its page sends parts, an origin. */
  readonly storeOrigin: string
  /** Asks it to end, as Ctrl-C does; resolves when it has. */
  stop(): Promise<void>
  /** Ends it as a crash does. */
  kill(): Promise<void>
}

/**
 * Starts the built program in a process of its own, which ends with this one.
 *
 * @param settings the environment's; ports are free ones where none are given, and one is to be
 * given along with PUBLIC_ORIGIN
 * @param built the folder that it was built into
 * @throws Error when it was not built, or with what it says when it does not start
 */
export async function startApp(
  settings: Readonly<Record<string, string>>,
  built = BUILT,
): Promise<App> {
  const program = join(built, 'api/main.js')
  for (const path of [program, join(built, 'web/index.html')]) {
    if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first`)
  }
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, program], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: '0',
      STORE_PORT: '0',
      ...settings,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

  const origin = await readOrigin(child)
  const port = Number(settings['PORT'] ?? 0) || Number(new URL(origin).port)
  return {
    origin,
    port,
    storeOrigin: await storeOriginOf(`http://localhost:${port}`),
    stop: () => endBy(child, 'SIGTERM'),
    kill: () => endBy(child, 'SIGKILL'),
  }
}

/** What the built `longhaul` prints. @throws Error with what it says when it fails */
export async function runCommand(
  options: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const program = join(BUILT, 'api/longhaul.js')
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings }
  const { stdout } = await execute(process.execPath, [program, ...options], { cwd: ROOT, env })
  return stdout
}

/** The program's first line of output names its address. */
async function readOrigin(child: ChildProcess): Promise<string> {
  let complaint = ''
  child.stderr?.on(
    'data',
    (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)),
  )
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const origin = /^Longhaul is ready: (\S+)$/.exec(line)?.[1]
      if (origin !== undefined) return origin
    }
  }
  throw new Error(`the program did not start. It said:\n${complaint}`)
}

/** The page's policy names the store, and nothing else tells its port. */
async function storeOriginOf(origin: string): Promise<string> {
  const { headers } = await fetch(`${origin}/`)
  const policy = headers.get('content-security-policy') ?? ''
  const store = /connect-src 'self' ([^\s;]+)/.exec(policy)?.[1]
  if (store === undefined) throw new Error(`the page's policy names no store: ${policy}`)
  return store
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
