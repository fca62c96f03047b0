import { rankOf } from '../../../shared/order.ts'
import { minus, numbersOf } from '../../../shared/ranges.ts'
import { asSet, backwards, outside } from '../../../shared/sequence.ts'
import type { Capacity } from './capacity.ts'
import { soonElsewhere } from './elsewhere.ts'
import type { Command } from './events.ts'
import { leastOf, MANY } from './fair.ts'
import { countIn, isDoubtful, openIn, type Flight } from './flight.ts'
import type { UploadRecord } from './record.ts'
import type { Upload } from './step.ts'

/**
 * The parts to be hashed next: those that are due of any upload come before those of a later turn. Of
 * all files that could not be read just now one part is tried at a time: a disk that does not answer
 * would take the turns of all others.
 */
export function nextToHash(uploads: readonly Upload[], now: number, capacity: Capacity): Command[] {
  const queues = uploads.map(({ record, flight }) => ({
    record,
    rank: rankOf(record),
    open: openIn(flight),
    hashing: countIn(flight, 'hashing'),
    isDoubtful: isDoubtful(flight),
    numbers: partsToOpen(record, flight, now, capacity),
  }))
  let free = capacity.hashing - queues.reduce((sum, queue) => sum + queue.hashing, 0)
  let isTrying = queues.some(({ isDoubtful, hashing }) => isDoubtful && hashing > 0)
  const commands: Command[] = []
  while (free > 0) {
    const waiting = queues.filter(
      ({ numbers, isDoubtful }) => numbers.length > 0 && !(isDoubtful && isTrying),
    )
    // What is due of any comes before what is not due yet of the most urgent.
    const queue = leastOf(
      waiting,
      ({ rank, open }) => (open < capacity.due ? rank : MANY) * MANY + open,
    )
    const number = queue?.numbers.shift()
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
