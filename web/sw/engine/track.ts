import { leavingOut, sequenceOf } from '../../../shared/sequence.ts'
import { NONE_AHEAD, withAhead } from './ahead.ts'
import { remedyFor, type ArrivedPart, type Event, type Failed, type SignedPart } from './events.ts'
import {
  EMPTY_FLIGHT,
  ended,
  failuresOf,
  listAgain,
  mismatchesAfter,
  tryNow,
  withFailedPart,
  withoutPart,
  withoutWaits,
  withPart,
  type Flight,
  type Stage,
} from './flight.ts'

/** Failures in a row without an answer, after which a part is hashed anew. */
const REREAD_AFTER = 3

/** The flight after an event; mirrors `reduce`, which does the same for the facts. */
export function track(flight: Flight, event: Event): Flight {
  switch (event.type) {
    // What the browser still has to send is of an upload that is no more.
    case 'begun':
    case 'aborted':
      return { ...flight, ...WENT_RIGHT, ...NO_PARTS, listed: false, elsewhere: null }
    // These don't show that the failure before them is mended: another token may be refused as the last
    // one was, and Complete may fail again.
    case 'created':
    case 'completed':
      return { ...wentOn(flight), listed: false }
    case 'listed':
      return { ...wentOn(flight), listed: true, parts: partsIn(flight, SENDING) }
    case 'hashed':
      return hashed(flight, event.number, event.checksum)
    case 'signed':
      return signed(flight, event.parts)
    case 'sent':
      return sent(flight, event.part)
    case 'failed':
      return failed(flight, event)
    case 'receipt':
    case 'disprove':
      return flight
    case 'online':
      return tryNow(flight)
    // All that these leave under way is ended, and some of it may have reached S3 all the same.
    case 'pause':
    case 'cancel':
    case 'retry':
    case 'given':
    case 'remove':
      return ended(flight)
    case 'arrange':
      // What is to start at once goes on, if it has started.
      return event.change.startAt ? ended(flight) : flight
    case 'due':
      return flight
    case 'resume':
      return tryNow(flight)
    // What is made ready goes on: the browser comes to it last.
    case 'elsewhere':
      return { ...flight, elsewhere: sequenceOf(event.parts), awaited: event.awaited }
    case 'not-sent':
      return withoutElsewhere(flight, event.number)
    case 'taken-back':
      return { ...tryNow(listAgain(flight)), elsewhere: null }
  }
}

const NO_PARTS = { parts: EMPTY_FLIGHT.parts, ahead: NONE_AHEAD } as const
const WENT_RIGHT = { running: null, problem: null, failures: 0, notBefore: 0 } as const

function wentOn(flight: Flight): Flight {
  return { ...flight, ...WENT_RIGHT, ...NO_PARTS, failures: flight.failures }
}

const SENDING: ReadonlySet<Stage> = new Set(['sending'])

function partsIn({ parts }: Flight, stages: ReadonlySet<Stage>): Flight['parts'] {
  return new Map([...parts].filter(([, { stage }]) => stages.has(stage)))
}

/**
 * What went through after it had failed says that the store is back. One that never failed says
 * nothing to those that do, and they would be tried again and again beside it.
 */
function sent(flight: Flight, part: ArrivedPart): Flight {
  const { number } = part
  const arrived = flight.running === 'list' ? [...flight.arrived, part] : flight.arrived
  const left = withoutElsewhere(withoutPart(flight, number), number)
  const parts = flight.parts.get(number)?.isAway
    ? withoutWaits(left, (one) => one.isAway === true)
    : left.parts
  return { ...left, parts, arrived, problem: null, failures: 0 }
}

function withoutElsewhere(flight: Flight, number: number): Flight {
  const { elsewhere } = flight
  return { ...flight, elsewhere: elsewhere && leavingOut(elsewhere, number) }
}

/** One that has a history keeps it. */
function hashed(flight: Flight, number: number, checksum: string | null): Flight {
  const part = flight.parts.get(number)
  if (part?.stage !== 'hashing') return flight
  if (part.failures > 0 || part.failedBy) {
    return withPart(flight, number, { stage: 'hashed', checksum })
  }
  const { parts } = withoutPart(flight, number)
  return { ...flight, parts, ahead: withAhead(flight.ahead, number, checksum) }
}

function signed(flight: Flight, parts: ReadonlyMap<number, SignedPart>): Flight {
  const fits = ([number]: [number, SignedPart]) => flight.parts.get(number)?.stage === 'signing'
  if (![...parts].some(fits)) return flight
  const all = new Map(flight.parts)
  for (const [number, signed] of parts) {
    const part = all.get(number)
    if (part?.stage !== 'signing') continue
    const { host } = signed
    all.set(number, { ...part, stage: 'signed', signed, ...(host && { host }) })
  }
  return { ...flight, parts: all }
}

function failed(flight: Flight, event: Failed): Flight {
  const { command, code, notBefore, isAway } = event
  // Whatever else is under way is ended when the upload is held, has failed or is asked for again.
  if (remedyFor(event) !== 'retry') {
    return { ...ended(flight), problem: code, failures: flight.failures + 1, notBefore }
  }
  if (command.type === 'send' && event.byHost !== undefined) {
    return failedByHost(flight, command.number, event.byHost, notBefore)
  }
  const problem: Flight = { ...flight, problem: code }
  switch (command.type) {
    case 'hash':
      return withFailedPart(problem, command.number, { stage: 'idle', notBefore })
    case 'sign':
      return command.parts.reduce<Flight>(
        (next, { number }) =>
          flight.parts.get(number)?.stage === 'signing'
            ? withFailedPart(next, number, { stage: 'hashed', notBefore })
            : next,
        problem,
      )
    case 'send':
      return withFailedPart(problem, command.number, {
        ...(mayBeMismatch(flight, event) ? { stage: 'idle', checksum: null } : { stage: 'hashed' }),
        signed: null,
        failedBy: [],
        mismatches: mismatchesAfter(flight, event),
        notBefore,
        isAway,
      })
    default:
      return { ...problem, running: null, failures: flight.failures + 1, notBefore }
  }
}

/** The part goes on by another host as if nothing had happened. */
function failedByHost(flight: Flight, number: number, host: string, notBefore: number): Flight {
  const failedBy = [...(flight.parts.get(number)?.failedBy ?? []), host]
  return withPart(flight, number, { stage: 'hashed', signed: null, failedBy, notBefore })
}

/**
 * Whether the part's bytes or their checksum may be wrong, so that both are to be read again. A
 * store that refuses without CORS headers (Swift) looks like a broken connection.
 */
function mayBeMismatch(flight: Flight, { command, code }: Failed): boolean {
  if (code === 'checksum_mismatch') return true
  return code === 'network' && failuresOf(flight, command) + 1 >= REREAD_AFTER
}
