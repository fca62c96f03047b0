/** S3's order of keys: by their bytes in UTF-8, which is not the order of JavaScript's strings. */

/**
 * Compares as the UTF-8 of both would, without making it: UTF-16 differs from it only in that
 * surrogates, which stand for the code points above U+FFFF, sort below U+E000 to U+FFFF.
 */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** A set of keys that is always in order. */
export class SortedKeys {
  #keys: string[]

  constructor(keys: Iterable<string> = []) {
    this.#keys = [...new Set(keys)].sort(compareKeys)
  }

  get size(): number {
    return this.#keys.length
  }

  at(index: number): string | undefined {
    return this.#keys[index]
  }

  add(key: string): void {
    const index = this.indexAtOrAfter(key)
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key)
  }

  delete(key: string): void {
    const index = this.indexAtOrAfter(key)
    if (this.#keys[index] === key) this.#keys.splice(index, 1)
  }

  /** The index of the first key that is not before `key`; the size when there is none. */
  indexAtOrAfter(key: string): number {
    return this.#firstWhere((candidate) => compareKeys(candidate, key) >= 0)
  }

  /** The index of the first key after `key`. */
  indexAfter(key: string): number {
    return this.#firstWhere((candidate) => compareKeys(candidate, key) > 0)
  }

  /** The index of the first key after all those that start with `prefix`. */
  indexAfterPrefix(prefix: string): number {
    return this.#firstWhere(
      (candidate) => compareKeys(candidate, prefix) > 0 && !candidate.startsWith(prefix),
    )
  }

  #firstWhere(reached: (key: string) => boolean): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const key = this.#keys[middle]
      if (key !== undefined && reached(key)) high = middle
      else low = middle + 1
    }
    return low
  }
}
