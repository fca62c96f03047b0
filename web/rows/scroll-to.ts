/** Frames in which a row has to be found: each comes nearer to it. */
const MOST_FRAMES = 40

/** Whether the list is rendered, with any row. */
export function hasRows(): boolean {
  return document.querySelector('.rows > [data-id]') !== null
}

/** Whether it is in sight, or less than half a window away: nobody has to look for it then. */
export function isRowNear(id: string): boolean {
  const box = rowOf(id)?.getBoundingClientRect()
  const far = window.innerHeight / 2
  return box !== undefined && box.top < window.innerHeight + far && box.bottom > -far
}

/** Null where it is not rendered. */
function rowOf(id: string): HTMLElement | null {
  return document.querySelector(`.rows > [data-id="${CSS.escape(id)}"]`)
}

/** That the keyboard comes to first in it. */
export function linkOfRow(id: string): HTMLElement | null {
  return rowOf(id)?.querySelector('a') ?? null
}

/**
 * Scrolls a row into the middle of the window, in a list of which only those near it are rendered.
 *
 * @param place in the list, from 1
 */
export async function scrollToRow(id: string, place: number): Promise<void> {
  for (let frame = 0; frame < MOST_FRAMES; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const row = rowOf(id)
    if (row) return row.scrollIntoView({ block: 'center', behavior: 'instant' })
    scrollNearer(place)
  }
}

/** By the row that is the nearest to it of those that are rendered, and the height of these. */
function scrollNearer(place: number): void {
  const rows = [...document.querySelectorAll('.rows > [data-id]')].map((row) => ({
    away: place - Number(row.ariaPosInSet),
    box: row.getBoundingClientRect(),
  }))
  const [nearest] = rows.toSorted((a, b) => Math.abs(a.away) - Math.abs(b.away))
  if (!nearest) return
  const height = rows.reduce((sum, { box }) => sum + box.height, 0) / rows.length
  const top = nearest.box.top + nearest.away * height - window.innerHeight / 2
  window.scrollBy({ top, behavior: 'instant' })
}
