/** How much memory page, worker and browser take while files of several sizes are sent. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { openApp, uploadInApp } from './support/app.ts'
import { openBrowser, workerOf } from './support/browser.ts'
import { openBucket } from './support/bucket.ts'
import { runWithEndings, type Endings } from './support/ending.ts'
import { temporaryFolder, writeSparseFile } from './support/files.ts'
import { counts, folder, readOptions } from './support/options.ts'
import { INTERVAL, startSampler, type Sample } from './support/memory-sampler.ts'
import { residentSize } from './support/processes.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { startApi, startStore } from './support/servers.ts'
import { round } from './support/statistics.ts'

const MB = 1e6
/** Ms after Verified: what is garbage then may stay, nothing is collected by force. */
const SETTLE = 3000

type Measure = Exclude<keyof Sample, 'at'>

interface Result {
  readonly megabytes: number
  readonly seconds: number
  readonly samples: readonly Sample[]
  /** Most bytes that API and store had in memory (RSS). */
  readonly api: number
  readonly store: number
}

await runWithEndings(async (endings) => {
  const options = readOptions({ sizes: counts('100,1000,10000'), folder })
  const largest = Math.max(...options.sizes) * MB
  const machine = describeMachine()
  // Not in memory, which is what is measured here.
  const place = await temporaryFolder(options.folder ?? tmpdir(), largest, endings)
  const results: Result[] = []
  for (const megabytes of options.sizes) {
    print(`${megabytes} MB …`)
    results.push(await measure(place, megabytes))
  }
  show(results)
  await keep('memory', { machine, options, interval: INTERVAL, results })
})

/** One upload with servers and a browser of its own. */
async function measure(place: string, megabytes: number): Promise<Result> {
  let result: Result | undefined
  await runWithEndings(async (endings) => {
    result = await upload(place, megabytes, endings)
  })
  if (!result) throw new Error(`the file of ${megabytes} MB did not arrive`)
  return result
}

async function upload(place: string, megabytes: number, endings: Endings): Promise<Result> {
  const file = join(place, `${megabytes}.bin`)
  endings.add(() => rm(file, { force: true }))
  await writeSparseFile(file, megabytes * MB)
  const store = await startStore(place, endings)
  const publicEndpoint = store.address.replace('127.0.0.1', 'localhost')
  const bucket = await openBucket(store.address, endings)
  const api = await startApi(store.address, [publicEndpoint], 'crc64nvme', endings)
  const browser = await openBrowser(place)
  endings.add(() => browser.close())
  await openApp(browser, api.address)
  await workerOf(browser)

  const sampler = await startSampler(browser)
  const { begin, verified } = await uploadInApp(browser, file)
  await pause(SETTLE)
  const samples = await sampler.stop()
  await bucket.empty(megabytes * MB)
  return {
    megabytes,
    seconds: (verified - begin) / 1000,
    samples,
    api: (await residentSize(api.pid)).peak,
    store: (await residentSize(store.pid)).peak,
  }
}

function show(results: readonly Result[]): void {
  const measures: Record<Measure, string> = {
    pageHeap: 'JS heap of the page',
    workerHeap: 'JS heap of the worker',
    renderers: 'renderer processes, PSS',
    browser: 'browser process, PSS',
    all: 'all of the browser, PSS',
  }
  for (const { megabytes, seconds, samples, api, store } of results) {
    const rows = Object.entries(measures).map(([measure, name]) => {
      const values = samples.map((one) => one[measure as Measure] / MB)
      return {
        MB: name,
        before: round(values[0] ?? 0),
        peak: round(Math.max(...values)),
        after: round(values.at(-1) ?? 0),
      }
    })
    printTable(`${megabytes} MB in ${round(seconds)} s`, rows)
    print(`peaks of API and store, RSS: ${round(api / MB)} and ${round(store / MB)} MB`)
  }
}
