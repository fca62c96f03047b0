import { remedyFor, type Event } from './events.ts'
import { has } from '../../../shared/ranges.ts'
import { isUnderWay, listAgain, withoutPart, type Flight } from './flight.ts'
import type { UploadRecord } from './record.ts'
import { reduce } from './reduce.ts'
import { track } from './track.ts'

/** One upload as the engine sees it: the facts, and what is under way. */
export interface Upload {
  readonly record: UploadRecord
  readonly flight: Flight
}

/** Events that say nothing where they don't fit the facts. */
const ONLY_IF_FITTING: ReadonlySet<Event['type']> = new Set([
  'pause',
  'resume',
  'cancel',
  'retry',
  'remove',
  'arrange',
  'due',
  'given',
  'taken-back',
])

/**
 * The upload after an event; the same object where nothing changed, `null` where it leaves the
 * list. What is asked for that doesn't fit the upload's phase leaves its flight alone.
 */
export function step(upload: Upload, event: Event): Upload | null {
  // A command that was ended may still fail afterwards: that says nothing about the upload.
  if (event.type === 'failed' && !isUnderWay(upload.flight, event.command)) return upload
  // A list that something has overtaken since is asked for again.
  if (event.type === 'listed' && upload.flight.running === null) return upload
  // Only parts that are missing can be sent elsewhere. What has failed may be tried again beside it,
  // and what is asked for once more has its parts still.
  if (event.type === 'elsewhere' && !mayLackParts(upload.record)) return upload
  const record = reduce(upload.record, event)
  if (!record) return null
  if (
    record === upload.record &&
    ONLY_IF_FITTING.has(event.type) &&
    !endsElsewhere(upload, event)
  ) {
    return upload
  }
  const after = flightAfter(upload, fitting(record, event))
  // Where all has arrived, no list is waited for.
  const isOver = record.phase === 'completing' && after.running === 'list'
  const flight = isOver ? listAgain(after) : after
  return record === upload.record && flight === upload.flight ? upload : { record, flight }
}

/** A list may lack what has arrived while it was asked for, which is then added to it. */
export function withArrived(event: Event, { flight }: Upload): Event {
  if (event.type !== 'listed') return event
  return { ...event, parts: [...event.parts, ...flight.arrived] }
}

/** What is told of what the browser has to send may name parts that have arrived since. */
function fitting({ missing }: UploadRecord, event: Event): Event {
  if (event.type !== 'elsewhere') return event
  return { ...event, parts: event.parts.filter((number) => has(missing, number)) }
}

function mayLackParts({ phase, server }: UploadRecord): boolean {
  return server !== null && (phase === 'creating' || phase === 'sending' || phase === 'failed')
}

/** A retry lets go of what held the upload, but the browser goes on with what it has. */
function endsElsewhere({ flight }: Upload, { type }: Event): boolean {
  return type === 'taken-back' && flight.elsewhere !== null
}

/**
 * A part that fails although a list has shown that it arrived is not tried again. Where the store has
 * a part that is not known to have arrived, the list is to tell.
 */
function flightAfter({ record, flight }: Upload, event: Event): Flight {
  if (event.type === 'failed' && event.command.type === 'send' && remedyFor(event) === 'retry') {
    const { number } = event.command
    return has(record.missing, number) ? track(flight, event) : withoutPart(flight, number)
  }
  const after = track(flight, event)
  if (event.type === 'created' && event.isNew && record.server === null)
    return { ...after, listed: true }
  if (event.type !== 'not-sent' || !event.there || !has(record.missing, event.number)) return after
  // What is being sent here may be why.
  return flight.parts.get(event.number)?.stage === 'sending' ? after : listAgain(after)
}
