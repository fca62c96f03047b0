import type { Event } from '../../web/sw/engine/events.ts'
import type { Upload } from '../../web/sw/engine/step.ts'

/** Watches that nothing starts before the time that a person gave it, or lets go of the wait for it. */
export function createStartWatch(now: () => number) {
  /**
   * All that was asked for, which may be applied late, or again after a crash; and the latest that the
   * browser's clock has shown since then. What is due may be written down after the clock is set back.
   */
  const asked = new Map<string, number>()
  const waiting = new Map<string, number>()

  function note(): void {
    const time = now()
    for (const [key, latest] of asked) if (time > latest) asked.set(key, time)
  }

  return {
    /** A person wants something, or the clock is set. */
    note(event?: Event): void {
      note()
      if (event?.type === 'arrange' && 'startAt' in event.change)
        asked.set(`${event.id} ${event.change.startAt}`, now())
    },
    look(uploads: Iterable<Upload>): void {
      note()
      for (const { record } of uploads) {
        const { id, startAt, phase } = record
        const before = waiting.get(id)
        if (startAt === undefined) waiting.delete(id)
        else waiting.set(id, startAt)
        if (before === startAt || before === undefined) continue
        const latest = asked.get(`${id} ${before}`) ?? -Infinity
        if (asked.has(`${id} ${startAt}`) || latest >= before) continue
        throw new Error(`${phase} before ${before}, at ${latest}`)
      }
    },
  }
}
