/** What ended in each day, week, month or year, for charts. */
import { speedToTell, type Entry } from './entry.ts'

/** Bars that a chart has at most, and at least. */
const MOST = 31
const LEAST = 7

export const UNITS = ['day', 'week', 'month', 'year'] as const
export type Unit = (typeof UNITS)[number]

export interface Period {
  /** Its begin by this device's clock and calendar, ms since 1970. */
  readonly from: number
  readonly verified: number
  /** With those that are not to be relied on. */
  readonly failed: number
  readonly cancelled: number
  /** Of verified ones. */
  readonly bytes: number
  /** Bytes a second, on average over the time that they took; null where nothing was measured. */
  readonly speed: number | null
}

export interface Periods {
  readonly unit: Unit
  /** The oldest first, without gaps; none where there are no entries. */
  readonly periods: readonly Period[]
}

interface Sums {
  verified: number
  failed: number
  cancelled: number
  bytes: number
  /** Of those with a speed: bytes, and the seconds that they took. */
  timed: number
  seconds: number
}

/** In the shortest unit of which there are not too many; of years only the latest. */
export function periodsOf(entries: readonly Entry[]): Periods {
  if (entries.length === 0) return { unit: 'day', periods: [] }
  let [first, last] = [Infinity, -Infinity]
  for (const { endedAt } of entries) {
    first = Math.min(first, endedAt)
    last = Math.max(last, endedAt)
  }
  const unit = UNITS.find((unit) => begins(unit, first, last).length <= MOST) ?? 'year'
  const starts = begins(unit, first, last).slice(-MOST)
  const sums = starts.map(() => ({
    verified: 0,
    failed: 0,
    cancelled: 0,
    bytes: 0,
    timed: 0,
    seconds: 0,
  }))
  for (const entry of entries) {
    const sum = sums[placeOf(starts, entry.endedAt)]
    if (sum) add(sum, entry)
  }
  return {
    unit,
    periods: starts.flatMap((from, at) => {
      const sum = sums[at]
      if (!sum) return []
      const { timed, seconds, ...counted } = sum
      return { from, ...counted, speed: seconds > 0 ? timed / seconds : null }
    }),
  }
}

function add(sum: Sums, entry: Entry): void {
  const { outcome, size } = entry
  sum[outcome === 'disproved' ? 'failed' : outcome] += 1
  if (outcome !== 'verified') return
  sum.bytes += size
  const speed = speedToTell(entry)
  if (speed === null || speed === 0) return
  sum.timed += size
  sum.seconds += size / speed
}

/** The last one that begins at this time or before; -1 for none. */
function placeOf(starts: readonly number[], time: number): number {
  let [low, high] = [-1, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? Infinity) <= time) low = middle
    else high = middle - 1
  }
  return low
}

/** Of all that these times lie in or between, and of some before where that were few. */
function begins(unit: Unit, first: number, last: number): number[] {
  const starts: number[] = []
  const begin = beginOf(unit, last)
  const until = beginOf(unit, first).getTime()
  // One more than is shown says that there are too many.
  while ((begin.getTime() >= until || starts.length < LEAST) && starts.length <= MOST) {
    starts.unshift(begin.getTime())
    step(unit, begin)
  }
  return starts
}

function beginOf(unit: Unit, time: number): Date {
  const date = new Date(time)
  // Every day has it.
  date.setHours(12)
  // Monday is the first day of a week (ISO 8601).
  if (unit === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7))
  if (unit === 'month' || unit === 'year') date.setDate(1)
  if (unit === 'year') date.setMonth(0)
  toMidnight(date)
  return date
}

/** To the begin of the one before: by the calendar, as not every day has 24 hours. */
function step(unit: Unit, date: Date): void {
  if (unit === 'day') date.setDate(date.getDate() - 1)
  if (unit === 'week') date.setDate(date.getDate() - 7)
  if (unit === 'month') date.setMonth(date.getMonth() - 1)
  if (unit === 'year') date.setFullYear(date.getFullYear() - 1)
  toMidnight(date)
}

/** Where clocks are put on at midnight that day begins at one, and no other does. */
function toMidnight(date: Date): void {
  date.setHours(0, 0, 0, 0)
}
