import { v7 as uuid } from 'uuid'
import { CHECKSUM_HEADERS, type ChecksumAlgorithm } from '../../../../shared/checksum.ts'
import { ARRIVES_WITHIN_HEADER, HAND_OVER_PREFIX, partUrl } from '../../../../shared/hand-over.ts'
import { upTo } from '../../../../shared/ranges.ts'
import type { Event } from '../../engine/events.ts'
import { EMPTY_FLIGHT } from '../../engine/flight.ts'
import { createRecord } from '../../engine/record.ts'
import type { Upload } from '../../engine/step.ts'
import type { FetchRecord, FetchRegistration } from '../platform.ts'

export const CRC = 'rosUhgp5mIg='

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((done, fail) => {
    resolve = done
    reject = fail
  })
  return { promise, resolve, reject }
}

interface FakePart {
  readonly remoteId: string
  readonly number: number
  readonly checksum?: string
  readonly isSending?: boolean
}

/** A Background Fetch whose parts the test answers. */
export function createFetch(parts: readonly FakePart[], id = HAND_OVER_PREFIX + uuid()) {
  const answers = parts.map(() => deferred<Response>())
  for (const { promise } of answers) promise.catch(() => undefined)
  const records = parts.map(({ remoteId, number, checksum, isSending }, index): FetchRecord => {
    const headers = new Headers()
    if (checksum !== undefined) headers.set(CHECKSUM_HEADERS.crc64nvme, checksum)
    if (isSending) headers.set(ARRIVES_WITHIN_HEADER, '30')
    const url = `https://app.example${partUrl({ remoteId, number, place: parts.length - index })}`
    const answer = answers[index]
    if (!answer) throw new Error('no answer')
    return {
      request: new Request(url, { method: 'PUT', headers }),
      responseReady: answer.promise,
    }
  })
  let result: FetchRegistration['result'] = ''
  let uploaded = 0
  const registration: FetchRegistration = {
    id,
    get result() {
      return result
    },
    failureReason: '',
    get uploaded() {
      return uploaded
    },
    matchAll: async () => records,
  }
  return {
    id,
    registration,
    answer: (index: number, response: Response) => answers[index]?.resolve(response),
    fail: (index: number) => answers[index]?.reject(new DOMException('', 'AbortError')),
    /** Bytes that go up. */
    send: (bytes: number) => (uploaded += bytes),
    end: () => (result = 'success'),
  }
}
export type FakeFetch = ReturnType<typeof createFetch>

export const ok = (checksum?: string) =>
  Response.json({ etag: 'e', ...(checksum === undefined ? {} : { checksum }) })

export const elsewhere = (id: string, parts: readonly number[], ...awaited: number[]): Event => ({
  type: 'elsewhere',
  id,
  parts,
  awaited: new Set(awaited),
})

/** An upload of ten parts, none of which has arrived. */
export function uploadOf(handedOver = false, checksum: ChecksumAlgorithm = 'crc64nvme'): Upload {
  const id = uuid()
  const file = { id, name: 'a', path: '', size: 100, type: '', lastModified: 1 }
  const record = createRecord(file, 1)
  const hold = { ...record.hold, handedOver }
  const server = { token: 't', key: 'k', partSize: 10, partCount: 10, checksum }
  const missing = upTo(server.partCount)
  return { record: { ...record, phase: 'sending', hold, server, missing }, flight: EMPTY_FLIGHT }
}

/** Finds uploads by their ids at the API. */
export const idIn = (uploads: ReadonlyMap<string, Upload>) => (remoteId: string) =>
  [...uploads].find(([, { record }]) => record.remoteId === remoteId)?.[0]
