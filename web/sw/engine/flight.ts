import type { ErrorCode } from '../../../shared/errors.ts'
import type { Sequence } from '../../../shared/sequence.ts'
import { NONE_AHEAD, withoutAhead, type Ahead } from './ahead.ts'
import type { ArrivedPart, Command, Failed, PartToSign, SignedPart } from './events.ts'

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
  /** Those that have arrived while the list under way was asked for, which may lack them. */
  readonly arrived: readonly ArrivedPart[]
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
  /** Those of them in which it arrived damaged. */
  readonly mismatches?: number
  /** ms since 1970: not to be touched before. */
  readonly notBefore: number
  /** Whether it waits for a store that seems to be away. */
  readonly isAway?: boolean | undefined
}

export const EMPTY_FLIGHT: Flight = {
  listed: false,
  running: null,
  parts: new Map(),
  ahead: NONE_AHEAD,
  elsewhere: null,
  awaited: new Set(),
  arrived: [],
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
      return { ...flight, running: command.type, arrived: [] }
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

/** The flight with nothing under way here; what the browser has to send it still has. */
export function ended({ elsewhere, awaited }: Flight): Flight {
  return { ...EMPTY_FLIGHT, elsewhere, awaited }
}

/** The flight in which S3 is to be asked once more which parts it has. */
export function listAgain(flight: Flight): Flight {
  return { ...flight, listed: false, running: flight.running === 'list' ? null : flight.running }
}

/** The flight in which a part that is being sent is to be sent later instead. */
export function putBack(flight: Flight, number: number): Flight {
  return withPart(flight, number, { stage: 'signed' })
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

/** How often the part of a command that has failed has arrived damaged by now; what is none never has. */
export function mismatchesAfter(
  { parts }: Flight,
  { command, code }: Pick<Failed, 'command' | 'code'>,
): number {
  if (command.type !== 'send') return 0
  return (parts.get(command.number)?.mismatches ?? 0) + (code === 'checksum_mismatch' ? 1 : 0)
}

/** Whether its file could not be read just now: the disk may not answer. */
export function isDoubtful({ problem }: Flight): boolean {
  return problem === 'file_unreadable'
}

/** Failures in a row of a part after which it may never get through. */
const STUCK_AFTER = 3

/** Whether all that it works on has failed again and again. */
export function isStuck({ parts }: Flight): boolean {
  return parts.size > 0 && [...parts.values()].every(({ failures }) => failures >= STUCK_AFTER)
}

/** The flight with all waits over. */
export function tryNow(flight: Flight): Flight {
  const waits = [flight, ...flight.parts.values()].some((one) => one.notBefore > 0)
  if (!waits) return flight
  return { ...flight, parts: withoutWaits(flight, () => true), notBefore: 0 }
}

/** Its parts, without the waits of those for which they are over. */
export function withoutWaits(
  { parts }: Flight,
  isOver: (part: PartFlight) => boolean,
): Flight['parts'] {
  return new Map(
    [...parts].map(([n, part]) => [n, isOver(part) ? { ...part, notBefore: 0 } : part]),
  )
}

/** The flight in which a part has changed; it begins with this where nothing was tried with it. */
export function withPart(flight: Flight, number: number, change: Partial<PartFlight>): Flight {
  const part = { ...(flight.parts.get(number) ?? NEW_PART), ...change }
  return { ...flight, parts: new Map(flight.parts).set(number, part) }
}

/** The flight in which a part has failed once more. */
export function withFailedPart(
  flight: Flight,
  number: number,
  change: Partial<PartFlight>,
): Flight {
  const failures = (flight.parts.get(number)?.failures ?? 0) + 1
  return withPart(flight, number, { isAway: undefined, ...change, failures })
}

/** The flight without a part, whatever became of it. */
export function withoutPart(flight: Flight, number: number): Flight {
  const parts = new Map(flight.parts)
  parts.delete(number)
  return { ...flight, parts, ahead: withoutAhead(flight.ahead, number) }
}

/** How many of its parts are worked on, or hashed ahead of their turn. */
export function openIn({ parts, ahead }: Flight): number {
  return parts.size + ahead.size
}

/** How many of its parts are at this stage. */
export function countIn(flight: Flight, stage: Stage): number {
  let count = 0
  for (const part of flight.parts.values()) if (part.stage === stage) count += 1
  return count
}
