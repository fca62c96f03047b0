/** One time for each of some numbers; the earliest is found at once. */
export interface Times {
  /** ms since 1970; null for none. */
  set(number: number, time: number | null): void
  /** Takes out those whose time has come. */
  due(now: number): number[]
  first(): number | undefined
}

interface Entry {
  readonly number: number
  readonly time: number
}

export function createTimes(): Times {
  const current = new Map<number, number>()
  /** A binary heap; entries that are not current any more leave it when they come first. */
  const heap: Entry[] = []

  const timeAt = (at: number): number => heap[at]?.time ?? Infinity

  function swap(a: number, b: number): void {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) [heap[a], heap[b]] = [other, one]
  }

  function push(entry: Entry): void {
    let at = heap.push(entry) - 1
    for (let above = (at - 1) >> 1; at > 0 && timeAt(above) > timeAt(at); above = (at - 1) >> 1) {
      swap(at, above)
      at = above
    }
  }

  function removeFirst(): void {
    swap(0, heap.length - 1)
    heap.pop()
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const least = timeAt(right) < timeAt(left) ? right : left
      if (timeAt(least) >= timeAt(at)) return
      swap(at, least)
      at = least
    }
  }

  function first(): Entry | undefined {
    for (let entry = heap[0]; entry; entry = heap[0]) {
      if (current.get(entry.number) === entry.time) return entry
      removeFirst()
    }
    return undefined
  }

  return {
    set(number, time) {
      if (time === null) current.delete(number)
      else if (current.get(number) !== time) {
        current.set(number, time)
        push({ number, time })
      }
    },
    due(now) {
      const numbers: number[] = []
      for (let entry = first(); entry && entry.time <= now; entry = first()) {
        numbers.push(entry.number)
        current.delete(entry.number)
        removeFirst()
      }
      return numbers
    },
    first: () => first()?.time,
  }
}
