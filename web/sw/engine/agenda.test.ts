import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, it } from 'vitest'
import { MIB } from '../../../shared/limits.ts'
import { upTo } from '../../../shared/ranges.ts'
import { createAgenda } from './agenda.ts'
import { EMPTY_FLIGHT, type PartFlight } from './flight.ts'
import { CAPACITY, next, nextTime } from './next.ts'
import { createRecord, isEnded, NO_HOLD, type UploadRecord } from './record.ts'
import type { Upload } from './step.ts'

const NOW = 1_800_000_000_000
const COUNT = 24
const IDS = Array.from({ length: COUNT }, () => uuid())
const SMALL = { ...CAPACITY, requests: 2, created: 5, uploads: 3, window: 4, lanes: 3, whole: 4 }

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
  parts: fc.array(part, { maxLength: 3 }),
  later: fc.nat(8),
})

function uploadOf({
  which,
  phase,
  isWhole,
  isPaused,
  isRunning,
  listed,
  notBefore,
  parts,
}: typeof change extends fc.Arbitrary<infer T> ? T : never): Upload {
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
      parts: new Map(hasParts ? parts.map((one, at) => [at + 1, one]) : []),
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
        const expected = next(all.values(), now, SMALL)
        expect(next(agenda.candidates(now), now, SMALL)).toEqual(expected)
        expect(agenda.nextTime(now)).toBe(nextTime(all.values(), now))
      }
      const isOpen = [...all.values()].some(({ record }) => !record.hold.user)
      expect(agenda.hasOpen()).toBe(isOpen)
    }),
    { numRuns: 300 },
  )
})
