/**
 * What signing costs the API, over HTTP, and the presigner alone beside the SDK's; what many uploads
 * at once cost it, and many senders of parts.
 */
import { UploadPartCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import * as v from 'valibot'
import { createS3Client } from '../api/s3/client.ts'
import { browserBucketUrls } from '../api/s3/hosts.ts'
import { createPresigner } from '../api/s3/presign.ts'
import { MAX_PART_COUNT } from '../shared/limits.ts'
import { PREFERRED_PART_SIZE } from '../shared/plan.ts'
import { signPartsAnswerSchema } from '../shared/wire.ts'
import { runPartSenders } from './load/part-senders.ts'
import { runUploads } from './load/uploads.ts'
import { beginUpload, post, type BegunUpload } from './support/api-client.ts'
import { runWithEndings } from './support/ending.ts'
import { temporaryFolder } from './support/files.ts'
import { count, readOptions } from './support/options.ts'
import { cpuSeconds, residentSize } from './support/processes.ts'
import { describeMachine, keep, print, printTable } from './support/report.ts'
import { BUCKET, CREDENTIALS, REGION, startApi, startStore } from './support/servers.ts'
import { median, round } from './support/statistics.ts'

const MB = 1e6
const BATCHES = [100, 1000]
/** Any base64 of 8 bytes: nothing is sent here. */
const CRC = 'rosUhgp5mIg='
const LIFETIME = 3600

/** Signing a number of parts, over HTTP. */
interface Signing {
  readonly batch: number
  /** Seconds on the clock, one request at a time. */
  readonly seconds: number
  /** The API's seconds on the processor. */
  readonly cpu: number
  /** The API's bytes in memory (RSS) afterwards. */
  readonly resident: number
}

await runWithEndings(async (endings) => {
  const options = readOptions({
    parts: count(100_000),
    'sdk-parts': count(5000),
    runs: count(5),
    uploads: count(1000),
    seconds: count(20),
    senders: count(100),
  })
  const machine = describeMachine()
  const place = await temporaryFolder(
    undefined,
    options.senders * PREFERRED_PART_SIZE * 1.1,
    endings,
  )
  const store = await startStore(place, endings)
  const api = await startApi(store.address, [store.address], 'crc64nvme', endings)
  const upload = await beginUpload(api.address, MAX_PART_COUNT * PREFERRED_PART_SIZE)
  const idle = await residentSize(api.pid)

  const signings: Signing[] = []
  for (let run = 1; run <= options.runs; run++) {
    for (const batch of run % 2 === 1 ? BATCHES : BATCHES.toReversed()) {
      const cpu = await cpuSeconds(api.pid)
      const begin = performance.now()
      await signAll(api.address, upload, options.parts, batch)
      signings.push({
        batch,
        seconds: (performance.now() - begin) / 1000,
        cpu: (await cpuSeconds(api.pid)) - cpu,
        resident: (await residentSize(api.pid)).now,
      })
    }
  }
  const memory = { idle: idle.now, peak: (await residentSize(api.pid)).peak }
  const uploads = await runUploads(store.address, options.uploads, options.seconds, endings)
  const senders = await runPartSenders(store.address, options.senders, options.runs, endings)
  const presigners = await comparePresigners(options.parts, options['sdk-parts'], options.runs)

  printTable(
    `The API signs ${options.parts} parts with checksums, medians of ${options.runs} runs`,
    BATCHES.map((batch) => {
      const some = signings.filter((one) => one.batch === batch)
      const thousands = options.parts / 1000
      return {
        'parts a request': batch,
        'CPU ms/1,000 parts': round((median(some.map(({ cpu }) => cpu)) / thousands) * 1000, 2),
        'parts/s of one core': Math.round(options.parts / median(some.map(({ cpu }) => cpu))),
        'ms/1,000 parts': round((median(some.map(({ seconds }) => seconds)) / thousands) * 1000, 2),
        'RSS after, MB': round(median(some.map(({ resident }) => resident)) / MB),
      }
    }),
  )
  print(`RSS before ${round(memory.idle / MB)} MB, at most ${round(memory.peak / MB)} MB`)
  printTable(
    `${options.uploads} uploads at once, each asking for 8 parts a second, for ${options.seconds} s`,
    [
      {
        'requests/s': round(uploads.requests / uploads.seconds),
        'median, ms': round(uploads.latency.median),
        'of 99 %, ms': round(uploads.latency.most),
        'longest, ms': round(uploads.latency.longest),
        'CPU, of one core': round(uploads.cpu / uploads.seconds, 2),
        'RSS before, MB': round(uploads.resident.before / MB),
        'RSS at most, MB': round(uploads.resident.peak / MB),
      },
    ],
  )
  printTable(
    `${options.senders} senders of parts through the API, medians of ${options.runs} runs`,
    [
      {
        'MB/s': round(median(senders.runs.map(({ rate }) => rate)) / MB),
        'CPU s/GB': round(median(senders.runs.map(({ cpu }) => cpu)), 2),
        'RSS before, MB': round(senders.resident.before / MB),
        'RSS at most, MB': round(senders.resident.peak / MB),
      },
    ],
  )
  printTable(
    'Presigners alone, in one thread',
    Object.entries(presigners).map(([name, rates]) => ({
      '': name,
      'URLs/s': Math.round(median(rates)),
    })),
  )
  await keep('api', { machine, options, memory, signings, uploads, senders, presigners })
})

async function signAll(
  origin: string,
  { id, token }: BegunUpload,
  parts: number,
  batch: number,
): Promise<void> {
  for (let signed = 0; signed < parts; signed += batch) {
    const numbers = Array.from({ length: batch }, (_, at) => ((signed + at) % MAX_PART_COUNT) + 1)
    const body = { parts: numbers.map((number) => ({ number, checksum: CRC })) }
    const answer = await post(`${origin}/api/uploads/${id}/sign`, body, token)
    // Once is enough: reading them all would cost this process more than signing costs the API.
    if (signed === 0 && v.parse(signPartsAnswerSchema, answer).parts.length !== batch) {
      throw new Error('not all parts were signed')
    }
  }
}

/** URLs a second of each, one run after the other. */
async function comparePresigners(ownParts: number, sdkParts: number, runs: number) {
  const address = {
    bucket: BUCKET,
    region: REGION,
    endpoint: 'http://localhost:9000',
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials: CREDENTIALS,
  }
  const client = createS3Client(address)
  const urls = await browserBucketUrls(client, address)
  const presigner = createPresigner(urls, REGION, () => client.config.credentials())
  const upload = { key: '2026/11/22/a-random-id/film.mov', uploadId: 'x'.repeat(64) }

  const rates = { Longhaul: Array<number>(), '@aws-sdk/s3-request-presigner': Array<number>() }
  for (let run = 0; run < runs; run++) {
    rates.Longhaul.push(
      await rate(ownParts, async () => {
        for (let signed = 0; signed < ownParts; signed += 1000) {
          const parts = Array.from({ length: Math.min(1000, ownParts - signed) }, (_, at) => ({
            number: ((signed + at) % MAX_PART_COUNT) + 1,
            length: PREFERRED_PART_SIZE,
            checksum: ['x-amz-checksum-crc64nvme', CRC] as const,
          }))
          await presigner.sign(upload, parts, LIFETIME, Date.now())
        }
      }),
    )
    rates['@aws-sdk/s3-request-presigner'].push(
      await rate(sdkParts, () => signBySdk(client, upload, sdkParts)),
    )
  }
  client.destroy()
  return rates
}

async function signBySdk(
  client: S3Client,
  { key, uploadId }: { key: string; uploadId: string },
  parts: number,
): Promise<void> {
  for (let at = 0; at < parts; at++) {
    const command = new UploadPartCommand({
      Bucket: BUCKET,
      Key: key,
      UploadId: uploadId,
      PartNumber: (at % MAX_PART_COUNT) + 1,
      ContentLength: PREFERRED_PART_SIZE,
      ChecksumCRC64NVME: CRC,
    })
    await getSignedUrl(client, command, {
      expiresIn: LIFETIME,
      unhoistableHeaders: new Set(['x-amz-checksum-crc64nvme']),
    })
  }
}

async function rate(amount: number, work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return amount / ((performance.now() - begin) / 1000)
}
