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
import { count, readOptions } from '../../bench/support/options.ts'
import { makeFile, sha256Of } from '../browser/files.ts'
import { CHROMIUM, ensureChromium } from '../servers/chromium.ts'
import { makeNewerBuild } from './newer-build.ts'
import { FILES, missOf, type Outcome, type Row } from './row.ts'
import { ROWS } from './rows.ts'
import { openScene, type Scene, type SceneFile, type SceneOptions } from './scene.ts'
import { lineOf, writeTable } from './table.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const run = promisify(execFile)

const ids = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',')),
  ),
)

/** `--only` and `--skip` take beginnings of rows' ids, with commas between. */
const options = readOptions({
  only: ids,
  skip: ids,
  /** Of each row, instead of its own number. */
  tries: v.optional(count(1)),
  /** MB a second. */
  rate: count(40),
  /** Where files, stores and profiles are. */
  folder: v.optional(v.string(), tmpdir()),
  table: v.optional(v.string(), join(ROOT, 'docs', 'survival.md')),
})

await runWithEndings(async (endings) => {
  const chosen = ROWS.filter(isChosen)
  if (chosen.length === 0) throw new Error(`the rows are ${ROWS.map(({ id }) => id).join(', ')}`)
  await ensureChromium()
  const parent = await mkdtemp(join(options.folder, 'longhaul-survival-'))
  endings.add(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))
  const built = await build(endings)
  const newer = await makeNewerBuild(built)
  const fileOf = createFiles(parent)

  const begin = performance.now()
  const lines = new Map<string, string>()
  let missed = 0
  for (const row of chosen) {
    const file = await fileOf(row.file)
    const outcomes: Outcome[] = []
    for (let attempt = 1; attempt <= (options.tries ?? row.tries); attempt++) {
      const source = row.sources[(attempt - 1) % row.sources.length] ?? 'dropped'
      const scene = { parent, file, source, attempt, rate: options.rate * 1e6, built, newer }
      outcomes.push(await tryOnce(row, scene, endings))
    }
    missed += outcomes.some((outcome) => missOf(row.goal, outcome) !== null) ? 1 : 0
    lines.set(row.id, lineOf(row, outcomes, new Date().toISOString()))
    await writeTable(options.table, ROWS, lines, await describeVersions())
  }
  const minutes = Math.round((performance.now() - begin) / 60_000)
  say(`${chosen.length - missed} of ${chosen.length} rows reached their goal, in ${minutes} min`)
  if (missed > 0) process.exitCode = 1
})

function isChosen({ id }: Row): boolean {
  const begins = (beginning: string) => id.startsWith(beginning)
  return (options.only?.some(begins) ?? true) && !(options.skip?.some(begins) ?? false)
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

async function tryOnce(row: Row, options: SceneOptions, endings: Endings): Promise<Outcome> {
  const begin = performance.now()
  const scene = await openScene(options)
  let closed = false
  const close = async () => {
    if (!closed) await scene.close()
    closed = true
  }
  endings.add(close)
  try {
    const outcome = await outcomeOf(row, scene)
    const seconds = Math.round((performance.now() - begin) / 1000)
    const miss = missOf(row.goal, outcome)
    const told = `${row.id} ${options.attempt} (${options.source}, ${seconds} s): `
    const { bytesTwice, bytesAllowed, clicks } = outcome
    const figures = `${bytesTwice} of ${bytesAllowed} bytes sent again, ${clicks} clicks`
    say(told + (miss === null ? `${outcome.ended}, ${figures}` : `MISSED: ${miss}; ${figures}`))
    if (miss !== null) say(`  ${await scene.describe()}`)
    return outcome
  } finally {
    await close()
  }
}

/** A row that breaks off has an outcome too: what broke it off. */
async function outcomeOf(row: Row, scene: Scene): Promise<Outcome> {
  let ended: string
  try {
    ended = await row.run(scene)
  } catch (error) {
    ended = error instanceof Error ? error.message : String(error)
  }
  return scene.outcome(ended)
}

async function describeVersions(): Promise<string> {
  const chromium = await run(CHROMIUM, ['--version']).then(({ stdout }) => stdout.trim())
  return `Last run: ${chromium}, Node.js ${process.version}, Linux ${release()}, ${options.rate} MB/s from the browser to both servers together.`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
