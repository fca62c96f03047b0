/** How long an admin waits for lists, searches and totals of very many receipts. */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { createLedger } from '../api/ledger/ledger.ts'
import { createLogger } from '../api/log.ts'
import { createBucket } from '../api/s3/bucket.ts'
import { createS3Client } from '../api/s3/client.ts'
import { receiptsPageSchema, totalsAnswerSchema } from '../shared/admin.ts'
import { post } from './support/api-client.ts'
import { runWithEndings } from './support/ending.ts'
import { temporaryFolder } from './support/files.ts'
import { count, readOptions } from './support/options.ts'
import { cpuSeconds } from './support/processes.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { BUCKET, CREDENTIALS, REGION, startApi, startStore } from './support/servers.ts'
import { median, round } from './support/statistics.ts'

const DAY = 24 * 60 * 60 * 1000
/** Requests that write at the same time. */
const AT_ONCE = 32
/** Bytes on a disk for one entry, at most. */
const ENTRY = 12_000
const EVERYTHING = { text: '', person: '', from: null, to: null, after: null }

interface Question {
  readonly name: string
  /** How many answers it took. */
  ask(): Promise<number>
}

await runWithEndings(async (endings) => {
  const options = readOptions({ receipts: count(100_000), days: count(82), runs: count(5) })
  const { receipts, days, runs } = options
  const machine = describeMachine()
  const place = await temporaryFolder(undefined, receipts * ENTRY, endings)
  const store = await startStore(place, endings)
  const link = `link:${randomUUID()}`
  print(`Writing ${receipts} entries of ${days} days…`)
  const now = Date.now()
  const timeOf = (index: number) => Math.round(now - (index / receipts) * days * DAY)
  await writeEntries(store.address, receipts, link, timeOf)
  const api = await startApi(store.address, [store.address], null, endings)

  const ask = async (change: Partial<Record<keyof typeof EVERYTHING, string | null>>) => {
    const url = `${api.address}/api/admin/receipts`
    return v.parse(receiptsPageSchema, await post(url, { ...EVERYTHING, ...change }))
  }
  /** All pages until something was found, or everything was looked through. */
  const find = async (change: Parameters<typeof ask>[0], expected: number) => {
    let page = await ask(change)
    let answers = 1
    for (; page.receipts.length === 0 && page.next !== null; answers++) {
      page = await ask({ ...change, after: page.next })
    }
    if (page.receipts.length !== expected) throw new Error('another number of receipts was found')
    return answers
  }
  const day = new Date(timeOf(Math.round(receipts * 0.7))).toISOString().slice(0, 10)
  const oldest = Math.max(0, receipts - 2)
  const questions: Question[] = [
    { name: 'the newest 50', ask: () => find({}, Math.min(50, receipts)) },
    { name: 'the 50 newest of a day long ago', ask: () => find({ from: day, to: day }, 50) },
    { name: 'one name of them all', ask: () => find({ text: `take-${oldest}.mov` }, 1) },
    { name: 'one link of them all', ask: () => find({ person: link.slice('link:'.length) }, 1) },
    { name: 'totals', ask: () => totals(api.address, receipts) },
  ]

  /** ms, by the clock and of the API's and the store's processor, which others' work doesn't lengthen. */
  const clock = async () => ({
    cpu: ((await cpuSeconds(api.pid)) + (await cpuSeconds(store.pid))) * 1000,
    ms: performance.now(),
  })
  const rows = []
  for (const question of questions) {
    const begin = await clock()
    let answers = await question.ask()
    const first = since(begin, await clock())
    const later = []
    for (let run = 0; run < runs; run++) {
      const again = await clock()
      answers = Math.max(answers, await question.ask())
      later.push(since(again, await clock()))
    }
    rows.push({ question: question.name, first, later, answers })
  }
  printTable(
    `${receipts} receipts of ${days} days: ms, medians of ${runs} but for the first`,
    rows.map(({ question, first, later, answers }) => ({
      question,
      first: round(first.ms, 0),
      'its CPU': round(first.cpu, 0),
      later: round(median(later.map(({ ms }) => ms)), 0),
      'their CPU': round(median(later.map(({ cpu }) => cpu)), 0),
      requests: answers,
    })),
  )
  await keep('admin', { machine, options, rows })
})

interface Instant {
  readonly ms: number
  readonly cpu: number
}

function since(begin: Instant, end: Instant): Instant {
  return { ms: end.ms - begin.ms, cpu: end.cpu - begin.cpu }
}

/** Beside the API, whose verifying would take hours: what it writes of each receipt is the same. */
async function writeEntries(
  endpoint: string,
  receipts: number,
  link: string,
  timeOf: (index: number) => number,
): Promise<void> {
  const client = createS3Client({
    bucket: BUCKET,
    region: REGION,
    endpoint,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials: CREDENTIALS,
  })
  const log = createLogger('error', process.stderr)
  const ledger = createLedger(createBucket(client, BUCKET), '.longhaul/', 'verified', Date.now, log)
  let next = 0
  const write = async () => {
    for (let index = next++; index < receipts; index = next++) {
      const at = timeOf(index)
      const key = `${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/${randomUUID()}/take-${index}.mov`
      const subject = index === receipts - 1 ? link : ''
      await ledger.add({ at, outcome: 'verified', size: 1e9, subject, key })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, write))
  client.destroy()
}

/** Until all days have been counted. */
async function totals(origin: string, expected: number): Promise<number> {
  for (let answers = 1; ; answers++) {
    const response = await fetch(`${origin}/api/admin/totals`)
    const { all, complete } = v.parse(totalsAnswerSchema, await response.json())
    if (!complete) continue
    if (all.count !== expected) throw new Error('another number of receipts was counted')
    return answers
  }
}
