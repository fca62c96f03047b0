/** Many senders of parts through the API at once, as browsers without a page are. */
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createCRC64 } from 'hash-wasm'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { CRC64_NVME } from '../../shared/crc.ts'
import { MIB } from '../../shared/limits.ts'
import { PREFERRED_PART_SIZE } from '../../shared/plan.ts'
import { beginUpload, type BegunUpload } from '../support/api-client.ts'
import type { Endings } from '../support/ending.ts'
import { cpuSeconds, residentSize } from '../support/processes.ts'
import { startApi } from '../support/servers.ts'

const CHUNK = Buffer.alloc(MIB)

export interface SendersLoad {
  readonly runs: readonly {
    /** Bytes a second of all together. */
    readonly rate: number
    /** The API's seconds on the processor for 1 GB. */
    readonly cpu: number
  }[]
  /** The API's bytes in memory (RSS). */
  readonly resident: { readonly before: number; readonly peak: number }
}

/** Every sender sends one part of 16 MiB, with its checksum. */
export async function runPartSenders(
  store: string,
  senders: number,
  times: number,
  endings: Endings,
): Promise<SendersLoad> {
  const api = await startApi(store, [store], 'crc64nvme', endings)
  const before = (await residentSize(api.pid)).now
  const checksum = await crcOfZeros()
  const total = senders * PREFERRED_PART_SIZE
  const runs: SendersLoad['runs'][number][] = []
  for (let time = 0; time < times; time++) {
    const upload = await beginUpload(api.address, total)
    const cpu = await cpuSeconds(api.pid)
    const begin = performance.now()
    await Promise.all(
      Array.from({ length: senders }, (_, at) => sendPart(api.address, upload, at + 1, checksum)),
    )
    const seconds = (performance.now() - begin) / 1000
    runs.push({ rate: total / seconds, cpu: ((await cpuSeconds(api.pid)) - cpu) / (total / 1e9) })
    await abort(api.address, upload)
  }
  return { runs, resident: { before, peak: (await residentSize(api.pid)).peak } }
}

async function sendPart(
  origin: string,
  { id, token }: BegunUpload,
  number: number,
  checksum: string,
): Promise<void> {
  const outgoing = request(`${origin}/api/uploads/${id}/parts/${number}`, {
    method: 'PUT',
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-length': PREFERRED_PART_SIZE,
      [CHECKSUM_HEADERS.crc64nvme]: checksum,
    },
  })
  const answered = new Promise<void>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      text(response).then((said) => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`part ${number}: ${response.statusCode} ${said}`))
      }, reject)
    })
  })
  await Promise.all([answered, pipeline(Readable.from(zeros()), outgoing)])
}

function* zeros(): Generator<Buffer> {
  for (let sent = 0; sent < PREFERRED_PART_SIZE; sent += CHUNK.length) yield CHUNK
}

async function crcOfZeros(): Promise<string> {
  const hasher = await createCRC64(CRC64_NVME.polynomial.toString(16))
  for (const chunk of zeros()) hasher.update(chunk)
  return Buffer.from(hasher.digest('binary')).toString('base64')
}

async function abort(origin: string, { id, token }: BegunUpload): Promise<void> {
  const response = await fetch(`${origin}/api/uploads/${id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok) throw new Error(`the upload was not aborted: ${response.status}`)
}
