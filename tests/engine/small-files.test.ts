import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openApi, openStore, type Api } from '../../api/testing/harness.ts'
import { openPartServer, type PartServer } from '../../api/testing/part-server.ts'
import { createApiClient } from '../../web/sw/clients/api.ts'
import { createHasher } from '../../web/sw/clients/hasher.ts'
import { createPartSender } from '../../web/sw/clients/part-sender.ts'
import { createEngine } from '../../web/sw/engine.ts'
import { createRecord, isEnded } from '../../web/sw/engine/record.ts'
import { startFaultProxy, type FaultProxy } from '../servers/fault-proxy.ts'
import { createMemoryStore } from './memory-store.ts'
import { createTape } from './tape.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** The real engine and clients against the real API and store: what many small files cost. */

const COUNT = 1000
const SIZE = 100_000

let close: (() => Promise<void>)[] = []
let api: Api
let server: PartServer
let proxy: FaultProxy
/** Requests to the store that carry no part, by kind. */
let toStore: Map<string, number>

beforeEach(async () => {
  const bucket = await openStore()
  proxy = await startFaultProxy(bucket.endpoint)
  toStore = new Map()
  proxy.handle = (method, path) => {
    const what = path.includes('/receipts/')
      ? ' receipt'
      : path.includes('/ledger/')
        ? ' entry'
        : ''
    const kind = `${method}${what}`
    const isUpload = /[?&](uploads|uploadId)\b/.test(path)
    const name = isUpload ? `${kind} multipart` : kind
    toStore.set(name, (toStore.get(name) ?? 0) + 1)
    return 'pass'
  }
  api = await openApi({
    bucket: { ...bucket, address: { ...bucket.address, endpoint: proxy.endpoint } },
  })
  await api.deps.ability()
  server = await openPartServer(api)
  close = [() => server.close(), () => api.close(), () => proxy.close()]
})
afterEach(async () => {
  for (const end of close) await end()
})

it('costs a PUT and what proves it for each of 1,000, and few requests to the API', async () => {
  toStore.clear()
  const before = proxy.parts.length
  const requests = new Map<string, number>()
  const { fetch } = globalThis
  globalThis.fetch = (input, init) => {
    const { pathname, origin } = new URL(input instanceof Request ? input.url : input)
    if (origin === server.origin) requests.set(pathname, (requests.get(pathname) ?? 0) + 1)
    return fetch(input, init)
  }
  close.unshift(async () => void (globalThis.fetch = fetch))
  const content = new Uint8Array(SIZE).map((_, at) => at % 251)
  const records = Array.from({ length: COUNT }, (_, n) => {
    const id = randomUUID()
    return createRecord({ id, name: `${n}`, path: '', size: SIZE, type: '', lastModified: 1 }, n)
  })
  const problems: unknown[] = []
  const done = new Promise<void>((resolve) => {
    const count = () => [...(engine?.uploads().values() ?? [])].filter((one) => isEnded(one.record))
    let engine: Awaited<ReturnType<typeof createEngine>> | undefined
    const start = async () => {
      engine = await createEngine(
        {
          records: createMemoryStore(createVirtualClock(), createTape([]), 'at once'),
          api: createApiClient(`${server.origin}/api`),
          files: { slice: async (_, start, end) => new Blob([content.slice(start, end)]) },
          sendPart: createPartSender(() => performance.now()),
          hashBytes: createHasher(),
          probeHost: async () => false,
          speedLimit: () => null,
          conditions: () => ({ saving: false, strained: false, memory: null }),
          clock: {
            now: () => Date.now(),
            steady: () => performance.now(),
            random: () => Math.random(),
            after: (delay, call) => {
              const timer = setTimeout(call, delay)
              return () => clearTimeout(timer)
            },
          },
          log: { warn: (facts, text) => void problems.push([text, facts]) },
        },
        () => {
          if (count().length === COUNT) resolve()
        },
      )
      await engine.add(records)
    }
    void start()
  })
  await done
  expect(problems).toEqual([])

  const parts = proxy.parts.slice(before)
  expect(parts.every(({ status, number }) => status === 200 && number === 1)).toBe(true)
  expect(parts).toHaveLength(COUNT)
  // Each is looked at once to compare it, has its receipt and its entry for admins written, and was not cancelled.
  const written = { HEAD: COUNT, GET: COUNT, 'PUT receipt': COUNT, 'PUT entry': COUNT }
  expect(Object.fromEntries(toStore)).toEqual(written)
  const asked = Object.fromEntries(requests)
  expect(Object.keys(asked).sort()).toEqual([
    '/api/batch/complete',
    '/api/batch/create',
    '/api/batch/sign',
  ])
  for (const times of requests.values()) expect(times).toBeLessThanOrEqual(COUNT / 4)
  const client = new S3Client({
    ...api.address,
    endpoint: proxy.endpoint,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'a-secret-of-the-tests' },
  })
  const [key = ''] = parts.map((part) => part.key.replace('files/', ''))
  const head = await client.send(new HeadObjectCommand({ Bucket: 'files', Key: key }))
  expect(head.ContentLength).toBe(SIZE)
  client.destroy()
}, 600_000)
