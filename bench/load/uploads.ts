/** Many uploads at once: what they take of the API's memory and time, and how long each waits. */
import { setTimeout as pause } from 'node:timers/promises'
import { MAX_PART_COUNT } from '../../shared/limits.ts'
import { PREFERRED_PART_SIZE } from '../../shared/plan.ts'
import { beginUpload, post, type BegunUpload } from '../support/api-client.ts'
import type { Endings } from '../support/ending.ts'
import { cpuSeconds, residentSize } from '../support/processes.ts'
import { startApi } from '../support/servers.ts'
import { median, quantile } from '../support/statistics.ts'

/** Any base64 of 8 bytes: nothing is sent here. */
const CRC = 'rosUhgp5mIg='
/** What a browser at 1 Gbit/s sends in a second, in parts of 16 MiB. */
const PARTS_A_SECOND = 8
/** Uploads that are begun at a time. */
const BEGUN_AT_ONCE = 20

export interface UploadsLoad {
  readonly requests: number
  /** How long they were asked for. */
  readonly seconds: number
  /** Ms from the moment at which a request was due to its answer. */
  readonly latency: { readonly median: number; readonly most: number; readonly longest: number }
  /** The API's seconds on the processor while they were asked for. */
  readonly cpu: number
  /** The API's bytes in memory (RSS). */
  readonly resident: { readonly before: number; readonly peak: number }
}

/** Begins so many uploads; then each has its next parts signed once a second, evenly spread. */
export async function runUploads(
  store: string,
  amount: number,
  seconds: number,
  endings: Endings,
): Promise<UploadsLoad> {
  const api = await startApi(store, [store], 'crc64nvme', endings)
  const before = (await residentSize(api.pid)).now
  const uploads: BegunUpload[] = []
  while (uploads.length < amount) {
    const some = Array.from({ length: Math.min(BEGUN_AT_ONCE, amount - uploads.length) }, () =>
      beginUpload(api.address, MAX_PART_COUNT * PREFERRED_PART_SIZE),
    )
    uploads.push(...(await Promise.all(some)))
  }
  const cpu = await cpuSeconds(api.pid)
  const begin = performance.now()
  const latencies = await Promise.all(
    uploads.map((upload, at) =>
      askEverySecond(api.address, upload, begin + (at / amount) * 1000, seconds),
    ),
  )
  const all = latencies.flat()
  return {
    requests: all.length,
    seconds: (performance.now() - begin) / 1000,
    latency: { median: median(all), most: quantile(all, 0.99), longest: quantile(all, 1) },
    cpu: (await cpuSeconds(api.pid)) - cpu,
    resident: { before, peak: (await residentSize(api.pid)).peak },
  }
}

/** Gives the ms that each request waited, from when it was due. */
async function askEverySecond(
  origin: string,
  { id, token }: BegunUpload,
  first: number,
  times: number,
): Promise<number[]> {
  const latencies: number[] = []
  for (let time = 0; time < times; time++) {
    const due = first + time * 1000
    await pause(Math.max(0, due - performance.now()))
    const parts = Array.from({ length: PARTS_A_SECOND }, (_, at) => ({
      number: ((time * PARTS_A_SECOND + at) % MAX_PART_COUNT) + 1,
      checksum: CRC,
    }))
    await post(`${origin}/api/uploads/${id}/sign`, { parts }, token)
    latencies.push(performance.now() - due)
  }
  return latencies
}
