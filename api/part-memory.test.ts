import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MIB } from '../shared/limits.ts'
import { createUploadAnswerSchema } from '../shared/wire.ts'
import { startStoreProcess, type StoreProcess } from './store/test-child.ts'
import { BUCKET, CREDENTIALS, REGION } from './store/test-store.ts'
import { creation, SECRET } from './testing/harness.ts'
import { beginPart } from './testing/part-server.ts'
import { openSlowLine, type SlowLine } from './testing/slow-line.ts'

const SENDERS = 8
const PART_SIZE = 64 * MIB
/** Bytes a second that the store takes. */
const RATE = 96 * MIB

const END_WITH_PARENT = new URL('../tests/servers/end-with-parent.js', import.meta.url).href

let folder: string
let store: StoreProcess
let line: SlowLine
let api: ChildProcess
let origin: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhaul-parts-'))
  store = await startStoreProcess(folder)
  line = await openSlowLine(store.endpoint)
  api = spawn(process.execPath, ['--import', END_WITH_PARENT, '--import', 'tsx', 'api/main.ts'], {
    cwd: resolve(import.meta.dirname, '..'),
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      S3_BUCKET: BUCKET,
      S3_REGION: REGION,
      S3_ENDPOINT: line.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      TOKEN_SECRET: SECRET,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  origin = await readOrigin(api)
}, 60_000)
afterAll(async () => {
  const exited = once(api, 'exit')
  api.kill('SIGTERM')
  await exited
  await line.close()
  await store.end('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function readOrigin({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the output of the server is not piped')
  for await (const said of createInterface(stdout)) {
    const found = /^Longhaul is ready: (\S+)$/.exec(said)?.[1]
    if (found !== undefined) return found
  }
  throw new Error('the server ended before it was ready')
}

/** Bytes that the server has in memory now, and had at most. */
async function memory(): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${api.pid}/status`, 'utf8')
  const kilobytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024
  return { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') }
}

/** An upload so large that its parts have this size. */
async function begin() {
  const request = creation({ size: 10_000 * PART_SIZE })
  const answer = await fetch(`${origin}/api/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const { token, partSize } = v.parse(createUploadAnswerSchema, await answer.json())
  expect(partSize).toBe(PART_SIZE)
  return { id: request.id, token }
}

function* zeros(): Generator<Buffer> {
  const chunk = Buffer.alloc(MIB)
  for (let sent = 0; sent < PART_SIZE; sent += chunk.length) yield chunk
}

it(`passes ${SENDERS} large parts on to a slow store in constant memory`, async () => {
  const upload = await begin()
  const numbers = Array.from({ length: SENDERS }, (_, index) => index + 1)
  const before = await memory()
  line.rate = RATE
  await Promise.all(
    numbers.map(async (number) => {
      const { outgoing, answer } = beginPart(origin, upload, number, {
        'content-length': PART_SIZE,
      })
      await pipeline(Readable.from(zeros()), outgoing)
      expect(await answer).toMatchObject({ status: 200 })
    }),
  )
  const after = await memory()
  // All parts together have 512 MiB.
  expect(after.peak - before.now).toBeLessThan(96 * MIB)
}, 120_000)
