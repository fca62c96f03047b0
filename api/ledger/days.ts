/** Days of the calendar in UTC, and what is summed up of one. */
import type { DayTotals } from '../../shared/admin.ts'

/** ms */
export const DAY = 24 * 60 * 60 * 1000

/** ms after which an end is noted, or whoever was to note it died: servers' clocks differ. */
export const SETTLED = 60 * 60 * 1000

/** A day that is over, as the name of its summary in the bucket tells it. */
export interface Summary extends DayTotals {
  /** The next earlier day that has entries; null where there is none. */
  readonly earlier: string | null
}

/** The day of a time (ms since 1970): '2026-11-25'. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** A day's last ms, ms since 1970. */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`) + DAY - 1
}

const NAME = /^(\d{4}-\d\d-\d\d)\.(\d{1,9})\.(\d{1,16})\.(\d{1,9})\.(\d{4}-\d\d-\d\d|first)\.json$/

export function summaryName({ day, count, bytes, parts, earlier }: Summary): string {
  return `${day}.${count}.${bytes}.${parts}.${earlier ?? 'first'}.json`
}

/** What a name tells; undefined for one that is no summary's. */
export function readSummaryName(name: string): Summary | undefined {
  const [, day = '', count, bytes, parts, earlier] = NAME.exec(name) ?? []
  if (earlier === undefined) return undefined
  return {
    day,
    count: Number(count),
    bytes: Number(bytes),
    parts: Number(parts),
    earlier: earlier === 'first' ? null : earlier,
  }
}
