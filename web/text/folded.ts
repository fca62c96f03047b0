/**
 * A text as searches compare it, without case and accents:
 * https://www.unicode.org/reports/tr15/#Canon_Compat_Equivalence. A small Σ is σ or ς by where it stands;
 * only there and back all forms of a letter are one.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .toUpperCase()
}

/** The words that were entered, apart by blanks. */
export function foldedWords(entered: string): string[] {
  return folded(entered)
    .split(/\s+/)
    .filter((word) => word !== '')
}
