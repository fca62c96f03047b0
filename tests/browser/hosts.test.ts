import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { startEmbeddedStore } from '../servers/embedded-store.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import { arrives } from './arrival.ts'
import { makeFile } from './files.ts'
import { closeGateAfter, partsOf } from './gate.ts'
import { startProxiedStage, type ProxiedStage } from './stage.ts'
import { choose, openApp, PATIENCE, reaches } from './uploads-page.ts'

const PARTS = 9

/** The same address under another name, which leads to this machine too. */
function named(endpoint: string, name: string): string {
  return `http://${name}:${new URL(endpoint).port}`
}

let stage: ProxiedStage
beforeAll(async () => {
  stage = await startProxiedStage(startEmbeddedStore, (endpoint) => ({
    S3_PUBLIC_ENDPOINT: named(endpoint, 'localhost'),
    S3_ENDPOINTS: ['s1.localhost', 's2.localhost'].map((one) => named(endpoint, one)).join(),
  }))
})
afterAll(() => stage.close())

test('parts of one file go by all names of the store, more at once than a browser sends to one', async () => {
  const file = await makeFile(join(stage.folder, 'by many names.bin'), PARTS * 16 * MIB)
  const gate = closeGateAfter(stage.proxy, 0)
  const page = await openApp(stage.context(), stage.origin)
  await choose(page, file.path)
  const waiting = () => partsOf(stage.proxy, file.name).filter(({ state }) => state === 'waiting')
  await expect.poll(() => waiting().length, { timeout: PATIENCE }).toBeGreaterThan(6)
  gate.open()
  await arrives(page, stage.bucket, file)
  const names = new Set(partsOf(stage.proxy, file.name).map(({ host }) => host.split(':')[0]))
  expect([...names].sort((a = '', b = '') => a.localeCompare(b))).toEqual([
    'localhost',
    's1.localhost',
    's2.localhost',
  ])
  await page.close()
})

interface Other {
  readonly endpoint: string
  close(): Promise<void>
}

/** Takes connections for the store, and lets no page send. */
async function startWithoutCors(): Promise<Other> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    outgoing.writeHead(403).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { endpoint: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) }
}

/** Nobody listens there any more. */
async function startNowhere(): Promise<Other> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${portOf(server)}`
  await closed(server)
  return { endpoint, close: async () => undefined }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

const DEAD: [name: string, start: () => Promise<Other>][] = [
  ['refuses connections', startNowhere],
  ['lets no page send', startWithoutCors],
  [
    'has no address',
    async () => ({ endpoint: 'http://nowhere.invalid', close: async () => undefined }),
  ],
]

describe.each(DEAD)('a host that %s', (kind, start) => {
  test.each(['first', 'second'])('is done without, also when it is the %s', async (place) => {
    const dead = await start()
    const good = named(stage.proxy.endpoint, 'localhost')
    const [first, second] = place === 'first' ? [dead.endpoint, good] : [good, dead.endpoint]
    await stage.stopApi()
    // Of another origin the browser knows nothing.
    const hosts = { S3_PUBLIC_ENDPOINT: first, S3_ENDPOINTS: second, PORT: '0' }
    const origin = await stage.startApi(hosts)
    const file = await makeFile(join(stage.folder, `${kind}, ${place}.bin`), 4 * 16 * MIB)
    const page = await openApp(stage.context(), origin)
    await choose(page, file.path)
    await arrives(page, stage.bucket, file)
    await page.close()
    await dead.close()
  })
})

test('a host that goes away under way is left to the others', async () => {
  const other = await startFaultProxy()
  other.target = stage.proxy.target
  await stage.stopApi()
  const hosts = { S3_PUBLIC_ENDPOINT: stage.proxy.endpoint, S3_ENDPOINTS: other.endpoint }
  const origin = await stage.startApi({ ...hosts, PORT: '0' })
  const gates = [closeGateAfter(stage.proxy, 0), closeGateAfter(other, 0)]
  try {
    const first = await makeFile(join(stage.folder, 'before it goes.bin'), 2 * 16 * MIB)
    const file = await makeFile(join(stage.folder, 'gone under way.bin'), PARTS * 16 * MIB)
    const page = await openApp(stage.context(), origin)
    await choose(page, first.path)
    // It is tried beside what is under way. From then on both take some, however busy the machine is.
    await expect.poll(() => other.others.length, { timeout: PATIENCE }).toBeGreaterThan(0)
    for (const gate of gates) gate.passMore(2)
    await reaches(page, first.name, 'Verified')
    await choose(page, file.path)
    await expect
      .poll(() => partsOf(other, file.name).length, { timeout: PATIENCE })
      .toBeGreaterThan(0)
    await other.refuseConnections()
    for (const gate of gates) gate.open()
    await arrives(page, stage.bucket, file)
    expect(numbersOf(stage.proxy, file.name)).toHaveLength(PARTS)
    await page.close()
  } finally {
    for (const gate of gates) gate.open()
    await other.close()
  }
})

test('a browser that knew the store under another name alone sends to the new one', async () => {
  await stage.stopApi()
  const at = (name: string, port: string) =>
    stage.startApi({
      S3_PUBLIC_ENDPOINT: named(stage.proxy.endpoint, name),
      S3_ENDPOINTS: '',
      PORT: port,
    })
  const origin = await at('s1.localhost', '0')
  const before = await openApp(stage.context(), origin)
  await stage.stopApi()
  await at('s2.localhost', new URL(origin).port)
  // The browser looks for another worker with each page; where nothing is under way it is taken at once.
  await before.reload()
  await expect.poll(() => keptPolicy(before), { timeout: PATIENCE }).toContain('s2.localhost')
  await before.close()
  const page = await openApp(stage.context(), origin)
  const file = await makeFile(join(stage.folder, 'after a move.bin'), 100_000)
  await choose(page, file.path)
  await arrives(page, stage.bucket, file)
  expect(partsOf(stage.proxy, file.name)).toMatchObject([
    { host: expect.stringMatching(/^s2\.localhost:/) },
  ])
  await page.close()
})

/** Of the page that the worker keeps; the page that asks may just be loaded anew, by that worker. */
async function keptPolicy(page: Page): Promise<string> {
  const ask = async () =>
    (await fetch('/index.html')).headers.get('content-security-policy') ?? 'there is none'
  return page.evaluate(ask).catch(String)
}

function numbersOf(proxy: FaultProxy, name: string): number[] {
  const acknowledged = partsOf(proxy, name).filter(({ status }) => status === 200)
  return [...new Set(acknowledged.map(({ number }) => number))]
}
