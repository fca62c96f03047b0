/** What campaigns have in common: which rows are run, with what, and the app that they run. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { release } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import type { Endings } from '../../bench/support/ending.ts'
import { OptionError } from '../../bench/support/options.ts'
import { makeFile, sha256Of } from '../browser/files.ts'
import { CHROMIUM } from '../servers/chromium.ts'
import type { SceneFile } from './scene.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const run = promisify(execFile)

/** Where a campaign's table stands. @param name of a file in docs/ */
export function inDocs(name: string): string {
  return join(ROOT, 'docs', name)
}

/** An option: beginnings of rows' ids, with commas between. */
export const beginnings = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',')),
  ),
)

/** @throws OptionError with the ids of all rows, where none is left */
export function chooseRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  only: readonly string[] | undefined,
  skip: readonly string[] | undefined,
): Row[] {
  const chosen = rows.filter(({ id }) => {
    const begins = (beginning: string) => id.startsWith(beginning)
    return (only?.some(begins) ?? true) && !(skip?.some(begins) ?? false)
  })
  if (chosen.length > 0) return chosen
  throw new OptionError(`--only leaves no row; there are ${rows.map(({ id }) => id).join(', ')}`)
}

/** Builds the app into a folder of this run, so that several runs may go at once. */
export async function buildApp(endings: Endings): Promise<string> {
  const artifacts = join(ROOT, 'tests', '.artifacts')
  await mkdir(artifacts, { recursive: true })
  const folder = await mkdtemp(join(artifacts, 'survival-'))
  endings.add(() => rm(folder, { recursive: true, force: true }))
  const dist = join(folder, 'dist')
  const env = { ...process.env, LONGHAUL_DIST: relative(ROOT, dist) }
  await run('npm', ['run', '--silent', 'build'], { cwd: ROOT, env })
  return dist
}

/** A file to send, with its hash. @param size bytes */
export async function makeSceneFile(path: string, size: number): Promise<SceneFile> {
  return { ...(await makeFile(path, size)), sha256: await sha256Of(path) }
}

/** What stands below a table. @param rate MB/s */
export async function describeVersions(rate: number): Promise<string> {
  const { stdout } = await run(CHROMIUM, ['--version'])
  return `Last run: ${stdout.trim()}, Node.js ${process.version}, Linux ${release()}, ${rate} MB/s from the browser to both servers together.`
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
