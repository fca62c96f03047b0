import { whenNeeded } from '../../shared/when-needed.ts'

/**
 * Numbers, dates and times as text. Bytes are in decimal units (1 kB = 1000 bytes), as the file
 * managers of macOS, GNOME and KDE show them.
 */
const UNITS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

export interface Format {
  bytes(bytes: number): string
  /** @param speed bytes a second */
  speed(speed: number): string
  duration(seconds: number): string
  /** Whole. */
  number(value: number): string
  /** With what stands behind the point. */
  decimal(value: number): string
  /** @param share from 0 to 1 */
  percent(share: number): string
  /** @param iso a time in ISO 8601 */
  localTime(iso: string): string
  utcTime(iso: string): string
  /** The date alone, with the day of the week. */
  day(iso: string): string
  /** The time of the day alone, to the second. */
  clock(iso: string): string
  list(items: readonly string[]): string
  /**
   * A name from outside (of a file, a folder, a host) within a sentence: set apart where it may run
   * another way than the sentence, so that neither garbles the other.
   */
  name(name: string): string
}

interface Options {
  /** How units of time are written; short ones by default. */
  readonly durations?: 'short' | 'long'
  readonly direction?: 'ltr' | 'rtl'
  readonly timeZone?: string
}

/** The hundredfold of 0.29 is a little less than 29. */
const TINY = 1e-9

/** @param locale BCP 47 */
export function createFormat(locale: string, options: Options = {}): Format {
  const { durations = 'short', direction = 'ltr', timeZone } = options
  const zone = timeZone === undefined ? {} : { timeZone }
  const numbers = (options?: Intl.NumberFormatOptions) =>
    whenNeeded(() => new Intl.NumberFormat(locale, options))
  const times = (options: Intl.DateTimeFormatOptions) =>
    whenNeeded(() => new Intl.DateTimeFormat(locale, options))
  const lists = (options: Intl.ListFormatOptions) =>
    whenNeeded(() => new Intl.ListFormat(locale, options))
  const whole = numbers({ maximumFractionDigits: 0 })
  const decimal = numbers()
  const percent = numbers({ style: 'percent', maximumFractionDigits: 0 })
  const local = times({ ...DATE_TIME, ...zone })
  const day = times({ dateStyle: 'full', ...zone })
  const clock = times({ timeStyle: 'medium', ...zone })
  const utc = times({ ...DATE_TIME, timeZone: 'UTC' })
  const list = lists({ type: 'conjunction' })
  const together = lists({ type: 'unit', style: 'narrow' })
  const unit = createUnitFormat(locale)

  function inUnits(bytes: number, perSecond: boolean): string {
    const suffix = perSecond ? '-per-second' : ''
    const { value, name } = scale(bytes)
    if (name === 'byte') return unit(value, `byte${suffix}`, 0, perSecond ? 'short' : 'long')
    return unit(value, `${name}${suffix}`, value < 100 ? 1 : 0, 'short')
  }

  return {
    bytes: (bytes) => inUnits(bytes, false),
    speed: (speed) => inUnits(speed, true),
    duration: (seconds) =>
      together().format(
        durationParts(seconds).map(({ value, name }) => unit(value, name, 0, durations)),
      ),
    number: (value) => whole().format(value),
    decimal: (value) => decimal().format(value),
    percent: (share) =>
      percent().format(Math.floor(Math.min(1, Math.max(0, share)) * 100 + TINY) / 100),
    localTime: (iso) => local().format(new Date(iso)),
    day: (iso) => day().format(new Date(iso)),
    clock: (iso) => clock().format(new Date(iso)),
    utcTime: (iso) => utc().format(new Date(iso)),
    list: (items) => list().format(items),
    name: (name) =>
      direction === 'rtl' || RIGHT_TO_LEFT.test(name) ? `${ISOLATE}${name}${END_ISOLATE}` : name,
  }
}

/** https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates: by its own first letter. */
const ISOLATE = '\u2068'
const END_ISOLATE = '\u2069'
/** Letters that run from right to left, and marks that turn what follows. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const DATE_TIME = { dateStyle: 'medium', timeStyle: 'long' } as const

function createUnitFormat(locale: string) {
  const formats = new Map<string, Intl.NumberFormat>()
  return (value: number, unit: string, digits: number, unitDisplay: 'short' | 'long') => {
    const key = `${unit} ${digits} ${unitDisplay}`
    let format = formats.get(key)
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay,
        maximumFractionDigits: digits,
      })
      formats.set(key, format)
    }
    // Intl’s own space lets a line end between the number and its unit.
    return format.format(value).replace(' ', '\xa0')
  }
}

/** In the largest unit that gives at least 1 after rounding to what is shown. */
function scale(bytes: number): { value: number; name: string } {
  const given = Number.isFinite(bytes) ? Math.max(0, bytes) : 0
  if (Math.round(given) < 1000) return { value: Math.round(given), name: 'byte' }
  let value = given
  let name: string = UNITS[0]
  for (const next of UNITS) {
    value /= 1000
    name = next
    if (Math.round(value) < 1000) break
  }
  return { value, name }
}

/** At most two parts, the second only where it still says something. */
function durationParts(seconds: number): { value: number; name: string }[] {
  const whole = Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 1
  if (whole < 60) return [{ value: whole, name: 'second' }]
  if (whole < 600) return pair(whole, 60, 'minute', 1, 'second')
  if (whole <= 3540) return [{ value: Math.ceil(whole / 60), name: 'minute' }]
  if (whole < 86_400) return pair(Math.max(whole, 3600), 3600, 'hour', 60, 'minute')
  return pair(whole, 86_400, 'day', 3600, 'hour')
}

function pair(seconds: number, big: number, bigName: string, small: number, smallName: string) {
  const first = Math.floor(seconds / big)
  const second = Math.floor((seconds - first * big) / small)
  const parts = [{ value: first, name: bigName }]
  return second > 0 ? [...parts, { value: second, name: smallName }] : parts
}
