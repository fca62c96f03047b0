/** How fast the app and others send the same file over the same simulated links. */
import { join } from 'node:path'
import * as v from 'valibot'
import { startSwift } from '../tests/servers/swift.ts'
import { MIB } from '../shared/limits.ts'
import { linkOf, LINK_NAMES, OPEN, type LinkName } from './link/catalogue.ts'
import { timeCarried } from './link/rates.ts'
import type { LinkShape } from './link/shape.ts'
import { PEER_NAMES, PEERS, USUAL_PEERS, type PeerName } from './peers/all.ts'
import type { Sent, Stage } from './peers/peer.ts'
import { ensureProgram } from './peers/programs.ts'
import { openBucket } from './support/bucket.ts'
import { runWithEndings, wasInterrupted, type Endings } from './support/ending.ts'
import { temporaryFolder, writeRandomFile } from './support/files.ts'
import { measureLink, type LinkCeiling } from './support/link-ceiling.ts'
import { startLink } from './support/link.ts'
import { linkRows, type Round } from './support/link-table.ts'
import { count, folder, names, readOptions } from './support/options.ts'
import { ranInOwnNetwork } from './support/own-network.ts'
import { describeMachine, keep, print, printMarkdown } from './support/report.ts'
import { EMBEDDED, startApi, startStore, type Account } from './support/servers.ts'
import { startSite } from './support/site.ts'
import { round } from './support/statistics.ts'
import { startUncheckingFront } from './support/unchecking-front.ts'
import { bundleUppy, startUppySite } from './support/uppy-site.ts'

/** Seconds for which the simulator itself is measured on a link, and bytes where none is simulated. */
const TRIAL_TIME = 3
const TRIAL_SIZE = 1e9
/** a.localhost and so on are this machine to a browser, and each has its own six connections. */
const HOSTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** A store, and whose bucket in it is used. */
interface Store {
  readonly address: string
  readonly account: Account
}

await runWithEndings(async (endings) => {
  const options = readOptions({
    size: count(1024),
    runs: count(5),
    links: names(LINK_NAMES),
    peers: names(PEER_NAMES, USUAL_PEERS),
    hosts: v.pipe(count(HOSTS.length), v.maxValue(HOSTS.length, `must be at most ${HOSTS.length}`)),
    store: v.optional(v.picklist(['embedded', 'swift'], 'must be embedded or swift'), 'embedded'),
    folder,
  })
  const size = options.size * MIB
  const peers = await availablePeers(options.peers)
  if (options.store === 'embedded' && (await ranInOwnNetwork(endings))) return
  const machine = describeMachine()
  const place = await temporaryFolder(options.folder, size * 2.2, endings)
  const file = join(place, 'file.bin')
  await writeRandomFile(file, size)
  const store = await openStore(options.store, place, endings)

  const ceiling = await measureLink(OPEN, TRIAL_SIZE)
  const results: object[] = []
  for (const name of options.links) {
    const { title, shape } = linkOf(name, size)
    const alone = shape && (await measureAlone(shape))
    const rounds = await runLink(name, { ...options, place, file, size, store, peers })
    const limit = shape ? timeCarried(shape.rates, 0, size) / 1000 : 0
    const rows = linkRows(peers, rounds, size, limit)
    printMarkdown(`**${title}** (${round(size / 1e6)} MB, medians of ${options.runs})`, rows)
    if (alone) print(`\nThe simulator alone: ${describe(alone)}`)
    results.push({ name, shape, alone, limit, rounds, rows })
  }
  print(`\nThe simulator with nothing to limit it: ${describe(ceiling)}`)
  await keep('links', { machine, options, ceiling, results })
})

/** What the simulator carries over a link's first rate, when there is nothing else to do. */
function measureAlone(shape: LinkShape): Promise<LinkCeiling> {
  const { rate } = shape.rates[0]
  return measureLink({ ...shape, connectionRate: Infinity, loss: 0 }, rate * TRIAL_TIME)
}

function describe({ rate, cpu }: LinkCeiling): string {
  return `${round(rate / 1e6)} MB/s, ${round(cpu, 2)} CPU s/GB`
}

/** Those that can run here; of the others it says why not. */
async function availablePeers(wanted: readonly PeerName[]): Promise<PeerName[]> {
  const available: PeerName[] = []
  for (const peer of wanted) {
    try {
      if (peer === 'aws' || peer === 'rclone') await ensureProgram(peer)
      available.push(peer)
    } catch (error) {
      print(`without ${peer}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return available
}

async function openStore(
  kind: 'embedded' | 'swift',
  place: string,
  endings: Endings,
): Promise<Store> {
  if (kind === 'embedded') {
    return { address: (await startStore(place, endings)).address, account: EMBEDDED }
  }
  const swift = await startSwift({ corsOrigins: ['*'] })
  endings.add(() => swift.close())
  const { bucket, region, accessKeyId, secretAccessKey } = swift
  return {
    address: swift.endpoint,
    account: { bucket, region, credentials: { accessKeyId, secretAccessKey } },
  }
}

interface Runs {
  readonly place: string
  readonly file: string
  readonly size: number
  readonly store: Store
  readonly peers: readonly PeerName[]
  readonly hosts: number
  readonly runs: number
}

/** All rounds over one link; each begins with another peer. */
async function runLink(name: LinkName, runs: Runs): Promise<Round[]> {
  const rounds: Round[] = []
  await runWithEndings(async (endings) => {
    const stage = await openStage(name, runs, endings)
    for (let at = 0; at < runs.runs; at++) {
      const first = at % runs.peers.length
      const round: Round = {}
      for (const peer of [...runs.peers.slice(first), ...runs.peers.slice(0, first)]) {
        const sent = await tryToSend(peer, stage)
        if (sent) round[peer] = sent
        const said = sent ? `${sent.seconds.toFixed(2)} s` : 'failed'
        print(`${name} ${at + 1}/${runs.runs} ${peer}: ${said}`)
      }
      rounds.push(round)
    }
  })
  if (rounds.length < runs.runs) throw new Error(`the runs over ${name} were not finished`)
  return rounds
}

/** A peer that fails is missing in the table, and the benchmark fails at its end. */
async function tryToSend(peer: PeerName, stage: Stage): Promise<Sent | undefined> {
  try {
    return await PEERS[peer](stage)
  } catch (error) {
    if (wasInterrupted()) throw error
    process.stderr.write(`${peer}: ${String(error)}\n`)
    process.exitCode = 1
    return undefined
  }
}

async function openStage(name: LinkName, runs: Runs, endings: Endings): Promise<Stage> {
  const { place, file, size, store, hosts } = runs
  const { address, account } = store
  const { shape } = linkOf(name, size)
  const link = shape && (await startLink(address, shape, endings))
  const endpoint = link ? `http://127.0.0.1:${link.port}` : address
  const [first = endpoint, ...others] = HOSTS.slice(0, hosts).map((host) =>
    endpoint.replace('127.0.0.1', `${host}.localhost`),
  )
  // The API reaches the store directly, as a server does that stands beside it.
  const endpoints: [string, ...string[]] = [first, ...others]
  const api = await startApi(address, endpoints, null, endings, account)
  const front = await startUncheckingFront(address, endings)
  const unchecked = await startApi(front, endpoints, 'none', endings, account)
  return {
    folder: place,
    file,
    size,
    account,
    bucket: await openBucket(address, endings, account),
    endpoint,
    endpoints,
    app: api.address,
    unchecked: unchecked.address,
    site: await startSite('plain-upload', endings),
    uppy: await startUppySite(await bundleUppy(), first, account, endings),
    begin: async () => link?.begin(),
    firstConnection: async () => (link ? (await link.report()).first : null),
  }
}
