import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { UNLIMITED } from '../../../shared/bandwidth.ts'
import type { Offered } from '../../../shared/messages.ts'
import { upTo } from '../../../shared/ranges.ts'
import { sequenceOf } from '../../../shared/sequence.ts'
import { EMPTY_FLIGHT, type PartFlight } from '../engine/flight.ts'
import { createRecord, type UploadRecord } from '../engine/record.ts'
import type { Upload } from '../engine/step.ts'
import { createOffers, offerOf } from './offers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function sending(changes: Partial<UploadRecord> = {}): Upload {
  const file = { id: uuid(), name: 'a', path: '', size: 40 * MIB, type: '', lastModified: 1 }
  const server = {
    token: 't',
    key: 'k',
    partSize: 10 * MIB,
    partCount: 4,
    checksum: 'md5' as const,
  }
  const record = { ...createRecord(file, 1), phase: 'sending' as const, server, missing: upTo(4) }
  return { record: { ...record, ...changes }, flight: EMPTY_FLIGHT }
}

const part = (stage: PartFlight['stage'], checksum: string | null): PartFlight => ({
  stage,
  checksum,
  signed: null,
  failures: 0,
  notBefore: 0,
})

it('offers what is missing, with what is known of it', () => {
  const upload = sending()
  const parts = new Map([
    [1, part('sending', 'a')],
    [2, part('hashed', 'b')],
    [3, part('hashing', null)],
  ])
  expect(offerOf({ ...upload, flight: { ...EMPTY_FLIGHT, parts } })).toMatchObject({
    id: upload.record.id,
    token: 't',
    algorithm: 'md5',
    missing: [[1, 4]],
    sending: [1],
    checksums: [
      [1, 'a'],
      [2, 'b'],
    ],
  })
})

it('offers nothing that the browser has already, that is held, or that is not being sent', () => {
  const upload = sending()
  const elsewhere = (parts: number[]) => ({
    ...upload,
    flight: { ...EMPTY_FLIGHT, elsewhere: sequenceOf(parts) },
  })
  expect(offerOf(elsewhere([1, 2, 4]))?.missing).toEqual([[3, 3]])
  expect(offerOf(elsewhere([1, 2, 3, 4]))).toBeNull()
  const hold = { user: true, problem: null, handedOver: false }
  for (const changes of [{ hold }, { phase: 'completing' as const }, { size: 0 }]) {
    expect(offerOf(sending(changes))).toBeNull()
  }
})

it('tells changes now and then, and at once when an upload is not to be handed over any more', () => {
  const sent: Offered[] = []
  let upload = sending()
  const { id } = upload.record
  const offers = createOffers(
    () => upload,
    () => UNLIMITED,
    (message) => sent.push(message),
  )
  offers.changed([id])
  offers.changed([id])
  expect(sent).toEqual([])
  vi.runAllTimers()
  expect(sent).toMatchObject([{ offers: [{ id }], withdrawn: [] }])
  upload = { ...upload, record: { ...upload.record, phase: 'completing' } }
  offers.changed([id])
  expect(sent.slice(1)).toEqual([
    { type: 'offered', offers: [], withdrawn: [id], bandwidth: UNLIMITED },
  ])
})

it('tells pages at once which limit holds, and with each offer', () => {
  const told: Offered[] = []
  let bandwidth = UNLIMITED
  const upload = sending()
  const offers = createOffers(
    () => upload,
    () => bandwidth,
    (message) => told.push(message),
  )
  bandwidth = { usual: 500_000, spans: [] }
  offers.limited()
  expect(told).toEqual([{ type: 'offered', offers: [], withdrawn: [], bandwidth }])
  offers.changed([upload.record.id])
  vi.runAllTimers()
  expect(told[1]).toMatchObject({ offers: [{ id: upload.record.id }], bandwidth })
})

it('tells sooner near the end, where what is being sent is most of what is left', () => {
  const told: Offered[] = []
  const far = sending({ missing: upTo(65) })
  const near = sending({ missing: upTo(64) })
  const offers = createOffers(
    (id) => [far, near].find(({ record }) => record.id === id),
    () => UNLIMITED,
    (message) => told.push(message),
  )
  offers.changed([far.record.id])
  vi.advanceTimersByTime(499)
  expect(told).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told).toHaveLength(1)
  offers.changed([far.record.id])
  offers.changed([near.record.id])
  vi.advanceTimersByTime(50)
  expect(told[1]?.offers.map(({ id }) => id)).toEqual([far.record.id, near.record.id])
})
