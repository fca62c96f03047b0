import type { PartToSign } from './events.ts'
import type { Flight, PartFlight } from './flight.ts'
import { isAside, lanesTo, pick, pickIdle, type Hosts } from './hosts.ts'

/** What goes to each host while it is decided what to begin. */
export interface Spread {
  /** Counts in what is under way. */
  add(flight: Flight): void
  /** The part as it is to be signed, for the host that has the least to do. */
  assign(number: number, part: Pick<PartFlight, 'checksum' | 'failedBy'>): PartToSign
  /** Whether the host that the part is signed for takes one more now; if so, this is the one. */
  take(part: PartFlight): boolean
  /** The part as it is to be signed for a host that is idle while its own is full; null if there is none. */
  move(number: number, part: PartFlight): PartToSign | null
  /** Whether the part is to be signed anew as its host is left out. */
  isLost(part: PartFlight): boolean
}

export function createSpread(hosts: Hosts): Spread {
  /** Parts that go or wait to go to each. */
  const load = new Map<string, number>()
  const sending = new Map<string, number>()
  /** Those that are to be sent now. */
  const taken = new Set<PartFlight>()
  const isFull = (host: string): boolean => (sending.get(host) ?? 0) >= lanesTo(hosts, host)
  return {
    add({ parts }) {
      for (const { stage, host } of parts.values()) {
        if (host === undefined) continue
        if (stage === 'signing' || stage === 'signed' || stage === 'sending') count(load, host)
        if (stage === 'sending') count(sending, host)
      }
    },
    assign(number, { checksum, failedBy }) {
      const host = pick(hosts, load, failedBy)
      if (host === null) return { number, checksum }
      count(load, host)
      return { number, checksum, host }
    },
    take(part) {
      const { host } = part
      if (host === undefined) return true
      if (isFull(host)) return false
      count(sending, host)
      taken.add(part)
      return true
    },
    move(number, part) {
      const { host, checksum, failedBy } = part
      if (host === undefined || taken.has(part) || !isFull(host)) return null
      const idle = pickIdle(hosts, load, failedBy)
      if (idle === null) return null
      count(load, idle)
      return { number, checksum, host: idle }
    },
    isLost: ({ host }) => host !== undefined && isAside(hosts, host),
  }
}

function count(counts: Map<string, number>, host: string): void {
  counts.set(host, (counts.get(host) ?? 0) + 1)
}
