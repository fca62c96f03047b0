import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listPage } from './listing.ts'
import { compareKeys, SortedKeys } from './utf8-order.ts'

const key = fc.string({ unit: 'binary', maxLength: 6 })
const slashed = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '\uffee', '\u{1f600}'),
  maxLength: 6,
})

describe('compareKeys', () => {
  it('orders as the bytes of UTF-8 do', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const expected = Buffer.compare(Buffer.from(a), Buffer.from(b))
        expect(Math.sign(compareKeys(a, b))).toBe(expected)
      }),
    )
  })
})

describe('SortedKeys', () => {
  it('is what a sorted set would be', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), slashed)), (steps) => {
        const keys = new SortedKeys()
        const expected = new Set<string>()
        for (const [adds, name] of steps) {
          keys[adds ? 'add' : 'delete'](name)
          expected[adds ? 'add' : 'delete'](name)
        }
        const found = Array.from({ length: keys.size }, (_, index) => keys.at(index))
        expect(found).toEqual([...expected].sort(compareKeys))
      }),
    )
  })
})

/** All keys and rolled-up prefixes, as S3 describes them, without any cleverness. */
function listAll(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = keys
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
      return end < 0 ? name : name.slice(0, end + delimiter.length)
    })
  return [...new Set(names)].sort(compareKeys)
}

describe('listPage', () => {
  it('gives each name once, in order, whatever the size of a page', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(slashed.filter((name) => name !== '')),
        fc.constantFrom('', 'a', 'a/', 'b/a'),
        fc.constantFrom('', '/', 'a'),
        fc.integer({ min: 1, max: 4 }),
        (keys, prefix, delimiter, limit) => {
          const sorted = new SortedKeys(keys)
          const seen: string[] = []
          let after = ''
          for (let pages = 0; pages <= keys.length; pages++) {
            const page = listPage(sorted, { prefix, delimiter, after, limit })
            seen.push(...[...page.keys, ...page.commonPrefixes].sort(compareKeys))
            expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(limit)
            if (!page.truncated) break
            after = page.last ?? ''
          }
          expect(seen).toEqual(listAll(keys, prefix, delimiter))
        },
      ),
    )
  })
})
