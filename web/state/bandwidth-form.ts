/** What a person has entered for the speed limit. */
import { HIGHEST_LIMIT, LEAST_LIMIT, type Bandwidth } from '../../shared/bandwidth.ts'
import { format, later } from '../text/catalogue.ts'
import { readNumber, shownNumber } from '../text/entered-number.ts'

const MB = 1_000_000
const LEAST_RATE = LEAST_LIMIT / MB
const HIGHEST_RATE = HIGHEST_LIMIT / MB

/** What is wrong with what was entered, by the field's name, in the order of the fields. */
export type Faults = ReadonlyMap<string, string>

/** As a rate's field shows it, MB/s. @param limit bytes a second; null for none */
export function shownRate(limit: number | null): string {
  return limit === null ? '' : shownNumber(limit / MB, format)
}

/** As a time's field takes it. @param minute of the day */
export function shownTime(minute: number): string {
  const digits = (number: number) => String(number).padStart(2, '0')
  return `${digits(Math.floor(minute / 60) % 24)}:${digits(minute % 60)}`
}

/** The names of a span's fields. @param key the span's in the form */
export function spanNames(key: number) {
  return { from: `from-${key}`, to: `to-${key}`, limit: `limit-${key}` }
}

/**
 * The limits that a form's fields hold, which count only where there are no faults.
 *
 * @param keys of the spans, in their order
 * @throws Error when the form has no such fields
 */
export function readBandwidth(
  form: HTMLFormElement,
  keys: readonly number[],
): { bandwidth: Bandwidth; faults: Faults } {
  const faults = new Map<string, string>()
  const inputOf = (name: string): HTMLInputElement => {
    const input = form.elements.namedItem(name)
    if (input instanceof HTMLInputElement) return input
    throw new Error(`the form has no field ${name}`)
  }
  const rateOf = (name: string): number | null => {
    const rate = readNumber(inputOf(name).value)
    if (rate === null) return null
    if (typeof rate === 'number' && rate >= LEAST_RATE && rate <= HIGHEST_RATE) {
      return Math.round(rate * MB)
    }
    const { bandwidth, details } = later
    const isGrouped = rate === 'grouped'
    faults.set(
      name,
      isGrouped ? details.faults.grouped(undefined) : bandwidth.notARate(LEAST_RATE, HIGHEST_RATE),
    )
    return null
  }
  const minuteOf = (name: string): number => {
    const { validity, valueAsNumber } = inputOf(name)
    if (!validity.valid) faults.set(name, later.bandwidth.notATime)
    return Math.floor(valueAsNumber / 60_000)
  }
  const usual = rateOf('usual')
  const spans = keys.map((key) => {
    const names = spanNames(key)
    const from = minuteOf(names.from)
    const to = minuteOf(names.to)
    if (from === to) faults.set(names.to, later.bandwidth.sameTime)
    return { from, to, limit: rateOf(names.limit) }
  })
  return { bandwidth: { usual, spans }, faults }
}
