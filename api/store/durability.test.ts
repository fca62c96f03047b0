import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStoreProcess, type StoreProcess } from './test-child.ts'
import { BUCKET, createClient } from './test-store.ts'

const ROUNDS = 4
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** What the store said yes to, and what it was asked. */
class Ledger {
  /** ETags of acknowledged parts by upload id and number; the key of the upload first. */
  readonly uploads = new Map<string, { key: string; parts: Map<number, string> }>()
  /** ETags of the last acknowledged object by key. */
  readonly objects = new Map<string, string>()
  /** ETags of all parts and objects that were ever sent. */
  readonly sent = new Set<string>()
}

/** Works until the store is gone: an error before that is one of the test. */
async function untilKilled(isKilled: () => boolean, work: () => Promise<void>): Promise<void> {
  try {
    while (!isKilled()) await work()
  } catch (error) {
    if (!isKilled()) throw error
  }
}

async function sendParts(client: S3Client, ledger: Ledger, isKilled: () => boolean): Promise<void> {
  const key = `parts/${randomBytes(4).toString('hex')}`
  const upload = { Bucket: BUCKET, Key: key }
  const { UploadId = '' } = await client.send(
    new CreateMultipartUploadCommand({ ...upload, ChecksumAlgorithm: 'CRC64NVME' }),
  )
  const parts = new Map<number, string>()
  ledger.uploads.set(UploadId, { key, parts })
  let number = 0
  await untilKilled(isKilled, async () => {
    number = (number % 40) + 1
    const Body = randomBytes(30_000)
    ledger.sent.add(md5(Body))
    // Asked for again but not acknowledged, either of the two may be there.
    parts.delete(number)
    await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: number, Body }))
    parts.set(number, md5(Body))
  })
}

async function completeUploads(client: S3Client, ledger: Ledger): Promise<void> {
  const Key = `completed/${randomBytes(4).toString('hex')}`
  const Body = randomBytes(50_000)
  const upload = { Bucket: BUCKET, Key }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
  const part = { ...upload, UploadId, PartNumber: 1, Body }
  ledger.sent.add(md5(Body))
  const { ETag } = await client.send(new UploadPartCommand(part))
  const Parts = [{ PartNumber: 1, ETag }]
  await client.send(
    new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }),
  )
  ledger.objects.set(Key, md5(Body))
}

async function putObjects(client: S3Client, ledger: Ledger): Promise<void> {
  const Key = `put/${randomBytes(1).toString('hex')}`
  const Body = randomBytes(50_000)
  ledger.sent.add(md5(Body))
  ledger.objects.delete(Key)
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }))
  ledger.objects.set(Key, md5(Body))
}

async function checkParts(client: S3Client, ledger: Ledger): Promise<number> {
  let count = 0
  for (const [UploadId, { key, parts }] of ledger.uploads) {
    const listed = await client.send(new ListPartsCommand({ Bucket: BUCKET, Key: key, UploadId }))
    const found = new Map(
      (listed.Parts ?? []).map(({ PartNumber = 0, ETag = '' }) => [PartNumber, ETag.slice(1, -1)]),
    )
    for (const [number, etag] of parts) expect(found.get(number)).toBe(etag)
    for (const etag of found.values()) expect(ledger.sent.has(etag)).toBe(true)
    count += found.size
  }
  return count
}

async function checkObjects(client: S3Client, ledger: Ledger): Promise<number> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))
  const found = new Map<string, string>()
  for (const { Key = '' } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))
    found.set(Key, md5((await Body?.transformToByteArray()) ?? new Uint8Array()))
  }
  for (const [key, etag] of ledger.objects) expect(found.get(key)).toBe(etag)
  for (const etag of found.values()) expect(ledger.sent.has(etag)).toBe(true)
  return found.size
}

let dataDir: string
let store: StoreProcess | undefined
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'longhaul-durability-'))
})
afterAll(async () => {
  await store?.end('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

it('keeps all it acknowledged, and nothing half written, through kill -9', async () => {
  const ledger = new Ledger()
  for (let round = 0; round < ROUNDS; round++) {
    store = await startStoreProcess(dataDir)
    let client = createClient(store.endpoint)
    let killed = false
    const isKilled = (): boolean => killed
    const work = Promise.all([
      untilKilled(isKilled, () => sendParts(client, ledger, isKilled)),
      untilKilled(isKilled, () => sendParts(client, ledger, isKilled)),
      untilKilled(isKilled, () => completeUploads(client, ledger)),
      untilKilled(isKilled, () => completeUploads(client, ledger)),
      untilKilled(isKilled, () => putObjects(client, ledger)),
    ])
    await sleep(400 + Math.random() * 400)
    await expect.poll(() => ledger.objects.size).toBeGreaterThan(0)
    killed = true
    await store.end('SIGKILL')
    await work
    client.destroy()

    store = await startStoreProcess(dataDir)
    client = createClient(store.endpoint)
    const parts = await checkParts(client, ledger)
    const objects = await checkObjects(client, ledger)
    expect(ledger.objects.size).toBeGreaterThan(0)
    expect(await readdir(join(dataDir, 'store', 'temporary'))).toEqual([])
    const files = await readdir(join(dataDir, 'store', 'data'), {
      recursive: true,
      withFileTypes: true,
    })
    const unfinished = await partsOfUnfinished(client, ledger)
    expect(files.filter((file) => file.isFile()).length).toBe(parts + objects + unfinished)
    client.destroy()
    expect(await store.end('SIGTERM')).toBe(0)
    store = undefined
  }
}, 120_000)

/** Parts of uploads that were to be completed, but were not before the kill. */
async function partsOfUnfinished(client: S3Client, ledger: Ledger): Promise<number> {
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: 'completed/' }),
  )
  let count = 0
  for (const { Key, UploadId } of Uploads) {
    const { Parts = [] } = await client.send(
      new ListPartsCommand({ Bucket: BUCKET, Key, UploadId }),
    )
    count += Parts.length
    for (const { ETag = '' } of Parts) expect(ledger.sent.has(ETag.slice(1, -1))).toBe(true)
  }
  return count
}
