import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CreateMultipartUploadCommand, ListPartsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStoreProcess, type StoreProcess } from './test-child.ts'
import { signHeader } from './test-request.ts'
import { BUCKET, createClient } from './test-store.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

let dataDir: string
let store: StoreProcess
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'longhaul-memory-'))
  store = await startStoreProcess(dataDir)
}, 60_000)
afterAll(async () => {
  await store.end('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

function* zeros(total: number): Generator<Buffer> {
  const chunk = Buffer.alloc(MIB)
  for (let sent = 0; sent < total; sent += chunk.length) yield chunk
}

async function sendPart(path: string): Promise<void> {
  const url = new URL(store.endpoint)
  const signed = signHeader(store.endpoint, {
    method: 'PUT',
    path,
    headers: { 'content-length': String(GIB) },
  })
  const sending = request({
    host: url.hostname,
    port: url.port,
    method: 'PUT',
    path,
    headers: signed.headers ?? {},
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sending.once('response', (response) => resolve(response.resume().statusCode))
    sending.once('error', reject)
  })
  await pipeline(Readable.from(zeros(GIB)), sending)
  expect(await answered).toBe(200)
}

it('receives a part of 1 GiB in constant memory', async () => {
  const client = createClient(store.endpoint)
  const upload = { Bucket: BUCKET, Key: 'large' }
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...upload, ChecksumAlgorithm: 'CRC64NVME' }),
  )
  await sendPart(`/${BUCKET}/large?partNumber=1&uploadId=${UploadId}`)
  const { Parts } = await client.send(new ListPartsCommand({ ...upload, UploadId }))
  expect(Parts?.[0]?.Size).toBe(GIB)
  expect(await store.peakMemory()).toBeLessThan(320 * MIB)
  client.destroy()
}, 120_000)
