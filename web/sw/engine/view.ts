import type { UploadState, UploadView } from '../../../shared/messages.ts'
import { partLength } from '../../../shared/plan.ts'
import { firstOf } from '../../../shared/sequence.ts'
import { SENT_AT_ONCE } from '../../../shared/hand-over.ts'
import { bytesSent, isEnded, planOf } from './record.ts'
import type { Upload } from './step.ts'

/**
 * What the page shows of an upload.
 *
 * @param now ms since 1970
 * @param online whether the browser believes that it has a network
 */
export function viewOf(upload: Upload, now: number, online: boolean): UploadView {
  const { record, flight } = upload
  const state = stateOf(upload)
  const problem = record.failure ?? record.hold.problem ?? flight.problem
  return {
    id: record.id,
    name: record.name,
    path: record.path,
    size: record.size,
    lastModified: record.lastModified,
    partSize: record.partSize,
    state,
    sent: bytesSent(record),
    inFlight: bytesInFlight(upload),
    problem,
    // What a person can do about a full disk is to be told, not when it is tried again.
    retryAt: problem === null || problem === 'storage' ? null : retryTime(upload, now),
    offline: !online,
    addedAt: record.addedAt,
    place: record.place,
    priority: record.priority,
    startAt: record.startAt,
    proof: record.receipt?.checksum.proof ?? null,
    unhashedParts: record.receipt?.checksum.unhashedParts,
    handedOver: isElsewhere(upload),
    watchable: record.server !== null && !['failed', 'cancelled', 'disproved'].includes(state),
  }
}

function stateOf({ record, flight }: Upload): UploadState {
  const { phase, hold, receipt } = record
  if (isEnded(record)) return receipt?.disproved ? 'disproved' : record.phase
  if (phase === 'cancelling') return record.afterCancel.type === 'begin' ? 'waiting' : 'cancelled'
  if (hold.user) return 'paused'
  if (isElsewhere({ record, flight })) return 'uploading'
  if (hold.problem !== null) return 'waiting'
  if (phase === 'completing') return 'finishing'
  const isBusy = phase === 'sending' && flight.parts.size + flight.ahead.size > 0
  return isBusy ? 'uploading' : 'waiting'
}

/** Whether the browser sends parts of it by itself. */
function isElsewhere({ record, flight }: Upload): boolean {
  if (record.phase !== 'sending' || !record.hold.handedOver) return false
  return flight.elsewhere === null || flight.elsewhere.length > 0
}

function bytesInFlight({ record, flight }: Upload): number {
  const plan = planOf(record)
  if (!plan) return 0
  const sending = new Set(firstOf(flight.elsewhere ?? [], SENT_AT_ONCE))
  for (const [number, part] of flight.parts) if (part.stage === 'sending') sending.add(number)
  return [...sending].reduce((sum, number) => sum + partLength(plan, number), 0)
}

/** When it is tried again, where all that could go on is waiting for a time, and not for somebody. */
function retryTime({ record: { hold }, flight }: Upload, now: number): number | null {
  if (hold.user || hold.problem !== null) return null
  if (flight.running || flight.ahead.size > 0) return null
  if (flight.parts.size === 0) return flight.notBefore > now ? flight.notBefore : null
  let earliest = Infinity
  for (const part of flight.parts.values()) {
    if (part.notBefore <= now) return null
    earliest = Math.min(earliest, part.notBefore)
  }
  return earliest
}
