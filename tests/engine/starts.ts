import type { Event } from '../../web/sw/engine/events.ts'
import type { UploadRecord } from '../../web/sw/engine/record.ts'
import type { Upload } from '../../web/sw/engine/step.ts'

/** Nothing more is sent of what all has arrived of, or what was cancelled: it waits for no time. */
const OVER: ReadonlySet<UploadRecord['phase']> = new Set(['completing', 'cancelling', 'cancelled'])

/** Watches that nothing starts before the time that a person gave it, or lets go of the wait for it. */
export function createStartWatch(now: () => number) {
  /**
   * All that was asked for, in its order, which may be applied late, or again after a crash; and the
   * latest that the browser's clock has shown since then. What is due may be written down after the
   * clock is set back.
   */
  const asked: { readonly id: string; readonly startAt: number | undefined; latest: number }[] = []
  const waiting = new Map<string, number>()

  function note(): void {
    const time = now()
    for (const one of asked) one.latest = Math.max(one.latest, time)
  }

  /** Whether it is due, or was put to another time that is, which nobody need have seen in between. */
  function isDue(id: string, startAt: number): boolean {
    const its = asked.filter((one) => one.id === id)
    const first = its.findIndex((one) => one.startAt === startAt)
    return its.slice(Math.max(0, first)).some((one) => one.latest >= (one.startAt ?? 0))
  }

  return {
    /** A person wants something, or the clock is set. */
    note(event?: Event): void {
      note()
      if (event?.type !== 'arrange' || !('startAt' in event.change)) return
      asked.push({ id: event.id, startAt: event.change.startAt, latest: now() })
    },
    look(uploads: Iterable<Upload>): void {
      note()
      for (const { record } of uploads) {
        const { id, startAt, phase } = record
        const before = waiting.get(id)
        if (startAt === undefined) waiting.delete(id)
        else waiting.set(id, startAt)
        if (before === startAt || before === undefined) continue
        // Nothing is left to be sent.
        if (startAt === undefined && OVER.has(phase)) continue
        if (asked.some((one) => one.id === id && one.startAt === startAt)) continue
        if (!isDue(id, before)) throw new Error(`${phase} before ${before}, at ${now()}`)
      }
    },
  }
}
