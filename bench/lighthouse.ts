/** What Lighthouse thinks of the built app: an empty list, and the help. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { CHROMIUM } from '../tests/servers/chromium.ts'
import { startApp } from '../tests/servers/app.ts'
import { runWithEndings } from './support/ending.ts'
import { temporaryFolder } from './support/files.ts'
import { count, readOptions } from './support/options.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { median } from './support/statistics.ts'

/** The last that runs on Node 20. It is got when it is wanted: nothing else needs its 100 packages. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const
/** Of 100, in the median. */
const WANTED = 98
const PATHS = ['/', '/help']

const scored = v.object({ score: v.nullable(v.number()) })
const reportSchema = v.object({
  categories: v.object({
    performance: scored,
    accessibility: scored,
    'best-practices': scored,
  }),
  audits: v.record(v.string(), v.object({ score: v.nullable(v.number()), title: v.string() })),
})
type Report = v.InferOutput<typeof reportSchema>

await runWithEndings(async (endings) => {
  const { runs } = readOptions({ runs: count(5) })
  const folder = await temporaryFolder(undefined, 100_000_000, endings)
  const app = await startApp({ DATA_DIR: join(folder, 'data') })
  endings.add(() => app.stop())
  const results = []
  for (const path of PATHS) {
    for (const form of ['desktop', 'mobile'] as const) {
      const reports: Report[] = []
      for (let run = 1; run <= runs; run++) {
        print(`${path}, ${form}, run ${run} …`)
        reports.push(await measured(`${app.origin}${path}`, form, folder))
      }
      const scores = CATEGORIES.map((name) =>
        median(reports.map(({ categories }) => 100 * (categories[name].score ?? 0))),
      )
      results.push({ path, form, scores, faults: faultsIn(reports) })
    }
  }
  const rows = results.map(({ path, form, scores }) => {
    const [performance = 0, accessibility = 0, practices = 0] = scores.map(Math.round)
    return { path, form, performance, accessibility, 'best practices': practices }
  })
  printTable(`Of 100, the median of ${runs} runs`, rows)
  for (const { path, form, faults } of results) print(`${path}, ${form}: ${faults.join('; ')}`)
  await keep('lighthouse', { machine: describeMachine(), lighthouse: LIGHTHOUSE, runs, results })
  const low = results.filter(({ scores }) => scores.some((score) => score < WANTED))
  if (low.length > 0) throw new Error(`less than ${WANTED}: ${low.map(({ path }) => path).join()}`)
})

/** Lighthouse now and then misses the start of a page that it loads itself, and asks to be run again. */
const NO_MEASUREMENT = /\(NO_NAVSTART\)/

async function measured(
  ...question: Parameters<typeof measure>
): Promise<Awaited<ReturnType<typeof measure>>> {
  try {
    return await measure(...question)
  } catch (error) {
    if (!NO_MEASUREMENT.test(String(error))) throw error
    print('once more, as Lighthouse asks for …')
    return measure(...question)
  }
}

async function measure(url: string, form: 'desktop' | 'mobile', folder: string): Promise<Report> {
  const path = join(folder, 'report.json')
  await promisify(execFile)(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${path}`,
      `--only-categories=${CATEGORIES.join()}`,
      ...(form === 'desktop' ? ['--preset=desktop'] : []),
      '--chrome-flags=--headless=new --no-sandbox',
    ],
    { env: { ...process.env, CHROME_PATH: CHROMIUM } },
  )
  return v.parse(v.pipe(v.string(), v.parseJson(), reportSchema), await readFile(path, 'utf8'))
}

/** What costs points, in any of the runs. */
function faultsIn(reports: readonly Report[]): string[] {
  const found = reports.flatMap(({ audits }) =>
    Object.values(audits).flatMap(({ score, title }) =>
      score !== null && score < 0.9 ? title : [],
    ),
  )
  return [...new Set(found)]
}
