/** Hours of the day: when most people have gone home, and before they come back. */
const EVENING = 22
const MORNING = 7

/**
 * The evening that comes next, and the morning of tomorrow, by the clock of this place.
 *
 * @param now ms since 1970, as is what it gives
 */
export function usualStarts(now: number): { evening: number; morning: number } {
  const evening = atHour(now, EVENING, 0)
  return {
    evening: evening > now ? evening : atHour(now, EVENING, 1),
    morning: atHour(now, MORNING, 1),
  }
}

/** Whole days before today's midnight; by the calendar, as days are not equally long. */
function atHour(now: number, hour: number, days: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime()
}

/** As a field for a local date and time takes it. */
export function shownStart(time: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = new Date(time)
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What such a field holds, ms since 1970; null where it is no time that is still to come. */
export function readStart(entered: string, now: number): number | null {
  const time = new Date(entered).getTime()
  return time > now ? time : null
}
