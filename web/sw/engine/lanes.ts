/**
 * How many parts are sent side by side. A worker's `fetch` tells nothing of its progress, so all that
 * is known of a link is how long parts took: lanes are added while more of them carry more, and taken
 * away when fewer carry as much. Pure; times are ms of a clock that is never set.
 */
export interface Lanes {
  /** So many parts may be sent at once. */
  readonly target: number
  readonly phase: Phase
  /** When the phase's present round began. */
  readonly since: number
  /** Parts that arrived in this round and were mostly sent in it: how many, bytes, ms. */
  readonly seen: Seen
  /** What the number that is held to carries; null while unknown. */
  readonly base: Found | null
  /** Rounds that it is held to until another number is tried; doubles while none is better. */
  readonly patience: number
  readonly rounds: number
  /** Whether the next number to be tried is a smaller one. */
  readonly down: boolean
  /** When the store last asked for less, and for how many ms no lanes are added then. */
  readonly cutAt: number
  readonly calm: number
  /** Whether parts under way beyond the target are to be put back. */
  readonly isOver: boolean
  /** ms of small requests: the shortest, slowly forgotten, and lately. */
  readonly latency: { readonly least: number; readonly lately: number } | null
}

interface Seen {
  readonly parts: number
  readonly bytes: number
  readonly time: number
}

/**
 * `bet`: no part has arrived yet, lanes are opened in the hope of a fast link; `grow`: each round has
 * more, while that carries more; `hold`: at what was found best; `try`: a round with another number.
 */
type Phase = 'bet' | 'grow' | 'hold' | 'try'

/** What the world allows just now. */
export interface Bounds {
  /** By the hosts that answer and the machine's memory. */
  readonly most: number
  /** Lanes in use. */
  readonly busy: number
  /** Whether the person or the browser wants data saved. */
  readonly saving: boolean
  /** Whether the machine can hardly follow. */
  readonly strained: boolean
}

/** Lanes at the start, which one host takes. */
const FIRST_LANES = 6
/** The most before any part has arrived, */
const BET_LANES = 24
/** which are opened by so many, every so many ms, */
const BET_STEP = 6
const BET_INTERVAL = 150
/** and given up again if none has arrived after so many ms: then so many parts only hold each other up. */
const BET_TIME = 6000
/** More than this is worth more lanes; less than this is lost by fewer. */
const GAIN = 1.04
const LOSS = 0.99
const UP = 1.5
const DOWN = 0.75
const LEAST_PATIENCE = 2
const MOST_PATIENCE = 32
/** A round that carries so much less or more than before is of another link. */
const CHANGE = 0.75
/** How much a round counts in what is held to be the link's. */
const SETTLING = 0.1
/** Lanes where data is to be saved. */
const SAVING_LANES = 2
/** So many of the lanes are left after the store asked for less, */
const CUT = 0.7
/** ms without more lanes after the store asked for less; doubles. */
const CALM = 10_000
const MOST_CALM = 5 * 60_000

/** Lanes for each GiB of the machine's memory, and those that any machine has room for. */
const LANES_PER_GIB = 12
const LEAST_IN_MEMORY = 2

/** Small requests that take so many times as long as the shortest, and ms more, say that all waits. */
const SWOLLEN = 4
const SWOLLEN_BY = 300
/** How fast the shortest is forgotten, and how much the latest one counts. */
const FORGET = 1.02
const LATEST = 0.3

const NOTHING: Seen = { parts: 0, bytes: 0, time: 0 }

/** @param now ms */
export function createLanes(now: number): Lanes {
  return {
    target: FIRST_LANES,
    phase: 'bet',
    since: now,
    seen: NOTHING,
    base: null,
    patience: LEAST_PATIENCE,
    rounds: 0,
    down: true,
    cutAt: -Infinity,
    calm: CALM / 2,
    isOver: false,
    latency: null,
  }
}

/**
 * The most lanes that a machine's memory allows: a part is sent from the file and held by nobody, but
 * each lane has buffers in the browser, and the file's reading ahead.
 *
 * @param memory GiB; null where nobody says
 */
export function mostIn(memory: number | null): number {
  return memory === null ? Infinity : Math.max(LEAST_IN_MEMORY, Math.floor(memory * LANES_PER_GIB))
}

/** Lanes that may be used. */
export function allowed({ target }: Lanes, { most, saving }: Bounds): number {
  return Math.max(1, Math.min(target, most, saving ? SAVING_LANES : Infinity))
}

/** Before a part is sent. @param busy lanes in use without it */
export function beginning(lanes: Lanes, busy: number, now: number): Lanes {
  return lanes.phase === 'bet' && busy === 0 ? { ...lanes, since: now } : lanes
}

/** As time passes: more lanes until the first part has arrived, or fewer where that takes long. */
export function passing(lanes: Lanes, bounds: Bounds, now: number): Lanes {
  if (lanes.phase !== 'bet' || bounds.busy === 0) return lanes
  const time = now - lanes.since
  if (time >= BET_TIME) {
    return { ...newRound(lanes, now), phase: 'grow', target: FIRST_LANES, isOver: true }
  }
  const steps = 1 + Math.floor(time / BET_INTERVAL)
  const target = Math.min(BET_LANES, BET_STEP * steps)
  if (target <= lanes.target || !mayGrow(lanes, bounds, now)) return lanes
  return bounds.busy < allowed(lanes, bounds) ? lanes : { ...lanes, target }
}

/** When {@link passing} may change something next; null where only a part can. */
export function nextPassing({ phase, since }: Lanes, now: number): number | null {
  if (phase !== 'bet') return null
  const end = since + BET_TIME
  return now >= end ? now : Math.min(end, now + BET_INTERVAL)
}

/** A part that has arrived. */
interface Arrival {
  readonly bytes: number
  /** When it was begun. */
  readonly began: number
  /** ms of that for which lanes were left over, as there was nothing to send by them. */
  readonly idle: number
}

/** After a part has arrived. */
export function arrived(lanes: Lanes, part: Arrival, bounds: Bounds, now: number): Lanes {
  const phase = lanes.phase === 'bet' ? 'grow' : lanes.phase
  const next: Lanes = { ...lanes, phase, isOver: false }
  const time = now - part.began
  // One that was sent with other lanes than these for long tells nothing of them.
  const others = Math.max(lanes.since - part.began, part.idle)
  if (part.bytes === 0 || time <= 0 || others > time / 4) return next
  const { parts, bytes, time: sum } = lanes.seen
  const seen = { parts: parts + 1, bytes: bytes + part.bytes, time: sum + time }
  const used = allowed(next, bounds)
  if (seen.parts < Math.max(3, Math.ceil(used / 2))) return { ...next, seen }
  const rate = (used * seen.bytes) / seen.time
  return newRound(afterRound(next, { lanes: used, rate }, bounds, now), now)
}

/**
 * After the store asked for less ("Best practices design patterns", AWS S3 user guide: lower the
 * rate on 503), or a part took too long: fewer lanes, and no more of them for a while.
 *
 * @param began when the part was begun: one from before the last cut asks for nothing new
 */
export function slowedDown(lanes: Lanes, began: number, bounds: Bounds, now: number): Lanes {
  if (began <= lanes.cutAt) return lanes
  const isSoon = now < lanes.cutAt + 4 * lanes.calm
  const calm = isSoon ? Math.min(MOST_CALM, 2 * lanes.calm) : CALM
  const target = Math.max(1, Math.floor(allowed(lanes, bounds) * CUT))
  const cut: Lanes = { ...lanes, target, phase: 'hold', base: null, cutAt: now, calm, rounds: 0 }
  return newRound(cut, now)
}

/** After a small request was answered. @param time ms */
export function answered(lanes: Lanes, time: number): Lanes {
  const { least, lately } = lanes.latency ?? { least: time, lately: time }
  const latency = {
    least: Math.min(time, least * FORGET),
    lately: lately + (time - lately) * LATEST,
  }
  return { ...lanes, latency }
}

/** When the network is back: what is under way tells nothing. */
export function anew(lanes: Lanes, now: number): Lanes {
  return newRound({ ...lanes, cutAt: Math.min(lanes.cutAt, now) }, now)
}

function newRound(lanes: Lanes, now: number): Lanes {
  return { ...lanes, since: now, seen: NOTHING }
}

interface Found {
  readonly lanes: number
  readonly rate: number
}

function afterRound(lanes: Lanes, found: Found, bounds: Bounds, now: number): Lanes {
  if (bounds.strained) {
    return { ...lanes, phase: 'hold', base: null, target: fewer(found.lanes), rounds: 0 }
  }
  switch (lanes.phase) {
    case 'bet':
    case 'grow':
      return afterGrowth(lanes, found, bounds, now)
    case 'try':
      return afterTry(lanes, found, bounds, now)
    case 'hold':
      return afterHold(lanes, found, bounds, now)
  }
}

function afterGrowth(lanes: Lanes, found: Found, bounds: Bounds, now: number): Lanes {
  const { base } = lanes
  if (base && found.rate < GAIN * base.rate) return hold(lanes, base)
  const target = Math.min(bounds.most, 2 * found.lanes)
  if (target <= found.lanes || !mayGrow(lanes, bounds, now)) return hold(lanes, found)
  return { ...lanes, phase: 'grow', base: found, target }
}

function afterTry(lanes: Lanes, found: Found, bounds: Bounds, now: number): Lanes {
  const { base } = lanes
  if (!base) return hold(lanes, found)
  const isBetter = found.rate >= (found.lanes > base.lanes ? GAIN : LOSS) * base.rate
  if (isBetter) {
    // Measured by the best that was found, so that small losses do not add up.
    const better = { lanes: found.lanes, rate: Math.max(found.rate, base.rate) }
    return tryOther({ ...lanes, patience: LEAST_PATIENCE }, better, bounds, now)
  }
  const patience = Math.min(MOST_PATIENCE, lanes.patience * 2)
  return { ...hold(lanes, base), down: !lanes.down, patience }
}

function afterHold(lanes: Lanes, found: Found, bounds: Bounds, now: number): Lanes {
  const { base } = lanes
  if (!base) return hold(lanes, found)
  const anew = { ...lanes, patience: LEAST_PATIENCE, down: false }
  if (base.rate < CHANGE * found.rate)
    return afterGrowth({ ...anew, base: null }, found, bounds, now)
  if (found.rate < CHANGE * base.rate) return tryOther(anew, found, bounds, now)
  const settled = { lanes: base.lanes, rate: base.rate + (found.rate - base.rate) * SETTLING }
  const rounds = lanes.rounds + 1
  const isDue = rounds >= lanes.patience || isSwollen(lanes)
  if (!isDue) return { ...lanes, base: settled, rounds }
  return tryOther(lanes, settled, bounds, now)
}

/** A round with more lanes or fewer, if there can be. */
function tryOther(lanes: Lanes, base: Found, bounds: Bounds, now: number): Lanes {
  const up = Math.min(bounds.most, Math.ceil(base.lanes * UP))
  const mayUp = up > base.lanes && mayGrow(lanes, bounds, now)
  const mayDown = base.lanes > 1
  if (!mayUp && !mayDown) return hold(lanes, base)
  const down = mayUp && mayDown ? lanes.down : mayDown
  return { ...lanes, phase: 'try', base, down, target: down ? fewer(base.lanes) : up }
}

function hold(lanes: Lanes, base: Found): Lanes {
  return { ...lanes, phase: 'hold', base, target: base.lanes, rounds: 0 }
}

function fewer(lanes: number): number {
  return Math.max(1, Math.floor(lanes * DOWN))
}

function mayGrow(lanes: Lanes, { saving, strained }: Bounds, now: number): boolean {
  return !saving && !strained && now >= lanes.cutAt + lanes.calm && !isSwollen(lanes)
}

/** Whether small requests take far longer than they did: what is sent waits somewhere on the way. */
function isSwollen({ latency }: Lanes): boolean {
  return latency !== null && latency.lately > SWOLLEN * latency.least + SWOLLEN_BY
}
