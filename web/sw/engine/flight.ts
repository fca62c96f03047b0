import type { ErrorCode } from '../../../shared/errors.ts'
import { leavingOut, sequenceOf, type Sequence } from '../../../shared/sequence.ts'
import { NONE_AHEAD, withAhead, withoutAhead, type Ahead } from './ahead.ts'
import {
  remedyFor,
  type Command,
  type Event,
  type Failed,
  type PartToSign,
  type SignedPart,
} from './events.ts'

/**
 * What is under way for one upload. It is never stored: a worker that starts again begins with an
 * empty flight and asks S3 which parts it has.
 */
export interface Flight {
  /** Whether S3's list of parts was read since the flight began. */
  readonly listed: boolean
  /** The command under way that concerns the upload as a whole. */
  readonly running: 'begin' | 'create' | 'list' | 'complete' | 'abort' | null
  /** The parts that are worked on, by number: never many more than are sent next. */
  readonly parts: ReadonlyMap<number, PartFlight>
  /** The parts that are hashed, and nothing else was tried with them yet. */
  readonly ahead: Ahead
  /** The parts that the browser has to send, in its order; null while it isn't known to have any. */
  readonly elsewhere: Sequence | null
  /** Those of them that the browser sends only if they don't arrive from here within a while. */
  readonly awaited: ReadonlySet<number>
  /** What went wrong last, until something goes right. */
  readonly problem: ErrorCode | null
  /** Failures in a row of commands for the upload as a whole. */
  readonly failures: number
  /** ms since 1970: no command for the upload as a whole before. */
  readonly notBefore: number
}

export type Stage = 'idle' | 'hashing' | 'hashed' | 'signing' | 'signed' | 'sending'

export interface PartFlight {
  readonly stage: Stage
  /** From `hashed` on. */
  readonly checksum: string | null
  /** From `signed` on. */
  readonly signed: SignedPart | null
  /** The origin that it is or will be signed for, from `signing` on. */
  readonly host?: string
  /** Origins by which it did not arrive, while others were not tried. */
  readonly failedBy?: readonly string[]
  /** Failures in a row. */
  readonly failures: number
  /** ms since 1970: not to be touched before. */
  readonly notBefore: number
  /** Whether it waits for a store that seems to be away. */
  readonly isAway?: boolean | undefined
}

/** Failures in a row without an answer, after which a part is hashed anew. */
const REREAD_AFTER = 3

export const EMPTY_FLIGHT: Flight = {
  listed: false,
  running: null,
  parts: new Map(),
  ahead: NONE_AHEAD,
  elsewhere: null,
  awaited: new Set(),
  problem: null,
  failures: 0,
  notBefore: 0,
}

const NEW_PART: PartFlight = {
  stage: 'idle',
  checksum: null,
  signed: null,
  failures: 0,
  notBefore: 0,
}

/** The flight after a command was begun. */
export function begin(flight: Flight, command: Command): Flight {
  switch (command.type) {
    case 'hash':
      return withPart(flight, command.number, { stage: 'hashing', checksum: null, signed: null })
    case 'sign':
      return beginToSign(flight, command.parts)
    case 'send':
      return withPart(flight, command.number, { stage: 'sending' })
    default:
      return { ...flight, running: command.type }
  }
}

function beginToSign(flight: Flight, toSign: readonly PartToSign[]): Flight {
  const parts = new Map(flight.parts)
  let { ahead } = flight
  for (const { number, checksum, host } of toSign) {
    const part = parts.get(number) ?? NEW_PART
    parts.set(number, { ...part, stage: 'signing', checksum, signed: null, ...(host && { host }) })
    ahead = withoutAhead(ahead, number)
  }
  return { ...flight, parts, ahead }
}

/** The flight after an event; mirrors `reduce`, which does the same for the facts. */
export function track(flight: Flight, event: Event): Flight {
  switch (event.type) {
    // What the browser still has to send is of an upload that is no more.
    case 'begun':
    case 'aborted':
      return { ...flight, ...WENT_RIGHT, ...NO_PARTS, listed: false, elsewhere: null }
    case 'created':
    case 'completed':
      return { ...flight, ...WENT_RIGHT, ...NO_PARTS, listed: false }
    case 'listed':
      // A list doesn't show that the failure before it is mended: Complete may fail again.
      return {
        ...flight,
        ...WENT_RIGHT,
        failures: flight.failures,
        listed: true,
        ...NO_PARTS,
        parts: partsIn(flight, SENDING),
      }
    case 'hashed':
      return hashed(flight, event.number, event.checksum)
    case 'signed':
      return signed(flight, event.parts)
    case 'sent':
      return sent(flight, event.part.number)
    case 'failed':
      return failed(flight, event)
    case 'receipt':
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
      return event.change.startAt === undefined ? flight : ended(flight)
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

const SENDING: ReadonlySet<Stage> = new Set(['sending'])

function partsIn({ parts }: Flight, stages: ReadonlySet<Stage>): Flight['parts'] {
  return new Map([...parts].filter(([, { stage }]) => stages.has(stage)))
}

/** The flight with nothing under way here; what the browser has to send it still has. */
export function ended({ elsewhere, awaited }: Flight): Flight {
  return { ...EMPTY_FLIGHT, elsewhere, awaited }
}

/** The flight in which S3 is to be asked once more which parts it has. */
export function listAgain(flight: Flight): Flight {
  return { ...flight, listed: false, running: flight.running === 'list' ? null : flight.running }
}

/**
 * A list that was asked for before the part arrived may lack it, and is asked for again.
 *
 * What went through after it had failed says that the store is back. One that never failed says
 * nothing to those that do, and they would be tried again and again beside it.
 */
function sent(flight: Flight, number: number): Flight {
  const running = flight.running === 'list' ? null : flight.running
  const left = withoutElsewhere(withoutPart(flight, number), number)
  const parts = flight.parts.get(number)?.isAway
    ? withoutWaits(left, (one) => one.isAway === true)
    : left.parts
  return { ...left, parts, running, problem: null, failures: 0 }
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

/** The flight in which a part that is being sent is to be sent later instead. */
export function putBack(flight: Flight, number: number): Flight {
  return withPart(flight, number, { stage: 'signed' })
}

/**
 * Whether the part's bytes or their checksum may be wrong, so that both are to be read again. A
 * store that refuses without CORS headers (Swift) looks like a broken connection.
 */
function mayBeMismatch(flight: Flight, { command, code }: Failed): boolean {
  if (code === 'checksum_mismatch') return true
  return code === 'network' && failuresOf(flight, command) + 1 >= REREAD_AFTER
}

/** Whether a command that was begun still serves its upload; if not, it is to be ended. */
export function isUnderWay(flight: Flight, command: Command): boolean {
  switch (command.type) {
    case 'hash':
      return flight.parts.get(command.number)?.stage === 'hashing'
    case 'sign':
      return command.parts.some(({ number }) => flight.parts.get(number)?.stage === 'signing')
    case 'send':
      return flight.parts.get(command.number)?.stage === 'sending'
    default:
      return flight.running === command.type
  }
}

/** How often in a row a command of this kind has failed. */
export function failuresOf(flight: Flight, command: Command): number {
  if (command.type === 'hash' || command.type === 'send') {
    return flight.parts.get(command.number)?.failures ?? 0
  }
  if (command.type === 'sign') {
    // That a list and a signature contradict each other is a failure of the whole.
    return Math.max(
      flight.failures,
      ...command.parts.map(({ number }) => flight.parts.get(number)?.failures ?? 0),
    )
  }
  return flight.failures
}

/** The flight with all waits over. */
export function tryNow(flight: Flight): Flight {
  const waits = [flight, ...flight.parts.values()].some((one) => one.notBefore > 0)
  if (!waits) return flight
  return { ...flight, parts: withoutWaits(flight, () => true), notBefore: 0 }
}

function withoutWaits({ parts }: Flight, isOver: (part: PartFlight) => boolean): Flight['parts'] {
  return new Map(
    [...parts].map(([n, part]) => [n, isOver(part) ? { ...part, notBefore: 0 } : part]),
  )
}

function withPart(flight: Flight, number: number, change: Partial<PartFlight>): Flight {
  const part = { ...(flight.parts.get(number) ?? NEW_PART), ...change }
  return { ...flight, parts: new Map(flight.parts).set(number, part) }
}

function withFailedPart(flight: Flight, number: number, change: Partial<PartFlight>): Flight {
  const failures = (flight.parts.get(number)?.failures ?? 0) + 1
  return withPart(flight, number, { isAway: undefined, ...change, failures })
}

/** The flight without a part, whatever became of it. */
export function withoutPart(flight: Flight, number: number): Flight {
  const parts = new Map(flight.parts)
  parts.delete(number)
  return { ...flight, parts, ahead: withoutAhead(flight.ahead, number) }
}
