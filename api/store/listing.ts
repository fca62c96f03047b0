/** One page of a list of names: with a prefix, rolled up at a delimiter, from a marker on. */
import type { SortedKeys } from './utf8-order.ts'

export interface PageRequest {
  readonly prefix: string
  /** Empty for none. */
  readonly delimiter: string
  /** Only what comes after this name; a rolled-up prefix comes once, so also not this one again. */
  readonly after: string
  readonly limit: number
}

export interface Page {
  readonly keys: readonly string[]
  /** The names rolled up to their first delimiter. */
  readonly commonPrefixes: readonly string[]
  readonly truncated: boolean
  /** The last name or rolled-up prefix of the page. */
  readonly last: string | undefined
}

/** Reads a page. The cost is that of what is on it: rolled-up names are jumped over. */
export function listPage(all: SortedKeys, request: PageRequest): Page {
  const { prefix, delimiter, after, limit } = request
  const keys: string[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  let index = Math.max(all.indexAtOrAfter(prefix), after === '' ? 0 : all.indexAfter(after))
  for (;;) {
    const key = all.at(index)
    if (key === undefined || !key.startsWith(prefix)) break
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length)
    if (common !== undefined && common === after) {
      index = all.indexAfterPrefix(common)
      continue
    }
    if (keys.length + commonPrefixes.length >= limit) {
      return { keys, commonPrefixes, truncated: limit > 0, last }
    }
    if (common === undefined) {
      keys.push(key)
      index++
    } else {
      commonPrefixes.push(common)
      index = all.indexAfterPrefix(common)
    }
    last = common ?? key
  }
  return { keys, commonPrefixes, truncated: false, last }
}
