import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { createEngine, type Engine } from '../../web/sw/engine.ts'
import { offerOf } from '../../web/sw/background/offers.ts'
import { createRecord, type UploadRecord } from '../../web/sw/engine/record.ts'
import { viewOf } from '../../web/sw/engine/view.ts'
import type { ArrivedPart } from '../../web/sw/engine/events.ts'
import type { Changes, Ports } from '../../web/sw/ports.ts'
import { countSteps } from './steps.ts'

/** So many times what it costs in a small upload is no growth: that would be 1,000 or 100 times. */
const AS_MUCH = 1.5
const PART = 5 * MIB
/** Pages are told of one of so many changes: it is done now and then. */
const TOLD = 10

interface Cost {
  /** All of it for one part, on average. */
  readonly steps: number
  /** Bytes of what was written for a part, and of the largest message about it. */
  readonly written: number
  readonly told: number
}

const RECEIPT: Receipt = {
  version: 1,
  id: 'id',
  bucket: 'bucket',
  key: 'key',
  name: 'a',
  path: '',
  size: PART,
  partSize: PART,
  partCount: 1,
  etag: 'etag',
  checksum: { algorithm: 'crc64nvme', value: 'AAAAAAAAAAA=', proof: 'object-checksum' },
  createdAt: '2026-01-01T00:00:00.000Z',
  completedAt: '2026-01-01T00:00:00.000Z',
}

/** A world in which everything is done at once, and in order. */
function createWorld(partCount: number) {
  const parts = new Map<string, Map<number, ArrivedPart>>()
  let written = 0
  const commit = async (changes: Changes): Promise<void> => {
    written += JSON.stringify(changes).length
    for (const { id, part } of changes.parts) {
      const known = parts.get(id) ?? new Map<number, ArrivedPart>()
      parts.set(id, known.set(part.number, part))
    }
  }
  const notThere = () => Promise.reject(new Error('is not asked for'))
  const timers = new Set<() => void>()
  const ports: Ports = {
    records: {
      load: async () => [],
      commit,
      partsOf: async (id) => [...(parts.get(id)?.values() ?? [])],
    },
    api: {
      create: async () => ({
        token: 't'.repeat(300),
        key: 'key',
        partSize: PART,
        partCount,
        checksum: 'crc64nvme',
        isNew: true,
      }),
      sign: async (_upload, toSign) => ({
        parts: toSign.map(({ number }) => ({ number, url: `http://s/${number}`, headers: {} })),
        expiresInSeconds: 3600,
      }),
      list: async () => ({ parts: [] }),
      complete: async () => RECEIPT,
      abort: notThere,
      discard: notThere,
    },
    files: { slice: async (_record, start, end) => new Blob([`${start} ${end}`]) },
    sendPart: async () => undefined,
    speedLimit: () => null,
    hashBytes: async () => 'AAAAAAAAAAA=',
    probeHost: async () => true,
    conditions: () => ({ saving: false, strained: false, memory: null }),
    clock: {
      now: () => 1_800_000_000_000,
      steady: () => 1_800_000_000_000,
      random: () => 0.5,
      after(_delay, call) {
        timers.add(call)
        return () => timers.delete(call)
      },
    },
    log: { warn: () => undefined },
  }
  return { ports, written: () => written }
}

const recordOf = (partCount: number): UploadRecord =>
  createRecord(
    {
      id: uuid(),
      name: 'a',
      path: '',
      size: partCount * PART,
      type: '',
      lastModified: 1,
    },
    1_800_000_000_000,
  )

/** Sends all parts of some uploads; what is measured begins after the first `before` parts. */
async function send(partCount: number, uploads = 1): Promise<Cost> {
  const { ports, written } = createWorld(partCount)
  let engine: Engine | null = null
  let told = 0
  let changes = 0
  let left = uploads
  const [arrived, allArrived] = promised()
  const engineReady = createEngine(ports, (ids) => {
    for (const id of ids) {
      const upload = engine?.uploads().get(id)
      if (!upload) continue
      if (upload.record.phase === 'verified') left -= 1
      if (left === 0) allArrived()
      changes += 1
      if (changes % TOLD !== 0) continue
      const message = [viewOf(upload, 0, true), offerOf(upload)]
      told = Math.max(told, JSON.stringify(message).length)
    }
  })
  engine = await engineReady
  const records = Array.from({ length: uploads }, () => recordOf(partCount))
  const steps = await countSteps(async () => {
    await engine.add(records)
    await arrived
  })
  engine.stop()
  const all = partCount * uploads
  return { steps: steps / all, written: written() / all, told }
}

test('a part of 10,000 costs what one of ten does, and is written and told in as few bytes', async () => {
  const few = await send(10)
  const some = await send(1000)
  const many = await send(10_000)
  expect(many.steps).toBeLessThan(AS_MUCH * few.steps)
  expect(many.steps).toBeLessThan(AS_MUCH * some.steps)
  expect(many.written).toBeLessThan(AS_MUCH * few.written)
  expect(many.told).toBeLessThan(AS_MUCH * few.told)
}, 120_000)

test('an upload among 1,000 costs what one among ten does', async () => {
  const few = await send(2, 10)
  const many = await send(2, 1000)
  expect(many.steps).toBeLessThan(AS_MUCH * few.steps)
  expect(many.written).toBeLessThan(AS_MUCH * few.written)
}, 120_000)

function promised(): [Promise<void>, () => void] {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return [promise, resolve]
}
