/**
 * Where the rows of a long list lie, of which most were never rendered: those count as high as the
 * measured ones are on average.
 */
export interface RowHeights {
  /** The rows that there are, in order. What was measured of others is forgotten. */
  setOrder(ids: readonly string[]): void
  /** Notes a row's height, px; whether that changes anything. */
  measure(id: string, height: number): boolean
  /** px from the list's top to the row's; of the row after the last: the height of the list. */
  offsetOf(index: number): number
  /** The row that covers this many px below the list's top: the first or last one outside the list. */
  indexAt(offset: number): number
  indexOf(id: string): number | undefined
  /** px from the list's top to this row; undefined where it is not in the list. */
  offsetAt(id: string): number | undefined
}

/** px of a row while none was measured. */
const USUAL_HEIGHT = 112

export function createRowHeights(): RowHeights {
  const heights = new Map<string, number>()
  let ids: readonly string[] = []
  let places: ReadonlyMap<string, number> = new Map()
  let sum = 0
  /** One more than there are rows; null where it is to be counted anew. */
  let offsets: Float64Array | null = null

  function counted(): Float64Array {
    if (offsets) return offsets
    const average = heights.size === 0 ? USUAL_HEIGHT : sum / heights.size
    const all = new Float64Array(ids.length + 1)
    let offset = 0
    for (const [index, id] of ids.entries()) {
      offset += heights.get(id) ?? average
      all[index + 1] = offset
    }
    offsets = all
    return all
  }

  function offsetOf(index: number): number {
    return counted()[Math.max(0, Math.min(index, ids.length))] ?? 0
  }

  return {
    setOrder(next) {
      ids = next
      places = new Map(next.map((id, index) => [id, index]))
      for (const [id, height] of heights) {
        if (places.has(id)) continue
        heights.delete(id)
        sum -= height
      }
      offsets = null
    },
    measure(id, height) {
      const before = heights.get(id)
      if (before === height || !places.has(id)) return false
      heights.set(id, height)
      sum += height - (before ?? 0)
      offsets = null
      return true
    },
    offsetOf,
    offsetAt(id) {
      const index = places.get(id)
      return index === undefined ? undefined : offsetOf(index)
    },
    indexAt(offset) {
      const all = counted()
      let low = 0
      let high = Math.max(0, ids.length - 1)
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((all[middle] ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      return low
    },
    indexOf: (id) => places.get(id),
  }
}
