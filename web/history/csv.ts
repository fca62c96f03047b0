/** The history as a file for spreadsheets (RFC 4180), with what they might run made harmless. */
import { agreement } from '../../shared/acquisition.ts'
import type { Entry, Outcome } from './entry.ts'

/** So that spreadsheets take it for UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'
const LINE_END = '\r\n'

/** The columns' headings, and the words for values that are codes. */
export interface CsvWords {
  readonly headings: Readonly<Record<ColumnName, string>>
  readonly outcomes: Readonly<Record<Outcome, string>>
  readonly problems: Readonly<Record<NonNullable<Entry['problem']>, { readonly what: string }>>
  readonly proofs: Readonly<Record<NonNullable<Entry['proof']>, string>>
  /** Whether a file has its acquisition hash. */
  readonly matches: string
  readonly differs: string
  readonly algorithms: Readonly<Record<NonNullable<Entry['object']>['algorithm'], string>>
}

type ColumnName = (typeof COLUMNS)[number]
type Value = string | number | null | undefined

/** In the same order in every language. */
const COLUMNS = [
  'outcome',
  'name',
  'folder',
  'size',
  'arrived',
  'added',
  'ended',
  'speed',
  'problem',
  'problemCode',
  'proof',
  'bucket',
  'key',
  'algorithm',
  'checksum',
  'upload',
  'details',
  'md5',
  'sha1',
  'sha256',
  'acquisition',
] as const

/** Times are in ISO 8601, sizes in bytes, speeds in bytes a second, in every language. */
function valuesOf(entry: Entry, words: CsvWords): Readonly<Record<ColumnName, Value>> {
  const { outcome, speed, problem, proof, object, details = [], hashes } = entry
  return {
    outcome: words.outcomes[outcome],
    name: entry.name,
    folder: entry.path,
    size: entry.size,
    arrived: entry.sent,
    added: new Date(entry.addedAt).toISOString(),
    ended: new Date(entry.endedAt).toISOString(),
    speed: speed && Math.round(speed),
    problem: problem && words.problems[problem].what,
    problemCode: problem,
    proof: proof && words.proofs[proof],
    bucket: object?.bucket,
    key: object?.key,
    algorithm: object && words.algorithms[object.algorithm],
    checksum: object?.checksum,
    upload: entry.id,
    details: details.map(({ label, value, chosen }) => `${label}: ${chosen ?? value}`).join('\n'),
    md5: hashes?.md5,
    sha1: hashes?.sha1,
    sha256: hashes?.sha256,
    acquisition: acquisitionOf(entry, words),
  }
}

function acquisitionOf({ details = [], hashes }: Entry, { matches, differs }: CsvWords): string {
  const found = details.map(({ hash, value }) => hash && agreement(hash, String(value), hashes))
  if (found.includes(false)) return differs
  return found.includes(true) ? matches : ''
}

/** All entries in a line each, after a line of headings. */
export function csvOf(entries: readonly Entry[], words: CsvWords): string {
  const lines = [words.headings, ...entries.map((entry) => valuesOf(entry, words))]
  const text = lines.map(
    (line) => COLUMNS.map((name) => cell(line[name] ?? '')).join(',') + LINE_END,
  )
  return BYTE_ORDER_MARK + text.join('')
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

/**
 * A CRC64 in base64, which may begin with a plus: it ends in `=`, as no formula does, and so is text to
 * a spreadsheet. It has to equal the receipt's.
 */
const CRC64 = /^[A-Za-z\d+/]{11}=$/

/** @returns numbers as they are, text in quotes, with an apostrophe before what might be run */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  if (CRC64.test(value)) return `"${value}"`
  // Most texts are of one piece, of which only the beginning has to be looked at.
  if (!SPLITS.test(value)) return `"${value.replace(FIRST, "$1'")}"`
  return `"${value.replace(ANY, "$1$2'").replaceAll('"', '""')}"`
}
