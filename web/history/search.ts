/** Finds entries by what a person may remember of them. */
import { kindsIn } from '../../shared/hashes.ts'
import { folded, foldedWords } from '../text/folded.ts'
import type { Entry, Outcome } from './entry.ts'

export interface Wanted {
  /** Words that all have to be in it, in any order. */
  readonly text: string
  readonly outcome: Outcome | 'all'
}

/** Letters of a code by which it is looked for: of fewer there are some in nearly each. */
export const LEAST_OF_CODE = 6

interface Content {
  /** What people name and enter. */
  readonly said: string
  /** What programs number and compute: ids, keys, which have random letters and dates in them, and hashes. */
  readonly codes: string
}

/** What was made ready to be searched in, so that a letter more costs a look at each entry alone. */
const prepared = new WeakMap<Entry, Content>()

/** The entries of these that are wanted, in their order. Ten thousand take a few milliseconds. */
export function entriesWanted(
  entries: readonly Entry[],
  { text, outcome }: Wanted,
): readonly Entry[] {
  const words = foldedWords(text)
  if (words.length === 0 && outcome === 'all') return entries
  return entries.filter((entry) => {
    if (outcome !== 'all' && entry.outcome !== outcome) return false
    const { said, codes } = contentOf(entry)
    return words.every(
      (word) => said.includes(word) || (word.length >= LEAST_OF_CODE && codes.includes(word)),
    )
  })
}

/** To be called where entries are read, a few at a time: the first search is then as fast as others. */
export function prepare(entries: readonly Entry[]): void {
  for (const entry of entries) contentOf(entry)
}

function contentOf(entry: Entry): Content {
  const before = prepared.get(entry)
  if (before) return before
  const { name, path, object, details = [], hashes, id } = entry
  const said = [`${path}/${name}`]
  const codes = [id, object?.key ?? '', object?.checksum ?? '']
  if (hashes) codes.push(...kindsIn(hashes).map((kind) => hashes[kind] ?? ''))
  for (const { label, value, chosen, hash } of details) {
    said.push(label)
    const entered = hash ? codes : said
    entered.push(String(chosen ?? value))
  }
  const content = { said: folded(said.join('\n')), codes: folded(codes.join('\n')) }
  prepared.set(entry, content)
  return content
}
