/** The history as a file for spreadsheets (RFC 4180), with what they might run made harmless. */
import type { Entry } from './entry.ts'

/** So that spreadsheets take it for UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'
const LINE_END = '\r\n'

/** A column: what it is called, and what it says of an entry. */
type Column = readonly [
  heading: string,
  value: (entry: Entry) => string | number | null | undefined,
]

/** Called the same in every language, so that programs find them. */
const COLUMNS: readonly Column[] = [
  ['outcome', ({ outcome }) => outcome],
  ['name', ({ name }) => name],
  ['folder', ({ path }) => path],
  ['size_bytes', ({ size }) => size],
  ['arrived_bytes', ({ sent }) => sent],
  ['added_at', ({ addedAt }) => new Date(addedAt).toISOString()],
  ['ended_at', ({ endedAt }) => new Date(endedAt).toISOString()],
  ['mean_bytes_per_second', ({ speed }) => speed && Math.round(speed)],
  ['problem', ({ problem }) => problem],
  ['proof', ({ proof }) => proof],
  ['bucket', ({ object }) => object?.bucket],
  ['key', ({ object }) => object?.key],
  ['checksum_algorithm', ({ object }) => object?.algorithm],
  ['checksum', ({ object }) => object?.checksum],
  ['upload_id', ({ id }) => id],
  [
    'details',
    ({ details = [] }) =>
      details.map(({ label, value, chosen }) => `${label}: ${chosen ?? value}`).join('\n'),
  ],
]

/** All entries in a line each, after a line of headings. */
export function csvOf(entries: readonly Entry[]): string {
  const lines = [
    COLUMNS.map(([heading]) => heading),
    ...entries.map((entry) => COLUMNS.map(([, value]) => cell(value(entry) ?? ''))),
  ]
  return BYTE_ORDER_MARK + lines.map((line) => line.join(',') + LINE_END).join('')
}

/** Letters at which a program might split a line otherwise than it was put together. */
const SPLITS = /[,;\t\r\n|"]/
/**
 * What begins a formula (https://owasp.org/www-community/attacks/CSV_Injection), also in the wide
 * letters of East Asia, with what a program may leave out before it: at the beginning of a cell, and of
 * one that a program may see behind a letter at which it splits.
 */
const FIRST = /^([\s"\p{C}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/u
const ANY = /(^|[,;\t\r\n|"])([\s"\p{C}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu

/** @returns numbers as they are, text in quotes, with an apostrophe before what might be run */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  // Most texts are of one piece, of which only the beginning has to be looked at.
  if (!SPLITS.test(value)) return `"${value.replace(FIRST, "$1'")}"`
  return `"${value.replace(ANY, "$1$2'").replaceAll('"', '""')}"`
}
