/**
 * `npm run test:survival`: puts uploads through every fault of the campaign and writes the table of
 * docs/survival.md. Ends with 1 when a row misses its goal.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { runWithEndings } from '../../bench/support/ending.ts'
import { count, folder, readOptions } from '../../bench/support/options.ts'
import { ensureChromium } from '../servers/chromium.ts'
import { attempt } from './attempt.ts'
import {
  beginnings,
  buildApp,
  chooseRows,
  describeVersions,
  inDocs,
  makeSceneFile,
  say,
} from './campaign.ts'
import { makeNewerBuild } from './newer-build.ts'
import { FILES, missOf, type Outcome, type Row } from './row.ts'
import { ROWS } from './rows.ts'
import type { SceneFile } from './scene.ts'
import { keyOf, writeTable } from './table-file.ts'
import { lineOf, survivalTable } from './table.ts'

const OPTIONS = {
  only: beginnings,
  skip: beginnings,
  /** Of each row, instead of its own number. */
  tries: v.optional(count(1)),
  /** MB a second. */
  rate: count(40),
  folder,
  table: v.optional(v.string(), inDocs('survival.md')),
}

await runWithEndings(async (endings) => {
  const { only, skip, tries, rate, folder, table } = readOptions(OPTIONS)
  const chosen = chooseRows(ROWS, only, skip)
  await ensureChromium()
  const parent = await mkdtemp(join(folder ?? tmpdir(), 'longhaul-survival-'))
  endings.add(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))
  const built = await buildApp(endings)
  const newer = await makeNewerBuild(built)
  const fileOf = createFiles(parent)
  const versions = await describeVersions(rate)

  const begin = performance.now()
  const keys = ROWS.map(({ fault, moment }) => keyOf(fault, moment))
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
    lines.set(keyOf(row.fault, row.moment), lineOf(row, outcomes, new Date().toISOString()))
    await writeTable(survivalTable(table), keys, lines, versions)
  }
  const minutes = Math.round((performance.now() - begin) / 60_000)
  say(`${chosen.length - missed} of ${chosen.length} rows reached their goal, in ${minutes} min`)
  if (missed > 0) process.exitCode = 1
})

/** Each file is made when it is first needed. */
function createFiles(parent: string): (kind: Row['file']) => Promise<SceneFile> {
  const made = new Map<Row['file'], SceneFile>()
  return async (kind) => {
    let file = made.get(kind)
    if (!file) {
      file = await makeSceneFile(join(parent, `${kind}.bin`), FILES[kind])
      made.set(kind, file)
    }
    return file
  }
}
