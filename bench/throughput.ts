/** How fast the app sends a file, beside the least code that sends the same parts. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MIB } from '../shared/limits.ts'
import { planParts, type PartPlan } from '../shared/plan.ts'
import { openApp, uploadInApp } from './support/app.ts'
import { openBrowser, lastPartArrived, recordRequests, workerOf } from './support/browser.ts'
import { openBucket, type BenchBucket } from './support/bucket.ts'
import { runWithEndings } from './support/ending.ts'
import { crcsOfParts, temporaryFolder, writeRandomFile, writeSpeed } from './support/files.ts'
import { count, folder, readOptions } from './support/options.ts'
import { cpuSeconds } from './support/processes.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { startApi, startStore, type Running } from './support/servers.ts'
import { askWorker, openSite, startSite } from './support/site.ts'
import { median, round } from './support/statistics.ts'
import { startUncheckingFront } from './support/unchecking-front.ts'

type Sender = 'app' | 'plain'
type Mode = 'with checksums' | 'without'

interface Run {
  readonly sender: Sender
  readonly mode: Mode
  /** Seconds from adding the file to the last part's answer. */
  readonly sent: number
  /** Seconds from adding the file to Verified; null where nothing verifies. */
  readonly verified: number | null
  /** Seconds on the processor. */
  readonly cpu: { readonly browser: number; readonly api: number; readonly store: number }
}

/** What every run needs. */
interface Bench {
  readonly folder: string
  readonly file: string
  readonly plan: PartPlan
  readonly crcs: readonly string[]
  readonly lanes: number
  readonly store: Running
  readonly bucket: BenchBucket
  /** The store as browsers reach it. */
  readonly endpoint: string
  readonly site: string
  readonly apis: Readonly<Record<Mode, Running>>
}

const MODES = ['with checksums', 'without'] as const

await runWithEndings(async (endings) => {
  const options = readOptions({ size: count(1024), runs: count(5), lanes: count(6), folder })
  const plan = planParts(options.size * MIB)
  const machine = describeMachine()
  const place = await temporaryFolder(options.folder, plan.size * 2.5, endings)
  const diskSpeed = await writeSpeed(place, plan.size)
  const file = join(place, 'file.bin')
  await writeRandomFile(file, plan.size)
  const store = await startStore(place, endings)
  // As the app's page and the embedded store reach each other by default: both as localhost.
  const publicEndpoint = store.address.replace('127.0.0.1', 'localhost')
  const front = await startUncheckingFront(store.address, endings)
  const bench: Bench = {
    folder: place,
    file,
    plan,
    crcs: await crcsOfParts(file, plan),
    lanes: options.lanes,
    store,
    endpoint: publicEndpoint,
    bucket: await openBucket(store.address, endings),
    site: await startSite('plain-upload', endings),
    apis: {
      'with checksums': await startApi(store.address, [publicEndpoint], 'crc64nvme', endings),
      without: await startApi(front, [publicEndpoint], 'none', endings),
    },
  }

  const runs: Run[] = []
  for (let round = 1; round <= options.runs; round++) {
    const senders: readonly Sender[] = round % 2 === 1 ? ['app', 'plain'] : ['plain', 'app']
    for (const mode of MODES) {
      for (const sender of senders) {
        const run = await runOnce(bench, sender, mode)
        runs.push(run)
        print(`${round}/${options.runs} ${sender} ${mode}: ${round3(run.sent)} s`)
      }
    }
  }
  show(runs, plan.size, diskSpeed, place)
  await keep('throughput', { machine, options, plan, folder: place, diskSpeed, runs })
  await rm(file)
})

function round3(value: number): number {
  return round(value, 3)
}

/** One upload in a browser of its own. */
async function runOnce(bench: Bench, sender: Sender, mode: Mode): Promise<Run> {
  const browser = await openBrowser(bench.folder)
  try {
    const pids = { browser: browser.pid, api: bench.apis[mode].pid, store: bench.store.pid }
    const times =
      sender === 'app'
        ? await sendByApp(bench, mode, browser, pids)
        : await sendPlainly(bench, mode, browser, pids)
    return { sender, mode, ...times }
  } finally {
    await browser.close()
  }
}

type Pids = Readonly<Record<keyof Run['cpu'], number>>
type Browser = Awaited<ReturnType<typeof openBrowser>>

async function sendByApp(bench: Bench, mode: Mode, browser: Browser, pids: Pids) {
  await openApp(browser, bench.apis[mode].address)
  const worker = await workerOf(browser)
  await recordRequests(worker)
  const before = await readCpu(pids)
  const { begin, verified } = await uploadInApp(browser, bench.file)
  const cpu = difference(await readCpu(pids), before)
  const sent = ((await lastPartArrived(worker)) - begin) / 1000
  await bench.bucket.empty(bench.plan.size)
  return { sent, verified: (verified - begin) / 1000, cpu }
}

/** All addresses are signed before the clock starts: no request but the parts'. */
async function sendPlainly(bench: Bench, mode: Mode, browser: Browser, pids: Pids) {
  const { bucket, plan, lanes } = bench
  await openSite(browser.page, bench.site, bench.file)
  const worker = await workerOf(browser)
  await recordRequests(worker)
  const hash = mode === 'with checksums'
  const upload = await bucket.begin([bench.endpoint], plan, hash ? bench.crcs : null)
  const before = await readCpu(pids)
  const { begin } = await askWorker(browser.page, { lanes, hash, parts: upload.parts })
  const cpu = difference(await readCpu(pids), before)
  const sent = ((await lastPartArrived(worker)) - begin) / 1000
  await bucket.drop(upload, plan)
  return { sent, verified: null, cpu }
}

async function readCpu(pids: Pids): Promise<Run['cpu']> {
  const [browser, api, store] = await Promise.all(
    [pids.browser, pids.api, pids.store].map((pid) => cpuSeconds(pid)),
  )
  return { browser: browser ?? 0, api: api ?? 0, store: store ?? 0 }
}

function difference(after: Run['cpu'], before: Run['cpu']): Run['cpu'] {
  return {
    browser: after.browser - before.browser,
    api: after.api - before.api,
    store: after.store - before.store,
  }
}

function show(runs: readonly Run[], size: number, diskSpeed: number, place: string): void {
  const of = (sender: Sender, mode: Mode) =>
    runs.filter((run) => run.sender === sender && run.mode === mode)
  const rows = MODES.flatMap((mode) =>
    (['app', 'plain'] as const).map((sender) => {
      const some = of(sender, mode)
      const sent = median(some.map((run) => run.sent))
      const verified = some.flatMap((run) => run.verified ?? [])
      const each = (who: keyof Run['cpu']) =>
        round(median(some.map(({ cpu }) => cpu[who])) / (size / 1e9), 2)
      return {
        '': `${sender}, ${mode}`,
        'all sent, s': round(sent, 2),
        'MB/s': round(size / 1e6 / sent),
        'Verified, s': verified.length > 0 ? round(median(verified), 2) : '',
        'CPU s/GB: browser': each('browser'),
        API: each('api'),
        store: each('store'),
      }
    }),
  )
  printTable(`${round(size / 1e6)} MB, medians of ${runs.length / 4} runs`, rows)
  for (const mode of MODES) {
    const [app, plain] = (['app', 'plain'] as const).map((sender) =>
      median(of(sender, mode).map((run) => run.sent)),
    )
    print(`app/plain, ${mode}: ${round((plain ?? 0) / (app ?? 1), 2)} of its speed`)
  }
  print(`${place} takes ${round(diskSpeed / 1e6)} MB/s of synced files of a part's size`)
}
