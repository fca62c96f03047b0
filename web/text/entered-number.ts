/** Numbers as people write them in a field, in any of our languages. */

import type { Format } from './format.ts'

/** Why what was entered is taken for no number: it is none, or it may be one of two. */
export type NoNumber = 'type' | 'grouped'

/** Those of Arabic, and of Persian and Urdu: https://www.unicode.org/charts/PDF/U0600.pdf */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g
/** That only turn the direction of what follows, which some keyboards write along. */
const MARKS = /[\u061c\u200e\u200f]/g
const NUMBER = /^[+-]?(?:\d+|\d*[.,\u066b]\d+)(?:e[+-]?\d+)?$/i
/** Three digits behind what parts thousands somewhere, unless it can only be a fraction. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:[.,\u066c\s'’]\d{3})+(?:[.,\u066b]\d*)?$/

/**
 * The number that was entered, with a point or a comma; null for none.
 *
 * What is a fraction in one language is a thousand in another, and the browser's language need not be the
 * page's: 1.000 and 1,000 are either. What is taken wrongly would stand in a receipt, so it is not taken.
 */
export function readNumber(entered: string): number | null | NoNumber {
  const text = entered
    .replaceAll(OTHER_DIGITS, (digit) => String(digit.charCodeAt(0) % 16))
    .replaceAll(MARKS, '')
    .replaceAll('−', '-')
    .trim()
  if (text === '') return null
  if (GROUPED.test(text)) return 'grouped'
  return NUMBER.test(text) ? Number(text.replace(/[,\u066b]/, '.')) : 'type'
}

/** A number as a field shows it in the language of the format, which reads it again as just that. */
export function shownNumber(number: number, { decimal }: Pick<Format, 'decimal'>): string {
  const mark = decimal(0.5).replaceAll(/\d/g, '')
  const text = String(number).replace('.', mark)
  return GROUPED.test(text) ? `${text}0` : text
}
