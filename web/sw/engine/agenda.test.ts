import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { inOrder, PRIORITIES, rankOf } from '../../../shared/order.ts'
import { upTo } from '../../../shared/ranges.ts'
import { createAgenda } from './agenda.ts'
import { EMPTY_FLIGHT, type PartFlight } from './flight.ts'
import { CAPACITY } from './capacity.ts'
import { isHeld, nextTime } from './holds.ts'
import { next } from './next.ts'
import { createRecord, isEnded, isRemoved, NO_HOLD, type UploadRecord } from './record.ts'
import type { Upload } from './step.ts'

const NOW = 1_800_000_000_000
const COUNT = 24
const IDS = Array.from({ length: COUNT }, () => uuid())
const SMALL = {
  ...CAPACITY,
  requests: 2,
  created: 5,
  uploads: 3,
  window: 4,
  lanes: 3,
  whole: 4,
  doubtful: 2,
}

const server = { token: 't', key: 'k', partSize: 5 * MIB, partCount: 9, checksum: 'none' as const }
const phase = fc.constantFrom<UploadRecord['phase'][]>(
  'waiting',
  'creating',
  'sending',
  'sending',
  'completing',
  'verified',
  'cancelling',
)
const notBefore = fc.constantFrom(0, 0, 0, NOW - 5, NOW + 5, NOW + 10, NOW + 20)
const part = fc.record<PartFlight>({
  stage: fc.constantFrom('idle', 'hashing', 'hashed', 'signing', 'signed', 'sending'),
  checksum: fc.constant(null),
  signed: fc.constant({ checksum: null, url: 'u', headers: {}, beginBefore: NOW + 1e6 }),
  failures: fc.constant(0),
  notBefore,
})
const change = fc.record({
  which: fc.nat(COUNT - 1),
  phase,
  isWhole: fc.boolean(),
  isPaused: fc.boolean(),
  isRunning: fc.boolean(),
  listed: fc.boolean(),
  notBefore,
  problem: fc.constantFrom(null, null, 'file_unreadable' as const),
  parts: fc.array(part, { maxLength: 3 }),
  later: fc.nat(8),
  priority: fc.constantFrom(undefined, undefined, ...PRIORITIES),
  place: fc.constantFrom(undefined, 1, 2, 3.5, NOW + 1),
  startAt: fc.constantFrom(undefined, undefined, undefined, NOW - 5, NOW + 5, NOW + 15),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function uploadOf({
  which,
  phase,
  isWhole,
  isPaused,
  isRunning,
  listed,
  notBefore,
  problem,
  parts,
  priority,
  place,
  startAt,
}: Change): Upload {
  const id = IDS[which] ?? ''
  const file = {
    id,
    name: 'a',
    path: '',
    size: isWhole ? MIB : 45 * MIB,
    type: '',
    lastModified: 1,
  }
  const hasParts = phase === 'sending'
  const user = isPaused && phase !== 'cancelling'
  return {
    record: {
      ...createRecord(file, NOW),
      priority,
      place,
      startAt: phase === 'cancelling' ? undefined : startAt,
      phase,
      hold: { ...NO_HOLD, user },
      server: hasParts || phase === 'completing' ? server : null,
      missing: hasParts ? upTo(9) : [],
    },
    flight: {
      ...EMPTY_FLIGHT,
      running: isRunning ? 'list' : null,
      listed,
      notBefore,
      problem,
      parts: new Map(hasParts ? [...parts].map((one, at) => [at + 1, one]) : []),
    },
  }
}

it('finds what there is to begin, and when, as if all uploads were looked at', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
      const agenda = createAgenda(SMALL)
      const all = new Map<string, Upload>()
      let now = NOW
      for (const one of changes) {
        const upload = uploadOf(one)
        const { id } = upload.record
        if (isEnded(upload.record)) {
          all.delete(id)
          agenda.delete(id)
        } else {
          all.set(id, upload)
          agenda.put(upload)
        }
        now += one.later
        const expected = next(sorted(all), now, SMALL)
        expect(next(agenda.candidates(now), now, SMALL)).toEqual(expected)
        expect(agenda.nextTime(now)).toBe(nextTime(all.values(), now))
      }
      const isOpen = [...all.values()].some(
        (upload) => !isHeld(upload) && !isRemoved(upload.record),
      )
      expect(agenda.hasOpen()).toBe(isOpen)
    }),
    { numRuns: 300 },
  )
})

function sorted(all: ReadonlyMap<string, Upload>): Upload[] {
  return [...all.values()].sort((a, b) => inOrder(a.record, b.record))
}

it('begins what comes first, and nothing before its time', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: COUNT }), (changes) => {
      const inTurn = sorted(new Map(changes.map((one) => [IDS[one.which] ?? '', uploadOf(one)])))
      const commands = next(inTurn, NOW, SMALL)
      const begun = new Set(commands.flatMap((one) => (one.type === 'begin' ? one.id : [])))
      for (const isWhole of [true, false]) {
        const able = inTurn.filter((one) => isAble(one) && one.record.size < 5 * MIB === isWhole)
        // Those that are begun come before those that are not.
        const which = able.map(({ record }) => Number(begun.has(record.id)))
        expect(which).toEqual(which.toSorted((a, b) => b - a))
      }
      const waiting = inTurn.filter(({ record }) => record.startAt !== undefined)
      for (const { record } of waiting)
        expect(commands.map(({ id }) => id)).not.toContain(record.id)
    }),
    { numRuns: 500 },
  )
})

function isAble(upload: Upload): boolean {
  const { record, flight } = upload
  const isFree = flight.running === null && flight.notBefore <= NOW
  return record.phase === 'waiting' && isFree && !isHeld(upload)
}

it('sends what is more urgent before all else', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: COUNT }), (changes) => {
      const sending = changes.map((one) => {
        const parts = one.parts.map((part) => ({ ...part, stage: 'signed' as const, notBefore: 0 }))
        const { which, priority } = one
        return uploadOf({
          ...CALM,
          which,
          priority,
          phase: 'sending',
          listed: true,
          parts,
          startAt: undefined,
        })
      })
      const all = new Map(sending.map((one) => [one.record.id, one]))
      const sent = next(sorted(all), NOW, SMALL).flatMap((one) =>
        one.type === 'send' ? one.id : [],
      )
      const least = Math.max(...sent.map((id) => rankOf(all.get(id)?.record ?? {})))
      for (const { record, flight } of sorted(all).slice(0, SMALL.uploads)) {
        if (rankOf(record) >= least) continue
        expect(sent.filter((id) => id === record.id)).toHaveLength(flight.parts.size)
      }
    }),
  )
})

it('tells once whose time to start has come', () => {
  const agenda = createAgenda()
  const [first, second] = [1, 2].map((which) =>
    uploadOf({ ...CALM, which, startAt: NOW + which * 10 }),
  )
  if (!first || !second) throw new Error('there are two')
  agenda.put(first)
  agenda.put(second)
  expect(agenda.hasOpen()).toBe(false)
  expect(agenda.starting(NOW)).toEqual([])
  expect(agenda.nextTime(NOW)).toBe(NOW + 10)
  expect(agenda.starting(NOW + 15)).toEqual([first.record.id])
  expect(agenda.starting(NOW + 15)).toEqual([])
  // A person who pauses it wants it to wait for them.
  agenda.put({ ...second, record: { ...second.record, hold: { ...NO_HOLD, user: true } } })
  expect(agenda.starting(NOW + 25)).toEqual([])
})

const CALM: Omit<Change, 'which' | 'startAt'> = {
  phase: 'waiting',
  isWhole: true,
  isPaused: false,
  isRunning: false,
  listed: false,
  notBefore: 0,
  problem: null,
  parts: [],
  later: 0,
  priority: undefined,
  place: undefined,
}
