/** What is counted together as the total progress: without what had ended before any of it was added. */
import type { UploadView } from '../../shared/messages.ts'
import { goesOn, OVER } from './totals.ts'

export interface Run {
  /** Whether anything goes on by itself. */
  readonly isGoing: boolean
  /** What was added from then on is counted, ms since 1970. */
  readonly since: number
  readonly files: number
  readonly verified: number
  /** Bytes. */
  readonly size: number
  readonly sent: number
  readonly inFlight: number
}

const NOTHING = { files: 0, verified: 0, size: 0, sent: 0, inFlight: 0 }

export const NO_RUN: Run = { isGoing: false, since: -Infinity, ...NOTHING }

/** ms: files that are added in a batch come so shortly after each other. */
const TOGETHER = 10_000

/**
 * Counts what was added with or after the oldest upload that goes on, or where none does, that isn't
 * through; everything where all is. While something goes on, nothing that was counted is left out.
 */
export function runOf(views: readonly UploadView[], before: Run): Run {
  const unfinished = views.filter(({ state }) => !OVER.has(state))
  const going = unfinished.filter(goesOn)
  const isGoing = going.length > 0
  let since = isGoing && before.isGoing ? before.since : Infinity
  for (const { addedAt } of isGoing ? going : unfinished)
    since = Math.min(since, addedAt - TOGETHER)
  if (unfinished.length === 0) since = -Infinity
  const run = { ...NOTHING }
  for (const { state, addedAt, size, sent, inFlight } of views) {
    if (state === 'cancelled' || addedAt < since) continue
    run.files += 1
    if (state === 'verified') run.verified += 1
    run.size += size
    run.sent += sent
    run.inFlight += inFlight
  }
  return { isGoing, since, ...run }
}
