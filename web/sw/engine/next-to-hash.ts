import { rankOf } from '../../../shared/order.ts'
import { countOf, minus, numbersOf, type NumberSet } from '../../../shared/ranges.ts'
import { asSet, backwards, outside } from '../../../shared/sequence.ts'
import type { Capacity } from './capacity.ts'
import { soonElsewhere } from './elsewhere.ts'
import type { Command } from './events.ts'
import { MANY } from './fair.ts'
import { countIn, isDoubtful, openIn, type Flight } from './flight.ts'
import type { UploadRecord } from './record.ts'
import type { Upload } from './step.ts'

/**
 * The parts to be hashed next: those that are due of any upload come before those of a later turn. Of
 * all files that could not be read just now one part is tried at a time: a disk that does not answer
 * would take the turns of all others.
 */
export function nextToHash(uploads: readonly Upload[], now: number, capacity: Capacity): Command[] {
  const hashingOf = ({ flight }: Upload) => countIn(flight, 'hashing')
  let free = capacity.hashing - uploads.reduce((sum, upload) => sum + hashingOf(upload), 0)
  if (free <= 0) return []
  const queues = uploads.map(({ record, flight }): Queue => ({
    record,
    flight,
    rank: rankOf(record),
    open: openIn(flight),
    isDoubtful: isDoubtful(flight),
    numbers: null,
  }))
  let isTrying = uploads.some((upload) => isDoubtful(upload.flight) && hashingOf(upload) > 0)
  // What is due of any comes before what is not due yet of the most urgent.
  const turnOf = ({ rank, open }: Queue) => (open < capacity.due ? rank : MANY) * MANY + open
  const commands: Command[] = []
  while (free > 0) {
    let queue: Queue | undefined
    for (const one of queues) {
      if ((one.isDoubtful && isTrying) || (queue && turnOf(one) >= turnOf(queue))) continue
      if (nextIn(one, now, capacity) !== undefined) queue = one
    }
    const number = queue?.numbers?.shift()
    if (!queue || number === undefined) break
    const isDue = queue.open < capacity.due
    // What is read before its turn leaves the others of its kind to what is due.
    if (!isDue && free < capacity.hashing) break
    commands.push({ type: 'hash', id: queue.record.id, number, isDue })
    queue.open += 1
    isTrying ||= queue.isDoubtful
    free -= 1
  }
  return commands
}

interface Queue extends Upload {
  readonly rank: number
  readonly isDoubtful: boolean
  open: number
  /** Of its parts those to be read next; null until it is looked for them. */
  numbers: number[] | null
}

/** The part of an upload to be read next. Looked for only where it is its turn: there may be hundreds. */
function nextIn(queue: Queue, now: number, capacity: Capacity): number | undefined {
  queue.numbers ??= partsToOpen(queue.record, queue.flight, now, capacity)
  return queue.numbers[0]
}

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
  if (open >= most || hasAll(flight.parts, record.missing)) return numbers
  for (const number of untouched(record, flight)) {
    if (open >= most || numbers.length >= capacity.hashing) break
    if (flight.parts.has(number)) continue
    numbers.push(number)
    open += 1
  }
  return numbers
}

/** Whether all numbers are keys of the map. */
function hasAll(map: ReadonlyMap<number, unknown>, numbers: NumberSet): boolean {
  if (countOf(numbers) > map.size) return false
  for (const number of numbersOf(numbers)) if (!map.has(number)) return false
  return true
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
