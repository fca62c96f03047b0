import type { Unit } from './periods.ts'

const PARTS: Readonly<Record<Unit, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: 'medium' },
  week: { dateStyle: 'medium' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
}

/**
 * Says which day, week, month or year it is.
 *
 * @param locale BCP 47
 * @param weekOf says it of a week by its first day
 */
export function createPeriodNames(
  locale: string,
  weekOf: (day: string) => string,
): (unit: Unit, from: number) => string {
  const formats = new Map<Unit, Intl.DateTimeFormat>()
  return (unit, from) => {
    const format = formats.get(unit) ?? new Intl.DateTimeFormat(locale, PARTS[unit])
    formats.set(unit, format)
    const said = format.format(from)
    return unit === 'week' ? weekOf(said) : said
  }
}
