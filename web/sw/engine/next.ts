import { GIB } from '../../../shared/limits.ts'
import { choosePartSize } from '../../../shared/plan.ts'
import { rankOf } from '../../../shared/order.ts'
import { minus, numbersOf } from '../../../shared/ranges.ts'
import { asSet, backwards, firstOf, outside } from '../../../shared/sequence.ts'
import { partsAhead } from './ahead.ts'
import type { Command, PartToSign } from './events.ts'
import type { Flight, PartFlight, Stage } from './flight.ts'
import { LANES_PER_HOST, NO_HOSTS, type Hosts } from './hosts.ts'
import { isOnePart, type UploadRecord } from './record.ts'
import { createSpread, type Spread } from './spread.ts'
import type { Upload } from './step.ts'

/** How much the engine does at once. */
export interface Capacity {
  /** Parts being sent, of all uploads. */
  readonly lanes: number
  /** Parts being hashed, of all uploads. */
  readonly hashing: number
  /** Parts of one upload that are sent or made ready to be sent. */
  readonly window: number
  /**
   * Parts, and bytes, of one upload that are hashed before their turn: a Background Fetch can send
   * along only the checksums that are known when its page closes.
   */
  readonly ahead: { readonly parts: number; readonly bytes: number }
  /** Requests to the API for uploads as a whole. */
  readonly requests: number
  /** Uploads whose parts are sent at the same time. */
  readonly uploads: number
  /** Uploads that exist at the server at the same time: only these can be handed over. */
  readonly created: number
  /** Those beside these whose files are sent as a whole: they are asked about many at once. */
  readonly whole: number
  /** Bytes a second of one part among those that are sent side by side; null while unknown. */
  readonly rate: number | null
}

export const CAPACITY: Capacity = {
  lanes: LANES_PER_HOST,
  hashing: 2,
  window: 12,
  ahead: { parts: 256, bytes: 4 * GIB },
  requests: 4,
  uploads: 6,
  created: 64,
  whole: 400,
  rate: null,
}

/** The same with another number of lanes: as many parts again are made ready, each from a file. */
export function withLanes(lanes: number): Capacity {
  const window = Math.max(CAPACITY.window, 2 * lanes)
  return { ...CAPACITY, lanes, window, uploads: Math.max(CAPACITY.uploads, lanes) }
}

/** Requests of a Background Fetch that Chromium sends at the same time (PLATFORM). */
export const AT_ONCE_ELSEWHERE = 2
/**
 * So many of the parts that the browser has to send are left to it: those it sends, and as many as
 * it sends while a part that is begun here arrives, with some to spare.
 */
const SOON_ELSEWHERE = 3 * AT_ONCE_ELSEWHERE

/**
 * What to begin now, given what is under way. Uploads come in the order in which they are to be
 * served; lanes go to the upload that has the fewest of those with the highest priority.
 *
 * @param now ms since 1970
 */
export function next(
  uploads: Iterable<Upload>,
  now: number,
  capacity = CAPACITY,
  hosts: Hosts = NO_HOSTS,
): Command[] {
  const commands: Command[] = []
  const active: Upload[] = []
  const wholes: Upload[] = []
  const spread = createSpread(hosts)
  let requests = 0
  /** Whole files that are becoming active. */
  let beginning = 0
  // Of all: what is being sent goes on while the parts are listed once more.
  let free = capacity.lanes
  for (const upload of uploads) {
    free -= countIn(upload.flight, 'sending')
    spread.add(upload.flight)
    const isWhole = isOnePart(upload.record)
    const request = isWhole && isAskedInBatches(upload) ? 0 : 1
    if (upload.flight.running) requests += request
    else if (request === 0 || requests < capacity.requests) {
      const before = isWhole ? wholes.length + beginning : active.length
      const command = nextForUpload(upload, now, before, isWhole ? ofWhole(capacity) : capacity)
      if (command) {
        commands.push(command)
        requests += request
      }
      if (isWhole && command?.type === 'begin') beginning += 1
    }
    if (isWhole && upload.flight.running === 'begin') beginning += 1
    if (isActive(upload)) (isWhole ? wholes : active).push(upload)
    const isFull = active.length >= capacity.created && wholes.length >= capacity.whole
    if (isFull && requests >= capacity.requests) break
  }
  const sending = [...active.slice(0, capacity.uploads), ...wholes.slice(0, capacity.whole)].filter(
    canWorkOnParts,
  )
  const sends = nextToSend(sending, now, free, spread)
  commands.push(...sends)
  const idle = free - sends.length
  for (const upload of sending) commands.push(...nextToSign(upload, now, capacity, spread, idle))
  commands.push(...nextToHash(sending, now, capacity))
  return commands
}

/**
 * The earliest time, ms since 1970, at which {@link next} may have more to begin though nothing
 * happens; null where only an event can bring more.
 */
export function nextTime(uploads: Iterable<Upload>, now: number): number | null {
  let earliest = Infinity
  for (const upload of uploads) {
    const { flight } = upload
    const start = startOf(upload)
    if (isHeld(upload) && start === undefined) continue
    const times =
      start === undefined
        ? [flight.notBefore, ...[...flight.parts.values()].map((part) => part.notBefore)]
        : [start]
    for (const time of times) if (time > now) earliest = Math.min(earliest, time)
  }
  return earliest === Infinity ? null : earliest
}

/** Whether it waits for a person, for its time, or to know what the browser has to send of it. */
export function isHeld(upload: Upload): boolean {
  return upload.record.startAt !== undefined || isHeldOtherwise(upload)
}

/** The time that an upload waits for, ms since 1970; undefined where it waits for something else. */
export function startOf(upload: Upload): number | undefined {
  return isHeldOtherwise(upload) ? undefined : upload.record.startAt
}

function isHeldOtherwise({ record: { hold, phase }, flight }: Upload): boolean {
  if (hold.user || hold.problem !== null) return true
  // Whatever the browser still has to send of one that is whole is of no use.
  return hold.handedOver && flight.elsewhere === null && phase !== 'completing'
}

/** Whether it is being served, or is next. */
export function isActive(upload: Upload): boolean {
  const { phase } = upload.record
  return !isHeld(upload) && (phase === 'creating' || phase === 'sending' || phase === 'completing')
}

function canWorkOnParts({ record, flight }: Upload): boolean {
  return record.phase === 'sending' && flight.listed
}

function isAskedInBatches({ record: { phase } }: Upload): boolean {
  return phase === 'waiting' || phase === 'creating' || phase === 'completing'
}

/** What of a capacity whole files have a share of their own of. */
function ofWhole(capacity: Capacity): Capacity {
  return { ...capacity, created: capacity.whole, uploads: capacity.whole }
}

/** @param before how many active uploads of its kind come before this one */
function nextForUpload(
  upload: Upload,
  now: number,
  before: number,
  { created, uploads: listed, rate }: Capacity,
): Command | null {
  const { record, flight } = upload
  if (flight.notBefore > now) return null
  const { id, phase, size } = record
  if (phase === 'cancelling') return { type: record.server ? 'abort' : 'create', id }
  if (isHeld(upload)) return null
  if (phase === 'waiting') {
    if (before >= created) return null
    return { type: 'begin', id, partSize: record.partSize ?? choosePartSize(rate, size) }
  }
  if (phase === 'creating') return { type: 'create', id }
  if (phase === 'sending' && !flight.listed) {
    return before < listed ? { type: 'list', id } : null
  }
  if (phase === 'completing') return { type: 'complete', id }
  return null
}

/** @param lanes that nobody sends by */
function nextToSend(
  uploads: readonly Upload[],
  now: number,
  lanes: number,
  spread: Spread,
): Command[] {
  const queues = uploads.map(({ record, flight }) => ({
    id: record.id,
    rank: rankOf(record),
    lanes: countIn(flight, 'sending'),
    ready: readyToSend(flight, now).filter(([, part]) => !spread.isLost(part)),
  }))
  let free = lanes
  const commands: Command[] = []
  while (free > 0) {
    const waiting = queues.filter(({ ready }) => ready.length > 0)
    const queue = leastOf(waiting, (one) => one.rank * MANY + one.lanes)
    if (!queue) break
    // Of the first parts that for which its host has a lane.
    const at = queue.ready.findIndex(([, part]) => spread.take(part))
    if (at < 0) {
      queue.ready = []
      continue
    }
    for (const [number, { signed }] of queue.ready.splice(at, 1)) {
      if (signed) commands.push({ type: 'send', id: queue.id, number, part: signed })
    }
    queue.lanes += 1
    free -= 1
  }
  return commands
}

function readyToSend(flight: Flight, now: number): [number, PartFlight][] {
  const there = soonElsewhere(flight)
  return [...flight.parts].filter(
    ([number, part]) =>
      part.stage === 'signed' &&
      part.notBefore <= now &&
      !hasExpired(part, now) &&
      !there.has(number),
  )
}

/** What the browser has come to by now, or soon will, is left to it; but not what it waits for. */
function soonElsewhere({ elsewhere, awaited }: Flight): ReadonlySet<number> {
  const soon = firstOf(elsewhere ?? [], SOON_ELSEWHERE)
  return new Set(soon.filter((number, at) => at < AT_ONCE_ELSEWHERE || !awaited.has(number)))
}

function hasExpired({ signed }: PartFlight, now: number): boolean {
  return signed !== null && signed.beginBefore <= now
}

/** @param idle lanes for which nothing was found: what waits for those of its host may go by another */
function nextToSign(
  { record, flight }: Upload,
  now: number,
  { window }: Capacity,
  spread: Spread,
  idle: number,
): Command[] {
  if (countIn(flight, 'signing') > 0) return []
  const there = soonElsewhere(flight)
  const parts: PartToSign[] = []
  let ready = countIn(flight, 'sending') + countIn(flight, 'signed')
  for (const [number, part] of flight.parts) {
    if (part.notBefore > now || there.has(number)) continue
    if (part.stage === 'hashed' && ready >= window) continue
    const isUseless = hasExpired(part, now) || spread.isLost(part)
    const isNext = part.stage === 'hashed' || (part.stage === 'signed' && isUseless)
    if (!isNext) {
      const moved = idle > 0 && part.stage === 'signed' ? spread.move(number, part) : null
      if (moved) parts.push(moved)
      continue
    }
    if (part.stage === 'hashed') ready += 1
    parts.push(spread.assign(number, part))
  }
  for (const [number, checksum] of partsAhead(flight.ahead)) {
    if (ready >= window) break
    if (there.has(number)) continue
    ready += 1
    parts.push(spread.assign(number, { checksum }))
  }
  return parts.length === 0 ? [] : [{ type: 'sign', id: record.id, parts }]
}

function nextToHash(uploads: readonly Upload[], now: number, capacity: Capacity): Command[] {
  const queues = uploads.map(({ record, flight }) => ({
    record,
    rank: rankOf(record),
    open: openIn(flight),
    hashing: countIn(flight, 'hashing'),
    numbers: partsToOpen(record, flight, now, capacity),
  }))
  let free = capacity.hashing - queues.reduce((sum, queue) => sum + queue.hashing, 0)
  const commands: Command[] = []
  while (free > 0) {
    const waiting = queues.filter(({ numbers }) => numbers.length > 0)
    // What is due of any comes before what is not due yet of the most urgent.
    const queue = leastOf(
      waiting,
      ({ rank, open }) => (open < capacity.window ? rank : MANY) * MANY + open,
    )
    const number = queue?.numbers.shift()
    if (!queue || number === undefined) break
    // What is read before its turn leaves the others of its kind to what is due.
    if (queue.open >= capacity.window && free < capacity.hashing) break
    commands.push({ type: 'hash', id: queue.record.id, number })
    queue.open += 1
    free -= 1
  }
  return commands
}

/** More than an upload has lanes, or parts that are worked on. */
const MANY = 1e4

/** How many parts of an upload may be worked on or hashed before their turn. */
function mostOpen({ server }: UploadRecord, { window, ahead }: Capacity): number {
  const inBytes = Math.floor(ahead.bytes / (server?.partSize ?? ahead.bytes))
  return Math.max(window, Math.min(ahead.parts, inBytes))
}

/**
 * The parts to be read next, as many as are read at once: those that failed and have waited, then the
 * first untouched ones.
 */
function partsToOpen(
  record: UploadRecord,
  flight: Flight,
  now: number,
  capacity: Capacity,
): number[] {
  const numbers: number[] = []
  for (const [number, part] of flight.parts) {
    if (part.stage === 'idle' && part.notBefore <= now) numbers.push(number)
  }
  const most = mostOpen(record, capacity)
  let open = openIn(flight)
  if (open >= most) return numbers
  for (const number of untouched(record, flight)) {
    if (open >= most || numbers.length >= capacity.hashing) break
    if (flight.parts.has(number)) continue
    numbers.push(number)
    open += 1
  }
  return numbers
}

/** The parts that nobody has begun, those first that the browser doesn't come to soon. */
function* untouched({ missing }: UploadRecord, flight: Flight): Generator<number, void> {
  const ahead = flight.ahead.numbers
  const elsewhere = flight.elsewhere ?? []
  const handed = asSet(elsewhere)
  yield* numbersOf(minus(minus(missing, ahead), handed))
  const soon = soonElsewhere(flight)
  const left = outside(outside(elsewhere, minus(handed, missing)), ahead)
  for (const number of backwards(left)) if (!soon.has(number)) yield number
}

function openIn({ parts, ahead }: Flight): number {
  return parts.size + ahead.size
}

function countIn(flight: Flight, stage: Stage): number {
  let count = 0
  for (const part of flight.parts.values()) if (part.stage === stage) count += 1
  return count
}

function leastOf<T>(items: readonly T[], measure: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (least, item) => (least === undefined || measure(item) < measure(least) ? item : least),
    undefined,
  )
}
