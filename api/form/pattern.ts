/**
 * An operator's patterns on texts of strangers, by an engine whose time grows with the text and no
 * faster. JavaScript's own may take longer than the world lasts for a text of forty characters.
 */
import { RE2JS, RE2JSException } from 're2js'
import type { Matches } from '../../shared/answers.ts'

const compiled = new WeakMap<RegExp, RE2JS>()

/** Whether the text has what the pattern wants, which {@link flawOfPattern} found nothing against. */
export const matchInLinearTime: Matches = (pattern, text) => {
  let linear = compiled.get(pattern)
  if (!linear) {
    linear = RE2JS.compile(RE2JS.translateRegExp(withBlanksNamed(pattern.source)))
    compiled.set(pattern, linear)
  }
  return linear.test(text)
}

/** What of the pattern can't be had in linear time; undefined where nothing. */
export function flawOfPattern(pattern: RegExp): string | undefined {
  try {
    matchInLinearTime(pattern, '')
    return undefined
  } catch (error) {
    if (error instanceof RE2JSException) return error.message
    throw error
  }
}

/** What `\s` means in ECMA-262, and so in the browser: RE2 means those of ASCII alone. */
const BLANKS = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => /\s/u.test(character),
)

/** A pattern of the flag u that means the same, without `\s` and `\S`. */
function withBlanksNamed(source: string): string {
  return source.replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/gu, (piece) => {
    if (piece === '\\s') return `[${named(BLANKS)}]`
    if (piece === '\\S') return `[^${named(BLANKS)}]`
    return piece.startsWith('[') ? classWithBlanksNamed(piece) : piece
  })
}

/** With `\S` a class is all but some blanks, or no more than some of them. */
function classWithBlanksNamed(source: string): string {
  const escapes = /\\[^]/gu
  if (!source.match(escapes)?.includes('\\S')) {
    return source.replace(escapes, (escape) => (escape === '\\s' ? named(BLANKS) : escape))
  }
  const isNegated = source.startsWith('[^')
  const pattern = new RegExp(source, 'u')
  const some = BLANKS.filter((blank) => pattern.test(blank) === isNegated)
  // RE2 has no class of nothing.
  if (some.length === 0) return `[${isNegated ? '^' : ''}\\u{0}-\\u{10FFFF}]`
  return `[${isNegated ? '' : '^'}${named(some)}]`
}

/** As they stand in a class. */
function named(characters: readonly string[]): string {
  return characters
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
