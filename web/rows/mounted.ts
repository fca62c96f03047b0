import type { RowHeights } from './heights.ts'

/** Up to so many rows are all rendered, so that the browser's own search and print have them. */
export const FEW = 100
/** A row that is rendered. */
export interface MountedRow {
  readonly index: number
  /** px of rows between this one and the rendered one before it, or the list's top. */
  readonly gap: number
}

export interface Mounted {
  readonly rows: readonly MountedRow[]
  /** px of rows after the last rendered one. */
  readonly rest: number
  /** Whether all are there that are to be: if not, more may be rendered a frame later. */
  readonly isWhole: boolean
}

/** What is seen of the list: px from its top, which may lie outside of it. */
export interface Sight {
  readonly top: number
  readonly bottom: number
}

/**
 * Rows that are rendered anew for one frame, but for those in sight, of which there may be more. A
 * row takes about a millisecond, and all of a place that was jumped to would take too long at once.
 */
export const MOST_NEW = 8

/**
 * The rows to be rendered: those in sight, as many px again before and after them, and the one with
 * the keyboard's place with its neighbours, to which the keyboard goes on. Those out of sight come by
 * and by, the nearest ones first.
 *
 * @param count of all rows
 * @param held the id of the row with the keyboard's place, also of one that is not there any more
 * @param isThere whether a row is rendered already
 */
export function rowsToMount(
  count: number,
  heights: RowHeights,
  { top, bottom }: Sight,
  held: string | null,
  isThere: (index: number) => boolean,
): Mounted {
  const indices = new Set<number>()
  let left = count <= FEW ? FEW : MOST_NEW
  let isWhole = true
  const add = (index: number, isNeeded: boolean) => {
    if (index < 0 || index >= count || indices.has(index)) return
    const isNew = !isThere(index)
    if (isNew && left <= 0 && !isNeeded) {
      isWhole = false
      return
    }
    if (isNew) left -= 1
    indices.add(index)
  }
  const margin = bottom - top
  const seen = heights.indexAt(top)
  const seenLast = heights.indexAt(bottom)
  const first = count <= FEW ? 0 : heights.indexAt(top - margin)
  const last = count <= FEW ? count - 1 : heights.indexAt(bottom + margin)
  for (let index = seen; index <= seenLast; index++) add(index, true)
  const place = held === null ? undefined : heights.indexOf(held)
  if (place !== undefined) for (const index of [place - 1, place, place + 1]) add(index, true)
  for (let step = 1; step <= Math.max(seen - first, last - seenLast); step++) {
    if (seenLast + step <= last) add(seenLast + step, false)
    if (seen - step >= first) add(seen - step, false)
  }
  let next = 0
  const rows: MountedRow[] = []
  for (const index of [...indices].sort((a, b) => a - b)) {
    const gap = index === next ? 0 : heights.offsetOf(index) - heights.offsetOf(next)
    rows.push({ index, gap })
    next = index + 1
  }
  return { rows, rest: heights.offsetOf(count) - heights.offsetOf(next), isWhole }
}
