/**
 * Keeps what is sent to a number of bytes a second. Nothing can slow a part that is being sent by a
 * worker's `fetch`, so it is the beginnings that wait: a part is begun when all before it have been paid
 * for by the time that has passed. Times are ms of a clock that is never set.
 */
export interface Pace {
  /** Bytes a ms; null where nothing is limited. */
  readonly limit: number | null
  /** Bytes that may be sent; negative while parts that were begun are not paid for. */
  readonly credit: number
  /** When that was so. */
  readonly at: number
}

/** ms of sending that may be made up for when lanes had nothing to send: no burst after a pause. */
const LONGEST_CREDIT = 1000

export const NO_PACE: Pace = { limit: null, credit: 0, at: 0 }

/** @param limit bytes a ms from now on; null for none */
export function limitedTo(pace: Pace, limit: number | null, now: number): Pace {
  if (pace.limit === limit) return pace
  if (pace.limit === null || limit === null) return { limit, credit: 0, at: now }
  return { ...paidAt(pace, now), limit }
}

/** Whether a part may be begun. */
export function mayBegin(pace: Pace, now: number): boolean {
  return pace.limit === null || paidAt(pace, now).credit >= 0
}

/** When a part may be begun, whole ms, if not now; null where that is not for the limit to say. */
export function nextBegin(pace: Pace, now: number): number | null {
  if (pace.limit === null) return null
  const { credit } = paidAt(pace, now)
  return credit >= 0 ? null : now + Math.ceil(-credit / pace.limit)
}

/** After a part of so many bytes was begun. */
export function spent(pace: Pace, bytes: number, now: number): Pace {
  if (pace.limit === null) return pace
  const paid = paidAt(pace, now)
  return { ...paid, credit: paid.credit - bytes }
}

function paidAt(pace: Pace, now: number): Pace {
  const limit = pace.limit ?? 0
  const credit = pace.credit + Math.max(0, now - pace.at) * limit
  return { ...pace, credit: Math.min(credit, LONGEST_CREDIT * limit), at: now }
}
