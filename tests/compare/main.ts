/**
 * `npm run test:compare`: puts Longhaul and others through the same faults and writes the table of
 * docs/comparison.md. Ends with 1 when a try broke off.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { runWithEndings, type Endings } from '../../bench/support/ending.ts'
import { count, folder, names, readOptions } from '../../bench/support/options.ts'
import { ensureChromium } from '../servers/chromium.ts'
import {
  beginnings,
  chooseRows,
  describeVersions,
  inDocs,
  makeSceneFile,
  say,
} from '../survival/campaign.ts'
import { openSceneOf, type TryOptions } from '../survival/scene.ts'
import { writeTable } from '../survival/table-file.ts'
import type { Contestant, Entrant } from './contestant.ts'
import { ENTRANTS } from './entrants.ts'
import { findingOf, type Finding } from './finding.ts'
import { FILE_SIZE, openContest, type Row } from './row.ts'
import { ROWS } from './rows.ts'
import { comparisonTable, keyOfLine, lineOf } from './table.ts'

const OPTIONS = {
  only: beginnings,
  skip: beginnings,
  with: names(ENTRANTS.map(({ id }) => id)),
  /** MB a second. */
  rate: count(40),
  folder,
  table: v.optional(v.string(), inDocs('comparison.md')),
}

await runWithEndings(async (endings) => {
  const { only, skip, with: wanted, rate, folder, table } = readOptions(OPTIONS)
  const chosen = chooseRows(ROWS, only, skip)
  await ensureChromium()
  const parent = await mkdtemp(join(folder ?? tmpdir(), 'longhaul-compare-'))
  endings.add(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }))
  const ready = new Map<Entrant, Contestant>()
  for (const entrant of ENTRANTS.filter(({ id }) => wanted.includes(id))) {
    ready.set(entrant, await entrant.prepare({ folder: parent, endings }))
  }
  const file = await makeSceneFile(join(parent, 'film.mov'), FILE_SIZE)
  const versions = await describeVersions(rate)

  const keys = ROWS.flatMap(({ fault }) => ENTRANTS.map((entrant) => keyOfLine(fault, entrant)))
  const lines = new Map<string, string>()
  for (const row of chosen) {
    for (const [entrant, contestant] of ready) {
      const options = { parent, file, source: 'dropped', number: 1, rate: rate * 1e6 } as const
      const what = `${row.id} ${entrant.id}`
      const finding = await tryOut(row, contestant, what, options, endings)
      if (finding === null) continue
      const run = { size: file.size, date: new Date().toISOString() }
      lines.set(keyOfLine(row.fault, entrant), lineOf(row.fault, entrant, finding, run))
      await writeTable(comparisonTable(table), keys, lines, versions)
    }
  }
})

/** Null, and a word about it, where the try broke off. */
async function tryOut(
  row: Row,
  contestant: Contestant,
  what: string,
  options: TryOptions,
  endings: Endings,
): Promise<Finding | null> {
  const begin = performance.now()
  const scene = await openSceneOf(contestant.sender, options)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= scene.close())
  endings.add(close)
  const tell = (words: string) => {
    const seconds = Math.round((performance.now() - begin) / 1000)
    say(`${what} (${seconds} s): ${words}`)
  }
  try {
    const notes: string[] = []
    const contest = await openContest(contestant, scene, notes)
    const ending = await row.run(contest)
    const finding = await findingOf(scene, { notes, ending }, contest.path)
    tell(JSON.stringify(finding))
    return finding
  } catch (error) {
    tell(`broke off: ${error instanceof Error ? error.message : String(error)}`)
    say(`  ${await scene.describe()}`)
    process.exitCode = 1
    return null
  } finally {
    await close()
  }
}
