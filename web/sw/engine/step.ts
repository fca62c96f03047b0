import type { Event } from './events.ts'
import { isUnderWay, track, type Flight } from './flight.ts'
import type { UploadRecord } from './record.ts'
import { reduce } from './reduce.ts'

/** One upload as the engine sees it: the facts, and what is under way. */
export interface Upload {
  readonly record: UploadRecord
  readonly flight: Flight
}

const BY_A_PERSON: ReadonlySet<Event['type']> = new Set([
  'pause',
  'resume',
  'cancel',
  'retry',
  'remove',
  'given',
])

/**
 * The upload after an event; the same object where nothing changed, `null` where it leaves the
 * list. What a person asks for that doesn't fit the upload's phase leaves its flight alone.
 */
export function step(upload: Upload, event: Event): Upload | null {
  // A command that was ended may still fail afterwards: that says nothing about the upload.
  if (event.type === 'failed' && !isUnderWay(upload.flight, event.command)) return upload
  const record = reduce(upload.record, event)
  if (!record) return null
  if (record === upload.record && BY_A_PERSON.has(event.type)) return upload
  const flight = track(upload.flight, event)
  return record === upload.record && flight === upload.flight ? upload : { record, flight }
}
