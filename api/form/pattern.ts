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
    linear = RE2JS.compile(RE2JS.translateRegExp(pattern.source))
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
