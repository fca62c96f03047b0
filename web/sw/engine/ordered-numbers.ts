/** A set of whole numbers from 0 that is gone through in order without looking at those before. */
export interface OrderedNumbers {
  add(number: number): void
  delete(number: number): void
  /** The least one that is not less than `from`; undefined where there is none. */
  next(from: number): number | undefined
}

/** Numbers in a word: each word of a level says which words of the level below have any. */
const BITS = 5
const MASK = 31
/** Enough for all numbers up to 2 ** 30. */
const LEVELS = 6

export function createOrderedNumbers(): OrderedNumbers {
  const levels = Array.from({ length: LEVELS }, () => new Map<number, number>())

  /** The first of a level's numbers from `from` on that shares its word. */
  function inWord(level: number, from: number): number | undefined {
    const word = (levels[level]?.get(from >>> BITS) ?? 0) & (-1 << (from & MASK))
    return word === 0 ? undefined : ((from >>> BITS) << BITS) + lowestBit(word)
  }

  return {
    add(number) {
      for (const [level, words] of levels.entries()) {
        const at = number >>> (BITS * level)
        words.set(at >>> BITS, (words.get(at >>> BITS) ?? 0) | (1 << (at & MASK)))
      }
    },
    delete(number) {
      for (const [level, words] of levels.entries()) {
        const at = number >>> (BITS * level)
        const word = (words.get(at >>> BITS) ?? 0) & ~(1 << (at & MASK))
        if (word !== 0) {
          words.set(at >>> BITS, word)
          return
        }
        words.delete(at >>> BITS)
      }
    },
    next(from) {
      let at = from
      for (let level = 0; level < LEVELS; level++) {
        let found = inWord(level, at)
        for (let below = level - 1; found !== undefined && below >= 0; below--) {
          found = inWord(below, found << BITS)
        }
        if (found !== undefined) return found
        at = (at >>> BITS) + 1
      }
      return undefined
    },
  }
}

function lowestBit(word: number): number {
  return MASK - Math.clz32(word & -word)
}
