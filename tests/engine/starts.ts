import type { Event } from '../../web/sw/engine/events.ts'
import type { Upload } from '../../web/sw/engine/step.ts'

/** Watches that nothing starts before the time that a person gave it, or lets go of the wait for it. */
export function createStartWatch(now: () => number) {
  /** All that was asked for: it may be applied late, or again after a crash. */
  const asked = new Set<string>()
  const waiting = new Map<string, number>()
  /** The latest that the browser's clock has shown since it was looked last: it may be set back. */
  let latest = -Infinity

  const note = (): void => void (latest = Math.max(latest, now()))

  return {
    /** A person wants something, or the clock is set. */
    note(event?: Event): void {
      note()
      if (event?.type === 'arrange' && 'startAt' in event.change)
        asked.add(`${event.id} ${event.change.startAt}`)
    },
    look(uploads: Iterable<Upload>): void {
      note()
      for (const { record } of uploads) {
        const { id, startAt, phase } = record
        const before = waiting.get(id)
        if (startAt === undefined) waiting.delete(id)
        else waiting.set(id, startAt)
        if (before === startAt || before === undefined) continue
        if (asked.has(`${id} ${startAt}`) || latest >= before) continue
        throw new Error(`${phase} before ${before}, at ${latest}`)
      }
      latest = now()
    },
  }
}
