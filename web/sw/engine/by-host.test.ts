import { v7 as uuid } from 'uuid'
import { describe, expect, it } from 'vitest'
import { UploadError, type ErrorCode } from '../../../shared/errors.ts'
import { MIB } from '../../../shared/limits.ts'
import { upTo } from '../../../shared/ranges.ts'
import type { Command } from './events.ts'
import { begin, EMPTY_FLIGHT, failuresOf, putBack, type PartFlight } from './flight.ts'
import { delivered, failed, named, NO_HOSTS, probed, probing, type Hosts } from './hosts.ts'
import { withLanes } from './capacity.ts'
import { next } from './next.ts'
import { createRecord } from './record.ts'
import { createFailure } from './retry.ts'
import { step, type Upload } from './step.ts'

const NOW = 1_800_000_000_000
const [A, B, C] = ['https://a.example', 'https://b.example', 'https://c.example'] as const

/** All open, and a part has arrived by each. */
function openHosts(...origins: string[]): Hosts {
  return origins.reduce(
    (hosts, origin) => delivered(probed(probing(hosts, origin), origin, true, NOW), origin, 1, 1),
    named(NO_HOSTS, origins),
  )
}

function partOn(stage: PartFlight['stage'], host: string): PartFlight {
  const signed = { checksum: 'crc', url: `${host}/x`, headers: {}, beginBefore: NOW + 1, host }
  return { stage, checksum: 'crc', signed, host, failures: 0, notBefore: 0 }
}

function uploadWith(parts: readonly PartFlight[]): Upload {
  const file = { id: uuid(), name: 'a', path: '', size: 1000 * MIB, type: '', lastModified: 1 }
  const record = createRecord(file, NOW)
  const plan = { partSize: 5 * MIB, partCount: 200 }
  const server = { token: 't', key: 'k', ...plan, checksum: 'crc64nvme' as const }
  const flight = { ...EMPTY_FLIGHT, listed: true }
  return {
    record: { ...record, phase: 'sending', server, missing: upTo(plan.partCount) },
    flight: { ...flight, parts: new Map(parts.map((part, at) => [at + 1, part])) },
  }
}

function hostsOf(commands: readonly Command[]): (string | undefined)[] {
  return commands.flatMap((command) => {
    if (command.type === 'send') return [command.part.host]
    return command.type === 'sign' ? command.parts.map(({ host }) => host) : []
  })
}

function countOf(hosts: readonly (string | undefined)[], host: string): number {
  return hosts.filter((one) => one === host).length
}

describe('parts and hosts', () => {
  it('are signed for each as it has less to do', () => {
    const busy = Array.from({ length: 4 }, () => partOn('sending', A))
    const hashed = Array.from({ length: 8 }, () => partOn('hashed', C))
    const upload = uploadWith([...busy, ...hashed])
    const signed = next([upload], NOW, withLanes(12), openHosts(A, B)).filter(
      ({ type }) => type === 'sign',
    )
    expect([A, B, C].map((host) => countOf(hostsOf(signed), host))).toEqual([2, 6, 0])
  })

  it('go to each no more at once than a browser does', () => {
    const sending = Array.from({ length: 4 }, () => partOn('sending', A))
    const signed = [A, A, A, A, B, B].map((host) => partOn('signed', host))
    const sends = (lanes: number): (string | undefined)[] => {
      const upload = uploadWith([...sending, ...signed])
      const commands = next([upload], NOW, withLanes(lanes), openHosts(A, B))
      return hostsOf(commands.filter(({ type }) => type === 'send'))
    }
    expect(sends(6)).toEqual([A, A])
    expect(sends(12)).toEqual([A, A, B, B])
  })

  it('of one that is left out are signed for another', () => {
    const hosts = failed(failed(openHosts(A, B), A, NOW), A, NOW)
    const upload = uploadWith([partOn('signed', A), partOn('signed', B)])
    const commands = next([upload], NOW, withLanes(12), hosts)
    const { id } = upload.record
    expect(commands).toContainEqual({
      type: 'sign',
      id,
      parts: [{ number: 1, checksum: 'crc', host: B }],
    })
    expect(hostsOf(commands.filter(({ type }) => type === 'send'))).toEqual([B])
  })

  it('that wait for a lane to their own are signed for one that is idle', () => {
    const sending = Array.from({ length: 6 }, () => partOn('sending', A))
    const signed = Array.from({ length: 8 }, () => partOn('signed', A))
    const movedOf = (hosts: Hosts, lanes: number): (string | undefined)[] =>
      hostsOf(next([uploadWith([...sending, ...signed])], NOW, withLanes(lanes), hosts))
    expect(movedOf(openHosts(A, B), 12)).toEqual([B, B, B, B, B, B])
    // Those that it takes itself stay there.
    const some = next(
      [uploadWith([...sending.slice(1), ...signed])],
      NOW,
      withLanes(12),
      openHosts(A, B),
    )
    expect(some.flatMap((command) => (command.type === 'send' ? command.number : []))).toEqual([6])
    const moved = some.flatMap((command) => (command.type === 'sign' ? command.parts : []))
    expect(moved.map(({ number, host }) => [number, host])).toEqual(
      [7, 8, 9, 10, 11, 12].map((number) => [number, B]),
    )
    // It takes no more itself.
    const others = Array.from({ length: 6 }, () => partOn('sending', B))
    const full = uploadWith([...sending, ...signed, ...others])
    expect(hostsOf(next([full], NOW, withLanes(18), openHosts(A, B)))).toEqual([])
    expect(movedOf(openHosts(A), 12)).toEqual([])
    // Nobody has a lane for them.
    expect(movedOf(openHosts(A, B), 6)).toEqual([])
    // To wait takes less than to send it there.
    expect(movedOf(delivered(openHosts(A, B), A, 100, 1), 12)).toEqual([])
  })

  it('are more of them made ready the more lanes there are', () => {
    const hashed = Array.from({ length: 200 }, () => partOn('hashed', A))
    const ready = (lanes: number) =>
      hostsOf(next([uploadWith(hashed)], NOW, withLanes(lanes), openHosts(A, B))).length
    expect([6, 12, 48].map(ready)).toEqual([12, 24, 96])
  })
})

/** The upload after its first part was sent by a host and failed, at the time of `now`. */
function afterFailure(upload: Upload, host: string, code: ErrorCode, hosts: Hosts): Upload {
  const { signed } = partOn('signed', host)
  if (!signed) throw new Error('the part was not signed')
  const command: Command = { type: 'send', id: upload.record.id, number: 1, part: signed }
  const flight = begin(upload.flight, command)
  const error = new UploadError(code, '')
  const after = step({ ...upload, flight }, createFailure(flight, command, error, NOW, 1, hosts))
  if (!after) throw new Error('the upload has left')
  return after
}

describe('a part that fails by a host', () => {
  const start = uploadWith([partOn('signed', A)])
  const signAgain = { type: 'sign', id: start.record.id } as const
  const failures = ({ flight }: Upload): number =>
    failuresOf(flight, { ...signAgain, parts: [{ number: 1, checksum: null }] })

  it('goes on by another at once, and is not counted', () => {
    const hosts = openHosts(A, B, C)
    const once = afterFailure(start, A, 'network', hosts)
    expect(failures(once)).toBe(0)
    expect(once.flight.problem).toBeNull()
    expect(hostsOf(next([once], NOW, withLanes(12), hosts))).toEqual([B])
    const twice = afterFailure(once, B, 'timeout', hosts)
    expect(failures(twice)).toBe(0)
    expect(hostsOf(next([twice], NOW, withLanes(12), hosts))).toEqual([C])
  })

  it('is counted, and waits, when it has failed by all', () => {
    const hosts = openHosts(A, B)
    const twice = afterFailure(afterFailure(start, A, 'network', hosts), B, 'network', hosts)
    expect(failures(twice)).toBe(1)
    expect(twice.flight.problem).toBe('network')
    expect(twice.flight.parts.get(1)).toMatchObject({ notBefore: NOW + 1000, failedBy: [] })
  })

  it('does not fail the upload while another may be the store', () => {
    const untried = named(NO_HOSTS, [A, B])
    const held = afterFailure(start, A, 'store_denied', untried)
    expect(held.record.phase).toBe('sending')
    expect(held.flight.parts.get(1)?.notBefore).toBeGreaterThan(NOW)
    expect(afterFailure(held, A, 'store_denied', untried).record.phase).toBe('failed')
    expect(afterFailure(start, A, 'store_denied', openHosts(A, B)).record.phase).toBe('failed')
    expect(afterFailure(start, A, 'store_denied', named(NO_HOSTS, [A])).record.phase).toBe('failed')
  })

  it('keeps its address when it is put back', () => {
    const sending = uploadWith([partOn('sending', A)])
    const flight = putBack(sending.flight, 1)
    expect(next([{ ...sending, flight }], NOW, withLanes(6), openHosts(A))).toContainEqual({
      type: 'send',
      id: sending.record.id,
      number: 1,
      part: partOn('signed', A).signed,
    })
  })
})
