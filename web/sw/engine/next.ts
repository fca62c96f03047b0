import { choosePartSize } from '../../../shared/plan.ts'
import { rankOf } from '../../../shared/order.ts'
import { countOf } from '../../../shared/ranges.ts'
import { partsAhead } from './ahead.ts'
import { CAPACITY, type Capacity } from './capacity.ts'
import { soonElsewhere } from './elsewhere.ts'
import type { Command, PartToSign } from './events.ts'
import { leastOf, MANY } from './fair.ts'
import { countIn, isDoubtful, isStuck, openIn, type Flight, type PartFlight } from './flight.ts'
import { isActive, isHeld } from './holds.ts'
import { NO_HOSTS, type Hosts } from './hosts.ts'
import { nextToHash } from './next-to-hash.ts'
import { isOnePart } from './record.ts'
import { createSpread, type Spread } from './spread.ts'
import type { Upload } from './step.ts'

/**
 * What to begin now, given what is under way. Uploads come in the order in which they are to be
 * served; lanes go to the upload that has the fewest of those with the highest priority.
 *
 * @param now ms since 1970
 */
export function next(
  uploads: readonly Upload[],
  now: number,
  capacity = CAPACITY,
  hosts: Hosts = NO_HOSTS,
): Command[] {
  const commands: Command[] = []
  /** Those of several parts that are sent now. */
  const served: Upload[] = []
  const wholes: Upload[] = []
  const spread = createSpread(hosts)
  let requests = 0
  let active = 0
  let activeWhole = 0
  /** Those beside these that wait for a disk: one that doesn't answer keeps no other from its turn. */
  let doubtful = 0
  let turns = 0
  /** Those beside these none of whose parts gets through, as something in between may refuse their content. */
  let stuck = 0
  let isTrying = uploads.some(isTryingFile)
  /** Whole files that are becoming active. */
  let beginning = 0
  // Of all: what is being sent goes on while the parts are listed once more.
  let free = capacity.lanes
  for (const upload of uploads) {
    const { record, flight } = upload
    free -= countIn(flight, 'sending')
    spread.add(flight)
    const isWhole = isOnePart(record)
    const request = isWhole && isAskedInBatches(upload) ? 0 : 1
    const mayBegin = isWhole ? activeWhole + beginning < capacity.whole : active < capacity.created
    const mayServe = mayBegin && (isWhole || turns < capacity.uploads)
    if (flight.running) requests += request
    else if (request === 0 || requests < capacity.requests) {
      const mayList = mayServe && !(isTrying && isDoubtful(flight))
      const command = nextForUpload(upload, now, capacity.rate, { mayBegin, mayList })
      if (command) {
        commands.push(command)
        requests += request
      }
      if (isWhole && command?.type === 'begin') beginning += 1
      if (command?.type === 'list') isTrying ||= isDoubtful(flight)
    }
    if (isWhole && flight.running === 'begin') beginning += 1
    if (isActive(upload)) {
      const isInDoubt = isDoubtful(flight)
      if (isWhole && mayBegin) wholes.push(upload)
      if (!isWhole && mayServe && record.phase === 'sending') {
        served.push(upload)
        if (isStuck(flight) && stuck < capacity.uploads) stuck += 1
        else if (!isInDoubt && !isLeftToBrowser(upload)) turns += 1
      }
      if (isInDoubt && mayBegin && doubtful < capacity.doubtful) doubtful += 1
      else if (isWhole) activeWhole += 1
      else active += 1
    }
  }
  const sending = [...served, ...wholes].filter(canWorkOnParts)
  const sends = nextToSend(sending, now, free, spread)
  commands.push(...sends)
  const idle = free - sends.length
  for (const upload of sending) commands.push(...nextToSign(upload, now, capacity, spread, idle))
  commands.push(...nextToHash(sending, now, capacity))
  return commands
}

function isTryingFile({ flight }: Upload): boolean {
  return flight.running === 'list' && isDoubtful(flight)
}

function canWorkOnParts({ record, flight }: Upload): boolean {
  return record.phase === 'sending' && flight.listed
}

/** Whether there is nothing to do for it here while the browser comes to all that is missing. */
function isLeftToBrowser({ record, flight }: Upload): boolean {
  return openIn(flight) === 0 && countOf(record.missing) <= soonElsewhere(flight).size
}

function isAskedInBatches({ record: { phase } }: Upload): boolean {
  return phase === 'waiting' || phase === 'creating' || phase === 'completing'
}

function nextForUpload(
  upload: Upload,
  now: number,
  rate: number | null,
  { mayBegin, mayList }: { readonly mayBegin: boolean; readonly mayList: boolean },
): Command | null {
  const { record, flight } = upload
  if (flight.notBefore > now) return null
  const { id, phase, size } = record
  if (phase === 'cancelling') return { type: record.server ? 'abort' : 'create', id }
  if (isHeld(upload)) return null
  if (phase === 'waiting') {
    if (!mayBegin) return null
    return { type: 'begin', id, partSize: record.partSize ?? choosePartSize(rate, size) }
  }
  if (phase === 'creating') return { type: 'create', id }
  if (phase === 'sending' && !flight.listed) return mayList ? { type: 'list', id } : null
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
  if (lanes <= 0) return []
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
  const signed = countIn(flight, 'signed')
  if (signed + countIn(flight, 'hashed') + flight.ahead.size === 0) return []
  const there = soonElsewhere(flight)
  const parts: PartToSign[] = []
  let ready = countIn(flight, 'sending') + signed
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
