import { SENT_AT_ONCE } from '../../../shared/hand-over.ts'
import { firstOf } from '../../../shared/sequence.ts'
import type { Flight } from './flight.ts'

/**
 * So many of the parts that the browser has to send are left to it: those it sends, and as many as
 * it sends while a part that is begun here arrives, with some to spare.
 */
const SOON_ELSEWHERE = 3 * SENT_AT_ONCE

const NONE: ReadonlySet<number> = new Set()

/** What the browser has come to by now, or soon will, is left to it; but not what it waits for. */
export function soonElsewhere({ elsewhere, awaited }: Flight): ReadonlySet<number> {
  if (elsewhere === null) return NONE
  const soon = firstOf(elsewhere, SOON_ELSEWHERE)
  return new Set(soon.filter((number, at) => at < SENT_AT_ONCE || !awaited.has(number)))
}
