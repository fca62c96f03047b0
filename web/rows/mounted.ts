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
}

/** What is seen of the list: px from its top, which may lie outside of it. */
export interface Sight {
  readonly top: number
  readonly bottom: number
}

/**
 * The rows to be rendered: those in sight, as many px again before and after them, and the one with
 * the keyboard's place with its neighbours, to which the keyboard goes on.
 *
 * @param count of all rows
 * @param held the id of the row with the keyboard's place, also of one that is not there any more
 */
export function rowsToMount(
  count: number,
  heights: RowHeights,
  { top, bottom }: Sight,
  held: string | null,
): Mounted {
  const margin = bottom - top
  const first = count <= FEW ? 0 : heights.indexAt(top - margin)
  const last = count <= FEW ? count - 1 : heights.indexAt(bottom + margin)
  const indices = new Set<number>()
  for (let index = first; index <= last; index++) indices.add(index)
  const place = held === null ? undefined : heights.indexOf(held)
  if (place !== undefined) for (const index of [place - 1, place, place + 1]) indices.add(index)
  let next = 0
  const rows: MountedRow[] = []
  for (const index of [...indices].sort((a, b) => a - b)) {
    if (index < 0 || index >= count) continue
    const gap = index === next ? 0 : heights.offsetOf(index) - heights.offsetOf(next)
    rows.push({ index, gap })
    next = index + 1
  }
  return { rows, rest: heights.offsetOf(count) - heights.offsetOf(next) }
}
