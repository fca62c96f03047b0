import { describe, expect, it } from 'vitest'
import { allParts, type PartsPage } from './all-parts.ts'
import type { StoredPart } from './store.ts'

/** A store that has these parts; what it is asked at the same time is counted. */
function createStore(numbers: readonly number[], most = 1000) {
  const seen = { pages: 0, most: 0 }
  let asked = 0
  const page = async (after: number, wanted: number): Promise<PartsPage> => {
    seen.pages += 1
    seen.most = Math.max(seen.most, ++asked)
    await new Promise(setImmediate)
    asked -= 1
    const left = numbers.filter((number) => number > after)
    const some = left.slice(0, Math.min(wanted, most))
    return {
      parts: some.map(partOf),
      next: left.length > some.length ? (some.at(-1) ?? null) : null,
    }
  }
  return { page, seen }
}

const partOf = (number: number): StoredPart => ({
  number,
  size: 1,
  etag: '"e"',
  crc64nvme: undefined,
  lastModified: undefined,
})
const numbersTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)
const numbersOf = (parts: readonly StoredPart[]) => parts.map(({ number }) => number)

describe('all parts', () => {
  it('of a long list come in the time of two pages', async () => {
    const { page, seen } = createStore(numbersTo(9_999))
    expect(numbersOf(await allParts(page, 10_000))).toEqual(numbersTo(9_999))
    expect(seen).toEqual({ pages: 10, most: 9 })
  })

  it('of a short list come by one page', async () => {
    const { page, seen } = createStore(numbersTo(1_000))
    expect(numbersOf(await allParts(page, 10_000))).toEqual(numbersTo(1_000))
    expect(seen.pages).toBe(1)
  })

  it('are each there once, whatever is missing and however short the pages are', async () => {
    const numbers = numbersTo(5_000).filter((number) => number % 7 !== 0 && number !== 2_000)
    for (const most of [1_000, 999, 130]) {
      const { page } = createStore(numbers, most)
      expect(numbersOf(await allParts(page, 5_000))).toEqual(numbers)
    }
  })

  it('come one page after the other where nobody knows how many there may be', async () => {
    const { page, seen } = createStore(numbersTo(3_500))
    expect(numbersOf(await allParts(page, null))).toEqual(numbersTo(3_500))
    expect(seen).toEqual({ pages: 4, most: 1 })
  })

  it('are refused from a store whose list does not end', async () => {
    const page = async () => ({ parts: [partOf(1)], next: 1 })
    await expect(allParts(page, null)).rejects.toMatchObject({ code: 'bad_answer' })
  })
})
