import { MIN_PART_SIZE } from '../../shared/limits.ts'
import { partLength } from '../../shared/plan.ts'
import type { Command, Event } from './engine/events.ts'
import * as hostList from './engine/hosts.ts'
import * as pacing from './engine/pace.ts'
import * as laneCount from './engine/lanes.ts'
import { withLanes, type Capacity } from './engine/capacity.ts'
import { planOf, type UploadRecord } from './engine/record.ts'
import type { Ports } from './ports.ts'

/**
 * What the worker has learnt of the ways to the store: never stored, as another may be another's. Its
 * times are those of a clock that is never set, as one that is would spoil what it measures.
 */
export interface Link {
  hosts(): hostList.Hosts
  /** How much may be begun now. */
  /**
   * @param heardAt when it was last heard of what the browser has to send by itself; -Infinity where it
   *   has nothing. ms of the clock that is never set
   */
  capacity(heardAt: number): Capacity
  /** Parts that may be sent at once, where no limit holds them back. */
  lanes(): number
  /** Whether parts under way beyond that are to be put back. */
  isOver(): boolean
  /** A command is begun. */
  begun(command: Command, record: UploadRecord): void
  /** A command has ended in an event, or was ended. */
  ended(command: Command, record: UploadRecord | null, event: Event | null): void
  /** All was begun that can be: tries hosts that may be tried. */
  settled(): void
  /** Whole ms until the capacity may change though nothing happens; null where only an event can. */
  nextIn(): number | null
  /** The network is back: waits are over. */
  anew(): void
  stop(): void
}

interface Beginning {
  readonly at: number
  /** ms for which lanes had been left over by then. */
  readonly idle: number
}

/** ms after which it is looked whether a limit still holds: another may hold from any minute on. */
const LIMIT_HOLDS = 60_000

/** ms after which the browser may have given up, or is held by the person, and is waited for no longer. */
const LONGEST_UNHEARD = 10 * LIMIT_HOLDS

/** How much the latest part counts in what one carries. */
const LATEST = 0.3

/** @param changed is called when more can be begun by what hosts have answered */
export function createLink(
  {
    clock,
    probeHost,
    conditions,
    speedLimit,
  }: Pick<Ports, 'clock' | 'probeHost' | 'conditions' | 'speedLimit'>,
  changed: () => void,
): Link {
  let hosts: hostList.Hosts = hostList.NO_HOSTS
  let lanes = laneCount.createLanes(clock.steady())
  const begins = new Map<Command, Beginning>()
  const stopping = new AbortController()
  /** Bytes a ms of one part, lately; null while unknown. */
  let rate: number | null = null
  let busy = 0
  let pace = pacing.NO_PACE
  /** Whether a part was begun since it was last looked what to begin. */
  let hasBegun = false
  /** ms for which lanes were left over, as nothing was ready to be sent; since when some are again. */
  let idleTime = 0
  let idleSince: number | null = null

  function bounds(): laneCount.Bounds {
    const { saving, strained, memory } = conditions()
    const byHosts = Math.max(hostList.LANES_PER_HOST, hostList.lanesOf(hosts))
    const most = Math.min(byHosts, laneCount.mostIn(memory))
    return { most, busy, saving, strained }
  }

  function idleUntil(now = clock.steady()): number {
    return idleTime + (idleSince === null ? 0 : now - idleSince)
  }

  async function probe(origin: string): Promise<void> {
    hosts = hostList.probing(hosts, origin)
    const hasAnswered = await probeHost(origin, stopping.signal)
    if (stopping.signal.aborted) return
    hosts = hostList.probed(hosts, origin, hasAnswered, clock.steady())
    changed()
  }

  function sent(
    command: Command & { type: 'send' },
    record: UploadRecord,
    { at: began, idle }: Beginning,
  ): void {
    const plan = planOf(record)
    if (!plan) return
    const now = clock.steady()
    const bytes = partLength(plan, command.number)
    const { host } = command.part
    if (host !== undefined) hosts = hostList.delivered(hosts, host, bytes, now - began)
    const part = { bytes, began, idle: idleUntil(now) - idle }
    lanes = laneCount.arrived(lanes, part, bounds(), now)
    // Less tells more of the way than of the link.
    if (bytes < MIN_PART_SIZE) return
    const latest = bytes / Math.max(now - began, 1)
    rate = rate === null ? latest : rate + (latest - rate) * LATEST
  }

  function failed(
    { command, code, byHost }: Extract<Event, { type: 'failed' }>,
    began: number,
  ): void {
    if (command.type !== 'send') return
    const now = clock.steady()
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
    lanes: () => laneCount.allowed(lanes, bounds()),
    capacity(heardAt) {
      const now = clock.steady()
      lanes = laneCount.passing(lanes, bounds(), now)
      const most = laneCount.allowed(lanes, bounds())
      const limit = speedLimit(clock.now(), now < heardAt + LONGEST_UNHEARD)
      pace = pacing.limitedTo(pace, limit === null ? null : limit / 1000, now)
      hasBegun = false
      // One after the other, as each has to be paid for before the next.
      const isPaid = limit !== 0 && pacing.mayBegin(pace, now)
      const paced = isPaid ? Math.max(busy, Math.min(most, busy + 1)) : busy
      // What was begun before the way was known to be slow may be more than is left to it.
      const limited = lanes.isOver ? Math.min(most, paced) : paced
      const carried = rate === null ? null : rate * 1000
      const slower = limit === null ? carried : Math.min(limit, carried ?? limit)
      return { ...withLanes(limit === null ? most : limited), rate: slower }
    },
    isOver: () => lanes.isOver,
    begun(command, record) {
      if (command.type !== 'send' && command.type !== 'sign') return
      const now = clock.steady()
      begins.set(command, { at: now, idle: idleUntil(now) })
      if (command.type !== 'send') return
      hasBegun = true
      const plan = planOf(record)
      if (plan) pace = pacing.spent(pace, partLength(plan, command.number), now)
      lanes = laneCount.beginning(lanes, busy, now)
      busy += 1
    },
    ended(command, record, event) {
      const began = begins.get(command)
      if (began === undefined) return
      begins.delete(command)
      if (command.type === 'send' && event?.type === 'sent' && record) sent(command, record, began)
      if (event?.type === 'failed') failed(event, began.at)
      if (event?.type === 'signed') {
        lanes = laneCount.answered(lanes, clock.steady() - began.at)
        if (event.hosts) hosts = hostList.named(hosts, event.hosts)
      }
      if (command.type === 'send') busy -= 1
    },
    settled() {
      const now = clock.steady()
      idleTime = idleUntil()
      idleSince = busy < laneCount.allowed(lanes, bounds()) ? now : null
      if (busy === 0) return
      for (const origin of hostList.toProbe(hosts, now)) void probe(origin)
    },
    nextIn() {
      const now = clock.steady()
      const begin =
        pace.limit === 0
          ? now + LIMIT_HOLDS
          : (pacing.nextBegin(pace, now) ?? (hasBegun && pace.limit !== null ? now : Infinity))
      const paid = begin === Infinity ? begin : Math.min(begin, now + LIMIT_HOLDS)
      const { most } = bounds()
      const probe = hostList.nextProbe(hosts, now) ?? Infinity
      const passing =
        most > hostList.LANES_PER_HOST ? (laneCount.nextPassing(lanes, now) ?? Infinity) : Infinity
      const time = busy === 0 ? paid : Math.min(probe, passing, paid)
      return time === Infinity ? null : Math.ceil(time - now)
    },
    anew() {
      const now = clock.steady()
      hosts = hostList.tryHostsNow(hosts)
      lanes = laneCount.anew(lanes, now)
      idleSince = idleSince === null ? null : now
    },
    stop: () => stopping.abort(),
  }
}
