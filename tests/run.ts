/**
 * `npm test`: gets what the tests need, checks the sources, builds the app and runs all suites.
 * The build goes to a folder of this run, so that several runs may go at once.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { ensureChromium, ensureHeadlessChromium } from './servers/chromium.ts'
import { ensureFirefox } from './servers/firefox.ts'
import { ensureNginx } from './servers/nginx-install.ts'
import { ensureSwift } from './servers/swift-install.ts'
import { ensureWebKit } from './servers/webkit.ts'

/** As `npm run check` does them one after another. */
const CHECKS = ['format:check', 'lint', 'types', 'unused']

const root = resolve(import.meta.dirname, '..')
const artifacts = join(root, 'tests', '.artifacts')

await mkdir(artifacts, { recursive: true })
const dist = await mkdtemp(join(artifacts, 'dist-'))
const environment = { ...process.env, LONGHAUL_DIST: relative(root, dist) }

try {
  await ensureChromium()
  await ensureHeadlessChromium()
  await ensureFirefox()
  await ensureWebKit()
  await ensureSwift()
  await ensureNginx()
  // None needs what another makes, and each leaves a core idle for most of its time.
  const ended = await Promise.allSettled([...CHECKS, 'build'].map(runScript))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  await run(process.execPath, [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    `--reporter=${join(root, 'tests/closing-line.ts')}`,
    ...process.argv.slice(2),
  ])
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await rm(dist, { recursive: true, force: true })
}

function runScript(name: string): Promise<void> {
  return run('npm', ['run', '--silent', name])
}

async function run(command: string, words: string[]): Promise<void> {
  const child = spawn(command, words, { cwd: root, env: environment, stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.once('SIGINT', forward).once('SIGTERM', forward)
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail)
    child.on('exit', done)
  })
  process.off('SIGINT', forward).off('SIGTERM', forward)
  if (code !== 0) throw new Error(`\`${[command, ...words].join(' ')}\` failed`)
}
