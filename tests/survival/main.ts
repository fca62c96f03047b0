/**
 * `npm run test:survival`: puts uploads through every fault of the campaign and writes the table of
 * docs/survival.md. Ends with 1 when a row misses its goal.
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { release, tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { runWithEndings, type Endings } from '../../bench/support/ending.ts'
import { count, folder, OptionError, readOptions } from '../../bench/support/options.ts'
import { makeFile, sha256Of } from '../browser/files.ts'
import { CHROMIUM, ensureChromium } from '../servers/chromium.ts'
import { attempt } from './attempt.ts'
import { makeNewerBuild } from './newer-build.ts'
import { FILES, missOf, type Outcome, type Row } from './row.ts'
import { ROWS } from './rows.ts'
import type { SceneFile } from './scene.ts'
import { lineOf, writeTable } from './table.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const TABLE = join(ROOT, 'docs', 'survival.md')
const run = promisify(execFile)

/** Beginnings of rows' ids, with commas between. */
const beginnings = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',')),
  ),
)

const OPTIONS = {
  only: beginnings,
  skip: beginnings,
  /** Of each row, instead of its own number. */
  tries: v.optional(count(1)),
  /** MB a second. */
  rate: count(40),
  folder,
  table: v.optional(v.string(), TABLE),
}

await runWithEndings(async (endings) => {
  const { only, skip, tries, rate, folder, table } = readOptions(OPTIONS)
  const chosen = chooseRows(only, skip)
  await ensureChromium()
  const parent = await mkdtemp(join(folder ?? tmpdir(), 'longhaul-survival-'))
  endings.add(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))
  const built = await build(endings)
  const newer = await makeNewerBuild(built)
  const fileOf = createFiles(parent)
  const versions = await describeVersions(rate)

  const begin = performance.now()
  const lines = new Map<string, string>()
  let missed = 0
  for (const row of chosen) {
    const file = await fileOf(row.file)
    const outcomes: Outcome[] = []
    for (let number = 1; number <= (tries ?? row.tries); number++) {
      const source = row.sources[(number - 1) % row.sources.length] ?? 'dropped'
      const scene = { parent, file, source, number, rate: rate * 1e6, built, newer }
      outcomes.push(await attempt(row, scene, endings, say))
    }
    if (outcomes.some((outcome) => missOf(row.goal, outcome) !== null)) missed += 1
    lines.set(row.id, lineOf(row, outcomes, new Date().toISOString()))
    await writeTable(table, ROWS, lines, versions)
  }
  const minutes = Math.round((performance.now() - begin) / 60_000)
  say(`${chosen.length - missed} of ${chosen.length} rows reached their goal, in ${minutes} min`)
  if (missed > 0) process.exitCode = 1
})

function chooseRows(only: string[] | undefined, skip: string[] | undefined): Row[] {
  const chosen = ROWS.filter(({ id }) => {
    const begins = (beginning: string) => id.startsWith(beginning)
    return (only?.some(begins) ?? true) && !(skip?.some(begins) ?? false)
  })
  if (chosen.length > 0) return chosen
  throw new OptionError(`--only leaves no row; there are ${ROWS.map(({ id }) => id).join(', ')}`)
}

/** Into a folder of this run, so that several runs may go at once. */
async function build(endings: Endings): Promise<string> {
  const artifacts = join(ROOT, 'tests', '.artifacts')
  await mkdir(artifacts, { recursive: true })
  const folder = await mkdtemp(join(artifacts, 'survival-'))
  endings.add(() => rm(folder, { recursive: true, force: true }))
  const dist = join(folder, 'dist')
  const env = { ...process.env, LONGHAUL_DIST: relative(ROOT, dist) }
  await run('npm', ['run', '--silent', 'build'], { cwd: ROOT, env })
  return dist
}

/** Each file is made when it is first needed. */
function createFiles(parent: string): (kind: Row['file']) => Promise<SceneFile> {
  const made = new Map<Row['file'], SceneFile>()
  return async (kind) => {
    let file = made.get(kind)
    if (!file) {
      const path = join(parent, `${kind}.bin`)
      file = { ...(await makeFile(path, FILES[kind])), sha256: await sha256Of(path) }
      made.set(kind, file)
    }
    return file
  }
}

async function describeVersions(rate: number): Promise<string> {
  const { stdout } = await run(CHROMIUM, ['--version'])
  return `Last run: ${stdout.trim()}, Node.js ${process.version}, Linux ${release()}, ${rate} MB/s from the browser to both servers together.`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
