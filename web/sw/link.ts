import { partLength } from '../../shared/plan.ts'
import type { Command, Event } from './engine/events.ts'
import * as hostList from './engine/hosts.ts'
import * as laneCount from './engine/lanes.ts'
import { withLanes, type Capacity } from './engine/next.ts'
import { planOf, type UploadRecord } from './engine/record.ts'
import type { Ports } from './ports.ts'

/** What the worker has learnt of the ways to the store: never stored, as another may be another's. */
export interface Link {
  hosts(): hostList.Hosts
  /** How much may be begun now. */
  capacity(now: number): Capacity
  /** Whether parts under way beyond that are to be put back. */
  isOver(): boolean
  /** A command is begun. */
  begun(command: Command, now: number): void
  /** A command has ended in an event, or was ended. */
  ended(command: Command, record: UploadRecord | null, event: Event | null): void
  /** All was begun that can be: tries hosts that may be tried. */
  settled(now: number): void
  /** When the capacity may change though nothing happens, ms since 1970; null where only an event can. */
  nextTime(now: number): number | null
  /** The clock was set, or the network is back: waits are over. */
  anew(now: number): void
  stop(): void
}

/** @param changed is called when more can be begun by what hosts have answered */
export function createLink(
  { clock, probeHost, conditions }: Pick<Ports, 'clock' | 'probeHost' | 'conditions'>,
  changed: () => void,
): Link {
  let hosts: hostList.Hosts = hostList.NO_HOSTS
  let lanes = laneCount.createLanes(clock.now())
  /** When what is under way was begun. */
  const begins = new Map<Command, number>()
  const stopping = new AbortController()
  let busy = 0
  /** Whether lanes are left over, as nothing was ready to be sent. */
  let isStarved = false

  function bounds(): laneCount.Bounds {
    const { saving, strained, memory } = conditions()
    const byHosts = Math.max(hostList.LANES_PER_HOST, hostList.lanesOf(hosts))
    const most = Math.min(byHosts, laneCount.mostIn(memory))
    return { most, busy, waiting: !isStarved, saving, strained }
  }

  async function probe(origin: string): Promise<void> {
    hosts = hostList.probing(hosts, origin)
    const hasAnswered = await probeHost(origin, stopping.signal)
    if (stopping.signal.aborted) return
    hosts = hostList.probed(hosts, origin, hasAnswered, clock.now())
    changed()
  }

  function sent(command: Command & { type: 'send' }, record: UploadRecord, began: number): void {
    const plan = planOf(record)
    if (!plan) return
    const now = clock.now()
    const bytes = partLength(plan, command.number)
    const { host } = command.part
    if (host !== undefined) hosts = hostList.delivered(hosts, host, bytes, now - began)
    lanes = laneCount.arrived(lanes, { bytes, began }, bounds(), now)
  }

  function failed(
    { command, code, byHost }: Extract<Event, { type: 'failed' }>,
    began: number,
  ): void {
    if (command.type !== 'send') return
    const now = clock.now()
    const { host } = command.part
    if (host !== undefined && hostList.mayBeHosts(hosts, host, code)) {
      hosts = hostList.failed(hosts, host, now)
    }
    if (code === 'slow_down' || (code === 'timeout' && byHost === undefined)) {
      lanes = laneCount.slowedDown(lanes, began, bounds(), now)
    }
  }

  return {
    hosts: () => hosts,
    capacity(now) {
      lanes = laneCount.passing(lanes, bounds(), now)
      return withLanes(laneCount.allowed(lanes, bounds()))
    },
    isOver: () => lanes.isOver,
    begun(command, now) {
      if (command.type !== 'send' && command.type !== 'sign') return
      begins.set(command, now)
      if (command.type !== 'send') return
      lanes = laneCount.beginning(lanes, busy, now)
      busy += 1
    },
    ended(command, record, event) {
      const began = begins.get(command)
      if (began === undefined) return
      begins.delete(command)
      if (command.type === 'send' && event?.type === 'sent' && record) sent(command, record, began)
      if (event?.type === 'failed') failed(event, began)
      if (event?.type === 'signed') {
        lanes = laneCount.answered(lanes, clock.now() - began)
        if (event.hosts) hosts = hostList.named(hosts, event.hosts)
      }
      if (command.type === 'send') busy -= 1
    },
    settled(now) {
      isStarved = busy < laneCount.allowed(lanes, bounds())
      if (busy === 0) return
      for (const origin of hostList.toProbe(hosts, now)) void probe(origin)
    },
    nextTime(now) {
      if (busy === 0) return null
      const { most } = bounds()
      const probe = hostList.nextProbe(hosts, now) ?? Infinity
      const passing =
        most > hostList.LANES_PER_HOST ? (laneCount.nextPassing(lanes, now) ?? Infinity) : Infinity
      const time = Math.min(probe, passing)
      return time === Infinity ? null : time
    },
    anew(now) {
      hosts = hostList.tryHostsNow(hosts)
      lanes = laneCount.anew(lanes, now)
    },
    stop: () => stopping.abort(),
  }
}
