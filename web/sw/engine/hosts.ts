import { remedyOf, type ErrorCode } from '../../../shared/errors.ts'

/** Connections that a browser opens to one host name over HTTP/1.1 (PLATFORM.md, "Sending"). */
export const LANES_PER_HOST = 6

/**
 * One of the names under which the bucket answers, as this worker knows it. Never stored. Times are ms of a
 * clock that is never set.
 */
export interface Host {
  readonly origin: string
  /**
   * `untried`: nothing was sent to it yet; `probing`: it is being tried; `open`: parts may go to it;
   * `aside`: it has failed where another did not, and is tried again later.
   */
  readonly state: 'untried' | 'probing' | 'open' | 'aside'
  /** Whether a part has arrived by it. */
  readonly proven: boolean
  /** In a row. */
  readonly failures: number
  /** ms: one that is aside is not tried before. */
  readonly notBefore: number
  /** Bytes a ms of one part, lately; null while unknown. */
  readonly rate: number | null
}

/** In the order in which the API names them: the first is the one that is taken unasked. */
export type Hosts = readonly Host[]

export const NO_HOSTS: Hosts = []

/** ms that one stays aside at first; doubles with every further failure. */
const FIRST_WAIT = 5000
const LONGEST_WAIT = 5 * 60_000
/** Failures in a row that set one aside by which parts have arrived: a connection may break. */
const BREAKS = 2
/** How much the latest part counts in a rate. */
const WEIGHT = 0.3
/** The slowest gets this much of the fastest one's share: what nobody uses nobody measures. */
const LEAST_SHARE = 0.25
/** One of at least this much of the fastest one's rate is worth moving a part to: to wait takes longer. */
const WORTH_MOVING = 0.5

/** The hosts after the API has named them: what is known of those that were there stays known. */
export function named(hosts: Hosts, origins: readonly string[]): Hosts {
  if (hosts.length === origins.length && hosts.every((one, at) => one.origin === origins[at])) {
    return hosts
  }
  const known = new Map(hosts.map((host) => [host.origin, host]))
  const all = [...new Set(origins)].map((origin) => known.get(origin) ?? newHost(origin))
  if (all.some(isOpen)) return all
  // By the first one parts go without a question.
  return all.map((host, at) => (at === 0 ? { ...host, state: 'open' as const } : host))
}

function newHost(origin: string): Host {
  const unknown = { proven: false, failures: 0, notBefore: 0, rate: null }
  return { origin, state: 'untried', ...unknown }
}

/** The hosts that are to be tried now: a small request each, which no part waits for. */
export function toProbe(hosts: Hosts, now: number): string[] {
  return hosts
    .filter(
      ({ state, notBefore }) => state === 'untried' || (state === 'aside' && notBefore <= now),
    )
    .map(({ origin }) => origin)
}

/** When {@link toProbe} has more, ms; null where only an event brings more. */
export function nextProbe(hosts: Hosts, now: number): number | null {
  const times = hosts.flatMap(({ state, notBefore }) =>
    state === 'aside' && notBefore > now ? [notBefore] : [],
  )
  return times.length === 0 ? null : Math.min(...times)
}

export function probing(hosts: Hosts, origin: string): Hosts {
  return change(hosts, origin, () => ({ state: 'probing' }))
}

/** After it was tried: whether anything at all was answered. */
export function probed(hosts: Hosts, origin: string, answered: boolean, now: number): Hosts {
  return change(hosts, origin, (host) => {
    if (host.state !== 'probing') return {}
    return answered ? { state: 'open' } : setAside(host, now)
  })
}

/** The hosts with all waits over: the network is back. */
export function tryHostsNow(hosts: Hosts): Hosts {
  if (hosts.every(({ notBefore }) => notBefore === 0)) return hosts
  return hosts.map((host) => ({ ...host, notBefore: 0 }))
}

/** After a part has arrived by it. @param time ms that the part took */
export function delivered(hosts: Hosts, origin: string, bytes: number, time: number): Hosts {
  return change(hosts, origin, ({ rate }) => {
    const good = { state: 'open' as const, proven: true, failures: 0 }
    if (bytes === 0) return good
    const latest = bytes / Math.max(time, 1)
    return { ...good, rate: rate === null ? latest : rate * (1 - WEIGHT) + latest * WEIGHT }
  })
}

/**
 * After a part did not arrive by it for what {@link mayBeHosts}. One that fails where another does
 * not is left out for a while; the last one never is.
 */
export function failed(hosts: Hosts, origin: string, now: number): Hosts {
  const otherIsWell = isWellElsewhere(hosts, origin)
  const after = change(hosts, origin, (host) => {
    if (host.state !== 'open') return {}
    const failures = host.failures + 1
    const isEnough = failures >= (host.proven ? BREAKS : 1)
    return otherIsWell && isEnough ? setAside(host, now) : { failures }
  })
  if (otherIsWell) return after
  // Nobody knows any more which of them is at fault.
  const soon = now + FIRST_WAIT
  return after.map((host) =>
    host.state === 'aside' && host.notBefore > soon ? { ...host, notBefore: soon } : host,
  )
}

/** Whether another host is open, and has not failed since a part arrived by it. */
export function isWellElsewhere(hosts: Hosts, origin: string): boolean {
  return hosts.some((one) => one.origin !== origin && isWell(one))
}

/** Whether a failure to send a part may be the fault of the host alone. */
export function mayBeHosts(hosts: Hosts, origin: string, code: ErrorCode): boolean {
  const host = hosts.find((one) => one.origin === origin)
  if (!host) return false
  if (code === 'network' || code === 'timeout') return true
  // What a host says of the upload by which a part has arrived is the store's word.
  return !host.proven && (code === 'server_error' || code === 'bad_answer' || isRefusal(code))
}

function isRefusal(code: ErrorCode): boolean {
  return remedyOf(code) === 'fail' && (code === 'store_denied' || code === 'upload_gone')
}

/** Whether a part may arrive by a host that it has not failed by yet. */
export function hasOther(hosts: Hosts, failedBy: readonly string[]): boolean {
  return hosts.some(
    (host) =>
      !failedBy.includes(host.origin) &&
      (isWell(host) || host.state === 'untried' || host.state === 'probing'),
  )
}

/**
 * The host for a part: of those that are open the one that has the least to do for how fast it is.
 *
 * @param load parts that go or wait to go to each
 * @param failedBy hosts by which this part did not arrive
 * @returns null where none is known
 */
export function pick(
  hosts: Hosts,
  load: ReadonlyMap<string, number>,
  failedBy: readonly string[] = [],
): string | null {
  const open = hosts.filter(isOpen)
  const others = open.filter(({ origin }) => !failedBy.includes(origin))
  const candidates = others.length > 0 ? others : open
  const loadOf = ({ origin }: Host): number => load.get(origin) ?? 0
  const free = candidates.filter((host) => !isOnTrial(host, open) || loadOf(host) === 0)
  const best = Math.max(0, ...open.map(({ rate }) => rate ?? 0))
  let picked: Host | undefined
  let least = Infinity
  for (const host of free.length > 0 ? free : candidates) {
    const cost = (loadOf(host) + 1) / shareOf(host, best)
    if (cost < least) [picked, least] = [host, cost]
  }
  return picked?.origin ?? null
}

/**
 * Another host for a part that waits for a lane to its own: one that would send it at once, and about
 * as fast as any.
 *
 * @param load parts that go or wait to go to each
 * @param failedBy hosts by which this part did not arrive
 * @returns null where there is none
 */
export function pickIdle(
  hosts: Hosts,
  load: ReadonlyMap<string, number>,
  failedBy: readonly string[] = [],
): string | null {
  const open = hosts.filter(isOpen)
  const best = Math.max(0, ...open.map(({ rate }) => rate ?? 0))
  const idle = open.filter(
    (host) =>
      !failedBy.includes(host.origin) &&
      shareOf(host, best) >= WORTH_MOVING &&
      (load.get(host.origin) ?? 0) < lanesTo(hosts, host.origin),
  )
  return pick(idle, load)
}

/** Parts that may be sent to all hosts together. */
export function lanesOf(hosts: Hosts): number {
  const open = hosts.filter(isOpen)
  return open.reduce((sum, host) => sum + (isOnTrial(host, open) ? 1 : LANES_PER_HOST), 0)
}

/** Parts that may be sent to a host at the same time; those of hosts that left go as they can. */
export function lanesTo(hosts: Hosts, origin: string): number {
  const open = hosts.filter(isOpen)
  const host = hosts.find((one) => one.origin === origin)
  return host && isOnTrial(host, open) ? 1 : LANES_PER_HOST
}

/** Whether a part that is signed for the host is to be signed for another. */
export function isAside(hosts: Hosts, origin: string): boolean {
  return hosts.some((one) => one.origin === origin && one.state === 'aside')
}

/** One that has failed before gets one part until that has arrived, if others have none to fear. */
function isOnTrial(host: Host, open: readonly Host[]): boolean {
  return host.failures > 0 && open.some(isWell)
}

function shareOf({ rate }: Host, best: number): number {
  if (rate === null || best === 0) return 1
  return Math.max(rate / best, LEAST_SHARE)
}

function isOpen({ state }: Host): boolean {
  return state === 'open'
}

function isWell(host: Host): boolean {
  return isOpen(host) && host.failures === 0
}

function setAside(host: Host, now: number): Partial<Host> {
  const failures = host.failures + 1
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 10))
  return { state: 'aside', failures, notBefore: now + wait }
}

function change(hosts: Hosts, origin: string, how: (host: Host) => Partial<Host>): Hosts {
  return hosts.map((host) => (host.origin === origin ? { ...host, ...how(host) } : host))
}
