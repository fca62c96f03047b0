const DAY = 86_400_000

/** Today and its neighbours by their names, all else by date. */
export function dayOf(
  time: number,
  days: Intl.RelativeTimeFormat,
  date: { format(time: number): string },
): string {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  const away = Math.round((midnight(time) - midnight(Date.now())) / DAY)
  return Math.abs(away) <= 1 ? days.format(away, 'day') : date.format(time)
}
