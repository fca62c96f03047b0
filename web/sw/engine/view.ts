import type { UploadState, UploadView } from '../../../shared/messages.ts'
import { partLength } from '../../../shared/plan.ts'
import { bytesSent, planOf } from './record.ts'
import type { Upload } from './step.ts'

/**
 * What the page shows of an upload.
 *
 * @param now ms since 1970
 * @param online whether the browser believes that it has a network
 */
export function viewOf(upload: Upload, now: number, online: boolean): UploadView {
  const { record, flight } = upload
  const problem = record.failure ?? record.hold.problem ?? flight.problem
  return {
    id: record.id,
    name: record.name,
    path: record.path,
    size: record.size,
    lastModified: record.lastModified,
    state: stateOf(upload),
    sent: record.phase === 'verified' ? record.size : bytesSent(record),
    inFlight: bytesInFlight(upload),
    problem,
    retryAt: problem === null ? null : retryTime(upload, now),
    offline: !online,
    addedAt: record.addedAt,
    proof: record.receipt?.checksum.proof ?? null,
    handedOver: record.hold.handedOver,
  }
}

function stateOf({ record, flight }: Upload): UploadState {
  switch (record.phase) {
    case 'verified':
    case 'failed':
    case 'cancelled':
      return record.phase
    case 'cancelling':
      return record.afterCancel.type === 'begin' ? 'waiting' : 'cancelled'
    default:
      if (record.hold.user) return 'paused'
      if (record.hold.problem !== null) return 'waiting'
      if (record.hold.handedOver) return 'uploading'
      if (record.phase === 'completing') return 'finishing'
      return record.phase === 'sending' && flight.parts.size > 0 ? 'uploading' : 'waiting'
  }
}

function bytesInFlight({ record, flight }: Upload): number {
  const plan = planOf(record)
  if (!plan) return 0
  let sum = 0
  for (const [number, part] of flight.parts) {
    if (part.stage === 'sending') sum += partLength(plan, number)
  }
  return sum
}

/** When it is tried again, where all that could go on is waiting. */
function retryTime({ flight }: Upload, now: number): number | null {
  if (flight.running) return null
  if (flight.parts.size === 0) return flight.notBefore > now ? flight.notBefore : null
  let earliest = Infinity
  for (const part of flight.parts.values()) {
    if (part.notBefore <= now) return null
    earliest = Math.min(earliest, part.notBefore)
  }
  return earliest
}
