/** Ways to read a file in the worker in order to hash it, one part or two at once. */
import { join } from 'node:path'
import * as v from 'valibot'
import { MIB } from '../shared/limits.ts'
import { planParts } from '../shared/plan.ts'
import { openBrowser } from './support/browser.ts'
import { runWithEndings } from './support/ending.ts'
import { crcsOfParts, temporaryFolder, writeRandomFile } from './support/files.ts'
import { count, folder, readOptions } from './support/options.ts'
import { cpuSeconds } from './support/processes.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { measureAlone } from './support/crc-alone.ts'
import { askWorker, openSite, startSite } from './support/site.ts'
import { median, round } from './support/statistics.ts'

const STEPS = [1, 2, 4, 8]
const WAYS = [
  { way: 'stream', step: 0 },
  ...STEPS.slice(0, 3).map((step) => ({ way: 'byob', step })),
  ...STEPS.map((step) => ({ way: 'slice', step })),
  ...STEPS.slice(0, 3).map((step) => ({ way: 'ahead', step })),
] as const

const answerSchema = v.object({ seconds: v.number(), checksums: v.array(v.string()) })

interface Run {
  readonly way: string
  /** MiB read at a time. */
  readonly step: number
  /** Parts hashed at the same time. */
  readonly atOnce: number
  readonly seconds: number
  /** The browser's seconds on the processor. */
  readonly cpu: number
}

await runWithEndings(async (endings) => {
  const options = readOptions({ size: count(1024), runs: count(5), folder })
  const plan = planParts(options.size * MIB)
  const machine = describeMachine()
  const place = await temporaryFolder(options.folder, plan.size * 1.2, endings)
  const file = join(place, 'file.bin')
  await writeRandomFile(file, plan.size)
  const right = await crcsOfParts(file, plan)
  const site = await startSite('hash', endings)
  const browser = await openBrowser(place)
  endings.add(() => browser.close())
  await openSite(browser.page, site, file)

  const runs: Run[] = []
  for (let run = 1; run <= options.runs; run++) {
    for (const { way, step } of run % 2 === 1 ? WAYS : WAYS.toReversed()) {
      for (const atOnce of [1, 2]) {
        const before = await cpuSeconds(browser.pid)
        const question = { way, step: step * MIB, atOnce, partSize: plan.partSize }
        const { value } = await askWorker(browser.page, question)
        const cpu = (await cpuSeconds(browser.pid)) - before
        const { seconds, checksums } = v.parse(answerSchema, value)
        if (checksums.join() !== right.join()) throw new Error(`${way}: the checksums are wrong`)
        runs.push({ way, step, atOnce, seconds, cpu })
      }
    }
    print(`${run}/${options.runs}`)
  }

  const of = (way: string, step: number, atOnce: number) =>
    runs.filter((run) => run.way === way && run.step === step && run.atOnce === atOnce)
  const speed = (some: readonly Run[]) =>
    round(plan.size / 1e6 / median(some.map(({ seconds }) => seconds)))
  const rows = WAYS.map(({ way, step }) => ({
    '': step === 0 ? way : `${way} ${step} MiB`,
    'one, MB/s': speed(of(way, step, 1)),
    'two, MB/s': speed(of(way, step, 2)),
    'CPU s/GB, two': round(median(of(way, step, 2).map(({ cpu }) => cpu)) / (plan.size / 1e9), 2),
  }))
  const alone = await measureAlone(options.runs)
  printTable(`CRC64NVME of bytes in memory, medians of ${options.runs} runs`, [alone])
  printTable(`Hashing parts of ${plan.partSize / MIB} MiB, medians of ${options.runs} runs`, rows)
  await keep('hash', { machine, options, browser: browser.version, runs, alone })
})
