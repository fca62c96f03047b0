/** Finds entries by what a person may remember of them. */
import type { Entry, Outcome } from './entry.ts'

export interface Wanted {
  /** Words that all have to be in it, in any order. */
  readonly text: string
  readonly outcome: Outcome | 'all'
}

/** What was made ready to be searched in, so that a letter more costs a look at each entry alone. */
const prepared = new WeakMap<Entry, string>()

/** The entries of these that are wanted, in their order. Ten thousand take a few milliseconds. */
export function entriesWanted(
  entries: readonly Entry[],
  { text, outcome }: Wanted,
): readonly Entry[] {
  const words = folded(text)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0 && outcome === 'all') return entries
  return entries.filter((entry) => {
    if (outcome !== 'all' && entry.outcome !== outcome) return false
    const content = contentOf(entry)
    return words.every((word) => content.includes(word))
  })
}

/** To be called where entries are read, a few at a time: the first search is then as fast as others. */
export function prepare(entries: readonly Entry[]): void {
  for (const entry of entries) contentOf(entry)
}

function contentOf(entry: Entry): string {
  const before = prepared.get(entry)
  if (before !== undefined) return before
  const { name, path, object, details = [], id } = entry
  const entered = details.map(({ label, value, chosen }) => `${label} ${chosen ?? value}`)
  const content = folded([`${path}/${name}`, id, object?.key ?? '', ...entered].join('\n'))
  prepared.set(entry, content)
  return content
}

/**
 * Without case and accents: https://www.unicode.org/reports/tr15/#Canon_Compat_Equivalence. A small Σ is
 * σ or ς by where it stands; only there and back all forms of a letter are one.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .toUpperCase()
}
