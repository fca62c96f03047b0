import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../shared/errors.ts'
import {
  delivered,
  failed,
  hasOther,
  isAside,
  LANES_PER_HOST,
  lanesOf,
  lanesTo,
  mayBeHosts,
  named,
  nextProbe,
  NO_HOSTS,
  pick,
  probed,
  probing,
  toProbe,
  tryHostsNow,
  type Hosts,
} from './hosts.ts'

const NOW = 1_800_000_000_000
const [A, B, C] = ['https://a.example', 'https://b.example', 'https://c.example'] as const
const PART = 16_000_000

function probeAll(hosts: Hosts, answers: (origin: string) => boolean, now = NOW): Hosts {
  return toProbe(hosts, now).reduce(
    (next, origin) => probed(probing(next, origin), origin, answers(origin), now),
    hosts,
  )
}

function opened(...origins: string[]): Hosts {
  return probeAll(named(NO_HOSTS, origins), () => true)
}

function stateOf(hosts: Hosts, origin: string) {
  return hosts.find((host) => host.origin === origin)?.state
}

/** How parts spread when as many wait as there are lanes. */
function spread(hosts: Hosts, parts: number): Map<string, number> {
  const load = new Map<string, number>()
  for (let n = 0; n < parts; n++) {
    const origin = pick(hosts, load) ?? ''
    load.set(origin, (load.get(origin) ?? 0) + 1)
  }
  return load
}

describe('the hosts of a bucket', () => {
  it('are none before the API has named them: parts go to the one that is taken unasked', () => {
    expect(pick(NO_HOSTS, new Map())).toBeNull()
    expect(hasOther(NO_HOSTS, [])).toBe(false)
    expect(mayBeHosts(NO_HOSTS, A, 'network')).toBe(false)
  })

  it('are tried before parts go to them, but for the first', () => {
    const hosts = named(NO_HOSTS, [A, B, C])
    expect(lanesOf(hosts)).toBe(LANES_PER_HOST)
    expect([...spread(hosts, 12)]).toEqual([[A, 12]])
    expect(toProbe(hosts, NOW)).toEqual([B, C])
    const some = probeAll(hosts, (origin) => origin === C)
    expect(toProbe(some, NOW)).toEqual([])
    expect(lanesOf(some)).toBe(2 * LANES_PER_HOST)
    expect([...spread(some, 12)]).toEqual([
      [A, 6],
      [C, 6],
    ])
  })

  it('share the parts by how fast they are, and the slowest is still measured', () => {
    let hosts = opened(A, B, C)
    hosts = delivered(hosts, A, PART, 1000)
    hosts = delivered(hosts, B, PART, 2000)
    hosts = delivered(hosts, C, PART, 100_000)
    const load = spread(hosts, 14)
    expect([load.get(A), load.get(B), load.get(C)]).toEqual([8, 4, 2])
  })

  it('stay known when the API names them again, and leave when it does not', () => {
    const hosts = failed(delivered(opened(A, B), A, PART, 1), B, NOW)
    expect(named(hosts, [A, B])).toBe(hosts)
    const other = named(hosts, [C, B])
    expect(other.map(({ origin }) => origin)).toEqual([C, B])
    expect(stateOf(other, B)).toBe('aside')
    expect(pick(other, new Map())).toBe(C)
    expect(lanesTo(other, A)).toBe(LANES_PER_HOST)
  })
})

describe('a host that fails', () => {
  it('is left out for a while, longer every time, and is tried again', () => {
    let hosts = delivered(opened(A, B), A, PART, 1)
    let now = NOW
    const waits: number[] = []
    for (let n = 0; n < 12; n++) {
      hosts = failed(hosts, B, now)
      expect(isAside(hosts, B)).toBe(true)
      expect([...spread(hosts, 3)]).toEqual([[A, 3]])
      const time = nextProbe(hosts, now) ?? 0
      waits.push(time - now)
      expect(toProbe(hosts, time - 1)).toEqual([])
      now = time
      hosts = probeAll(hosts, () => true, now)
      // Only one part is risked.
      expect(spread(hosts, 8).get(B)).toBe(1)
      expect(lanesOf(hosts)).toBe(LANES_PER_HOST + 1)
      expect(lanesTo(hosts, B)).toBe(1)
    }
    expect(waits.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000])
    expect(waits.at(-1)).toBe(5 * 60_000)
    hosts = delivered(hosts, B, PART, 1)
    expect(lanesOf(hosts)).toBe(2 * LANES_PER_HOST)
  })

  it('is given a second chance when parts have arrived by it: a connection may break', () => {
    const hosts = [A, B].reduce((next, one) => delivered(next, one, PART, 1), opened(A, B))
    const once = failed(hosts, B, NOW)
    expect(stateOf(once, B)).toBe('open')
    expect(stateOf(delivered(once, B, PART, 1), B)).toBe('open')
    expect(stateOf(failed(once, B, NOW), B)).toBe('aside')
  })

  it('is not left out while all fail: then it is the network', () => {
    let hosts = opened(A, B)
    for (let n = 0; n < 20; n++) hosts = failed(failed(hosts, A, NOW), B, NOW)
    expect(hosts.some(({ state }) => state === 'open')).toBe(true)
    expect(hosts.every(({ notBefore }) => notBefore <= NOW + 5000)).toBe(true)
    expect(toProbe(tryHostsNow(hosts), NOW).length).toBeGreaterThan(0)
  })

  it('may be at fault for what says nothing of the upload, or has not shown that it is the store', () => {
    const unproven = opened(A, B)
    const proven = delivered(unproven, A, PART, 1)
    const codes: ErrorCode[] = ['network', 'timeout', 'store_denied', 'upload_gone', 'bad_answer']
    expect(codes.filter((code) => mayBeHosts(unproven, A, code))).toEqual(codes)
    expect(codes.filter((code) => mayBeHosts(proven, A, code))).toEqual(['network', 'timeout'])
    for (const code of ['slow_down', 'checksum_mismatch', 'url_expired', 'file_gone'] as const) {
      expect(mayBeHosts(unproven, A, code)).toBe(false)
    }
  })

  it('leaves a part to those by which it has not failed', () => {
    const hosts = opened(A, B)
    expect(pick(hosts, new Map([[B, 5]]), [A])).toBe(B)
    expect(pick(hosts, new Map([[B, 5]]), [A, B])).toBe(A)
    expect([[], [A], [A, B]].map((failedBy) => hasOther(hosts, failedBy))).toEqual([
      true,
      true,
      false,
    ])
    expect(hasOther(failed(hosts, B, NOW), [A])).toBe(false)
    // Before the others are tried nobody knows.
    expect(hasOther(named(NO_HOSTS, [A, B]), [A])).toBe(true)
  })
})

const origins = fc.uniqueArray(fc.constantFrom(A, B, C, 'https://d.example'), { minLength: 1 })
const move = fc.oneof(
  fc.record({ type: fc.constant('named' as const), origins }),
  fc.record({
    type: fc.constantFrom('failed' as const, 'delivered' as const, 'probe' as const),
    at: fc.nat(3),
    good: fc.boolean(),
  }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.nat(100_000) }),
)

describe('whatever happens', () => {
  it('there is a host for every part, and none is used that is left out', () => {
    fc.assert(
      fc.property(origins, fc.array(move, { maxLength: 60 }), (first, moves) => {
        let hosts = named(NO_HOSTS, first)
        let now = NOW
        for (const one of moves) {
          if (one.type === 'wait') now += one.ms
          else if (one.type === 'named') hosts = named(hosts, one.origins)
          else {
            const { origin } = hosts[one.at % hosts.length] ?? { origin: '' }
            if (one.type === 'failed') hosts = failed(hosts, origin, now)
            else if (one.type === 'delivered') hosts = delivered(hosts, origin, PART, 1 + one.at)
            else hosts = probeAll(hosts, () => one.good, now)
          }
          const open = hosts.filter(({ state }) => state === 'open').map(({ origin }) => origin)
          expect(open).not.toEqual([])
          expect(lanesOf(hosts)).toBeGreaterThanOrEqual(LANES_PER_HOST)
          const load = spread(hosts, 2 * lanesOf(hosts))
          for (const origin of load.keys()) expect(open).toContain(origin)
          for (const avoided of open) {
            if (open.length > 1) expect(pick(hosts, load, [avoided])).not.toBe(avoided)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('a single good host gets all parts there, and bad ones waste few', () => {
    fc.assert(
      fc.property(
        origins,
        fc.nat(3),
        fc.constantFrom('network' as const, 'store_denied' as const),
        fc.boolean(),
        (all, at, code, answers) => {
          const good = all[at % all.length] ?? ''
          let hosts = named(NO_HOSTS, all)
          let now = NOW
          let wasted = 0
          for (let part = 0; part < 300; part++) {
            const failedBy: string[] = []
            for (;;) {
              hosts = probeAll(hosts, (origin) => origin === good || answers, now)
              const origin = pick(hosts, new Map(), failedBy) ?? ''
              now += 1000
              if (origin === good) break
              // Another takes the part over, and the failure is not the upload's.
              expect(mayBeHosts(hosts, origin, code)).toBe(true)
              failedBy.push(origin)
              expect(hasOther(hosts, failedBy)).toBe(true)
              hosts = failed(hosts, origin, now)
              wasted += 1
            }
            hosts = delivered(hosts, good, PART, 1000)
          }
          // 300 s: one try each at 0, 5, 15, 35, 75 and 155 s.
          expect(wasted).toBeLessThanOrEqual(6 * (all.length - 1))
        },
      ),
      { numRuns: 300 },
    )
  })
})
