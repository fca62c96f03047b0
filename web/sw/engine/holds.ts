import type { Upload } from './step.ts'

/**
 * The earliest time, ms since 1970, at which {@link next} may have more to begin though nothing
 * happens; null where only an event can bring more.
 */
export function nextTime(uploads: Iterable<Upload>, now: number): number | null {
  let earliest = Infinity
  const consider = (time: number): void => {
    if (time > now && time < earliest) earliest = time
  }
  for (const upload of uploads) {
    const { flight } = upload
    const start = startOf(upload)
    if (start !== undefined) consider(start)
    if (isHeld(upload)) continue
    consider(flight.notBefore)
    for (const { notBefore } of flight.parts.values()) consider(notBefore)
  }
  return earliest === Infinity ? null : earliest
}

/** Whether it waits for a person, for its time, or to know what the browser has to send of it. */
export function isHeld(upload: Upload): boolean {
  return upload.record.startAt !== undefined || isHeldOtherwise(upload)
}

/** The time that an upload waits for, ms since 1970; undefined where it waits for something else. */
export function startOf(upload: Upload): number | undefined {
  const { startAt } = upload.record
  if (startAt === undefined || isHeldOtherwise(upload)) return undefined
  // That it has started could not be written down before.
  return Math.max(startAt, upload.flight.notBefore)
}

function isHeldOtherwise({ record: { hold, phase }, flight }: Upload): boolean {
  if (hold.user || hold.problem !== null) return true
  // Whatever the browser still has to send of one that is whole is of no use.
  return hold.handedOver && flight.elsewhere === null && phase !== 'completing'
}

/** Whether it is being served, or is next. */
export function isActive(upload: Upload): boolean {
  const { phase } = upload.record
  return !isHeld(upload) && (phase === 'creating' || phase === 'sending' || phase === 'completing')
}
