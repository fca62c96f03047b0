import type { ErrorCode } from '../../../shared/errors.ts'
import { has, missingFrom, upTo, without } from '../../../shared/ranges.ts'
import { remedyFor, type Arrangement, type Event, type Failed } from './events.ts'
import { isEnded, NO_HOLD, START_AGAIN, type UploadRecord } from './record.ts'

/** Whether another link may mend it. */
function isOfLink(code: ErrorCode): boolean {
  return code.startsWith('link_') || code === 'limit_reached'
}

/**
 * The upload's record after an event; the same object where the event changes no fact, `null`
 * where the upload leaves the list. Knows no clock and has no effects. Events that don't fit the
 * phase, late answers among them, change nothing.
 */
export function reduce(record: UploadRecord, event: Event): UploadRecord | null {
  switch (event.type) {
    case 'begun':
      if (record.phase !== 'waiting') return record
      return { ...record, phase: 'creating', partSize: event.partSize }
    case 'created':
      return created(record, event.server)
    case 'listed':
      return listed(record, event.parts)
    case 'sent':
      return sent(record, event.part.number)
    case 'completed':
      if (record.phase !== 'completing') return record
      return { ...record, phase: 'verified', receipt: event.receipt }
    case 'receipt':
      return record.receipt ? { ...record, receipt: event.receipt } : record
    case 'aborted':
      return aborted(record)
    case 'failed':
      return failed(record, event)
    case 'pause':
      if (!canPause(record) || record.hold.user) return record
      return { ...record, hold: { ...record.hold, user: true } }
    case 'resume':
      if (!record.hold.user) return record
      return { ...record, hold: { ...record.hold, user: false } }
    case 'given':
      if (record.hold.problem === null) return record
      return { ...record, hold: { ...record.hold, problem: null } }
    case 'arrange':
      return arranged(record, event.change)
    case 'due':
      // It may have been put off just now.
      if ((record.startAt ?? Infinity) > event.now) return record
      return { ...record, startAt: undefined }
    case 'cancel':
      return cancel(record)
    case 'retry':
      return retry(record, event)
    case 'remove':
      return remove(record)
    case 'disprove':
      return record.phase === 'verified' ? { ...record, phase: 'disproved' } : record
    case 'elsewhere':
      return elsewhere(record)
    case 'taken-back':
      return takenBack(record)
    case 'not-sent':
      // What is there may be all that was missing.
      return event.there && has(record.missing, event.number) ? tryFile(record) : record
    case 'hashed':
    case 'signed':
    case 'online':
      return record
  }
}

/** Whether the person may pause the upload now. */
export function canPause({ phase }: UploadRecord): boolean {
  return phase === 'waiting' || phase === 'creating' || phase === 'sending'
}

/** What is undefined stays as it is; a page's message may name it all the same. */
function arranged(
  record: UploadRecord,
  { place = record.place, priority = record.priority, startAt }: Arrangement,
): UploadRecord {
  if (startAt === undefined) return { ...record, place, priority }
  // What is about to be complete is not put off.
  return canPause(record) ? { ...record, place, priority, startAt: startAt || undefined } : record
}

function created(record: UploadRecord, server: NonNullable<UploadRecord['server']>) {
  if (record.phase === 'cancelling') return record.server ? record : { ...record, server }
  if (record.phase !== 'creating') return record
  return { ...record, phase: 'sending' as const, server, missing: upTo(server.partCount) }
}

function listed(record: UploadRecord, parts: readonly { number: number }[]): UploadRecord {
  if (!record.server || (record.phase !== 'sending' && record.phase !== 'completing')) return record
  const missing = missingFrom(
    record.server.partCount,
    parts.map(({ number }) => number),
  )
  return lacking(record, missing)
}

function sent(record: UploadRecord, number: number): UploadRecord {
  if (record.phase !== 'sending') return record
  const missing = without(record.missing, number)
  if (missing === record.missing) return record
  return lacking(record, missing)
}

/**
 * A file of which nothing is missing is not needed any more, whatever keeps it from being read, nor is
 * there anything left to put off.
 */
function lacking(record: UploadRecord, missing: UploadRecord['missing']): UploadRecord {
  if (missing.length > 0) return { ...record, missing, phase: 'sending' }
  return { ...tryFile(record), missing, phase: 'completing', startAt: undefined }
}

function elsewhere(record: UploadRecord): UploadRecord {
  if (record.phase !== 'sending' || record.hold.handedOver) return record
  return { ...record, hold: { ...record.hold, handedOver: true } }
}

function takenBack(record: UploadRecord): UploadRecord {
  if (!record.hold.handedOver) return record
  return tryFile({ ...record, hold: { ...record.hold, handedOver: false } })
}

/** Whether the file is needed after all, and can be read, shows only in trying. */
function tryFile(record: UploadRecord): UploadRecord {
  const { problem } = record.hold
  if (problem !== 'file_permission' && problem !== 'file_gone') return record
  return { ...record, hold: { ...record.hold, problem: null } }
}

function aborted(record: UploadRecord): UploadRecord | null {
  if (record.phase !== 'cancelling') return record
  const gone = {
    ...record,
    server: null,
    missing: [],
    afterCancel: { type: 'stay' as const },
  }
  switch (record.afterCancel.type) {
    case 'leave':
      return null
    case 'begin': {
      const { remoteId, link = record.link } = record.afterCancel
      return { ...gone, phase: 'waiting', remoteId, link }
    }
    case 'stay':
      return { ...gone, phase: 'cancelled' }
  }
}

function failed(record: UploadRecord, event: Failed): UploadRecord | null {
  const { code } = event
  const remedy = remedyFor(event)
  if (record.phase === 'cancelling') {
    if (remedy === 'recreate') return { ...record, server: null }
    return remedy === 'fail' ? aborted(record) : record
  }
  if (!isRunning(record)) return record
  switch (remedy) {
    case 'retry':
      return record
    case 'relist':
      return record.phase === 'completing' ? { ...record, phase: 'sending' } : record
    case 'hold':
      return { ...record, hold: { ...record.hold, problem: code } }
    case 'recreate':
      return record.phase === 'creating' ? record : { ...record, phase: 'creating' }
    case 'fail':
      return { ...record, phase: 'failed', failure: code }
  }
}

function isRunning({ phase }: UploadRecord): boolean {
  return phase === 'creating' || phase === 'sending' || phase === 'completing'
}

function cancel(record: UploadRecord): UploadRecord {
  const stopped = { ...record, hold: NO_HOLD, failure: null, startAt: undefined }
  if (record.phase === 'cancelling' && record.afterCancel.type === 'begin') {
    return { ...stopped, afterCancel: { type: 'stay' } }
  }
  if (record.phase === 'waiting') return { ...stopped, phase: 'cancelled' }
  if (isRunning(record) || record.phase === 'failed') return { ...stopped, phase: 'cancelling' }
  return record
}

function retry(
  record: UploadRecord,
  { remoteId, link: newest = null, details }: Extract<Event, { type: 'retry' }>,
): UploadRecord {
  if (record.phase !== 'failed' || record.failure === null) return record
  const again = { ...record, failure: null, hold: NO_HOLD }
  // With other details it is another upload to the server.
  if (details) return { ...again, phase: 'waiting', remoteId, server: null, missing: [], details }
  const link = isOfLink(record.failure) ? newest : record.link
  // What came by one link is nothing to the holder of another.
  if (START_AGAIN.has(record.failure) || link !== record.link) {
    if (!record.server) {
      return { ...again, phase: 'waiting', remoteId, missing: [], link }
    }
    // What the server still has of it goes first.
    const change = link === record.link ? {} : { link }
    return { ...again, phase: 'cancelling', afterCancel: { type: 'begin', remoteId, ...change } }
  }
  return { ...again, phase: record.server ? 'sending' : 'creating' }
}

function remove(record: UploadRecord): UploadRecord | null {
  if (record.phase === 'failed') return { ...cancel(record), afterCancel: { type: 'leave' } }
  if (record.phase === 'cancelling') return { ...record, afterCancel: { type: 'leave' } }
  return isEnded(record) ? null : record
}
