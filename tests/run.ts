/**
 * `npm test`: gets what the tests need, checks the sources, builds the app and runs all suites.
 * The build goes to a folder of this run, so that several runs may go at once.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { closingLine } from './closing-line.ts'
import { ensureChromium } from './servers/chromium.ts'
import { ensureFirefox } from './servers/firefox.ts'
import { ensureNginx } from './servers/nginx-install.ts'
import { ensureSwift } from './servers/swift-install.ts'
import { ensureWebKit } from './servers/webkit.ts'

const root = resolve(import.meta.dirname, '..')
const artifacts = join(root, 'tests', '.artifacts')

await mkdir(artifacts, { recursive: true })
const dist = await mkdtemp(join(artifacts, 'dist-'))
const environment = { ...process.env, LONGHAUL_DIST: relative(root, dist) }

try {
  await ensureChromium()
  await ensureFirefox()
  await ensureWebKit()
  await ensureSwift()
  await ensureNginx()
  await runScript('check')
  await runScript('build')
  const words = process.argv.slice(2)
  await (words.length > 0 ? runTests(words) : runAllTests())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await rm(dist, { recursive: true, force: true })
}

/**
 * Side by side: what waits for browsers and links most of the time, three files at once, and what
 * only the processor holds up, which gets what the others leave of it.
 */
async function runAllTests(): Promise<void> {
  const tally = `${dist}.tally`
  const env = { ...environment, LONGHAUL_TALLY: tally }
  const browsers = ['--project', 'browser', '--project', 'page', '--maxWorkers', '3']
  const others = ['--project', 'unit', '--project', 'contract', '--project', 'deploy']
  const ends = await Promise.allSettled([
    runTests(browsers, { env }),
    runTests(others, { env, niceness: 10, printsAtEnd: true }),
  ])
  const counts = await readFile(tally, 'utf8').catch(() => '')
  let passed = 0
  let failed = 0
  for (const [, good, bad] of counts.matchAll(/^(\d+) (\d+)$/gm)) {
    passed += Number(good)
    failed += Number(bad)
  }
  await rm(tally, { force: true })
  process.stdout.write(closingLine(passed, failed))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

function runTests(words: string[], options: Options = {}): Promise<void> {
  const reporters = ['default', join(root, 'tests/closing-line.ts')]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const all = [vitest, 'run', ...reporters.map((name) => `--reporter=${name}`), ...words]
  return run(process.execPath, all, options)
}

interface Options {
  readonly env?: NodeJS.ProcessEnv
  /** 0 to 19; those of a lower one get the processor first. */
  readonly niceness?: number
  /** Else it prints at once. */
  readonly printsAtEnd?: boolean
}

function runScript(name: string): Promise<void> {
  return run('npm', ['run', '--silent', name])
}

async function run(command: string, words: string[], options: Options = {}): Promise<void> {
  const { env = environment, niceness = 0, printsAtEnd = false } = options
  const output = printsAtEnd ? 'pipe' : 'inherit'
  const child = spawn(command, words, { cwd: root, env, stdio: ['inherit', output, output] })
  if (child.pid !== undefined && niceness > 0) setPriority(child.pid, niceness)
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => void printed.push(chunk))
  }
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.once('SIGINT', forward).once('SIGTERM', forward)
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail)
    child.on('close', done)
  })
  process.off('SIGINT', forward).off('SIGTERM', forward)
  process.stdout.write(Buffer.concat(printed))
  if (code !== 0) throw new Error(`\`${[command, ...words].join(' ')}\` failed`)
}
