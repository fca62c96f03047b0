import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { createRowHeights, type RowHeights } from './heights.ts'
import { FEW, rowsToMount, type Mounted, type Sight } from './mounted.ts'

/** The attribute by which a row's element says which row it is: `data-id`. */
const ROW = 'data-id'

interface State {
  readonly heights: RowHeights
  ids: readonly string[] | null
  /** The row that has or had the keyboard's place. */
  held: string | null
  mounted: Mounted
  /** The ids of the rows that are rendered. */
  there: ReadonlySet<string | undefined>
}

/**
 * Which of a list's rows are rendered, as the window scrolls. The rows are the children of `list`,
 * each with its id as `data-id`; they may be of any height, and change it.
 *
 * A row that has or had the keyboard's place stays until another one has it. What is seen stays
 * where it is when rows above it turn out higher or lower than they were taken for.
 */
export function useMountedRows(
  list: { readonly current: HTMLElement | null },
  ids: readonly string[],
): { mounted: Mounted; hold: (event: Event) => void } {
  const ref = useRef<State>(null)
  ref.current ??= {
    heights: createRowHeights(),
    ids: null,
    held: null,
    mounted: { rows: [], rest: 0, isWhole: true },
    there: new Set(),
  }
  const state = ref.current
  const renders = useSignal(0)
  // Read, so that a change renders.
  void renders.value

  const plan = (seen: readonly SeenRow[]): Mounted => {
    const sight = sightOf(list.current, seen, state.heights)
    const isThere = (index: number) => state.there.has(ids[index])
    return rowsToMount(ids.length, state.heights, sight, state.held, isThere)
  }
  const see = () => (ids.length > FEW && list.current ? rowsSeen(list.current) : [])
  const render = () => {
    renders.value = renders.peek() + 1
  }
  const look = () => {
    if (!isSame(plan(see()), state.mounted)) render()
  }
  const current = useRef(look)
  current.current = look

  if (state.ids !== ids) {
    state.ids = ids
    state.heights.setOrder(ids)
  }
  const seen = see()
  state.mounted = plan(seen)
  state.there = new Set(state.mounted.rows.map(({ index }) => ids[index]))
  useLayoutEffect(() => {
    if (state.mounted.isWhole) return
    // The first one may be called in the frame that is being made.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(render)
    })
    return () => cancelAnimationFrame(frame)
  })
  useSteadySight(seen)
  // While rows are still to come they are rendered soon anyway, and not in this frame too.
  const measured = useRef(look)
  measured.current = () => state.mounted.isWhole && look()
  useMeasuredRows(list, (id, height) => state.heights.measure(id, height), measured)
  useLayoutEffect(() => {
    const listener = () => current.current()
    window.addEventListener('scroll', listener, { passive: true })
    window.addEventListener('resize', listener)
    // Only now is it known where the list lies.
    listener()
    return () => {
      window.removeEventListener('scroll', listener)
      window.removeEventListener('resize', listener)
    }
  }, [])

  return {
    mounted: state.mounted,
    hold({ target }) {
      const row = target instanceof Element ? target.closest(`[${ROW}]`) : null
      state.held = row?.getAttribute(ROW) ?? state.held
      look()
    },
  }
}

/**
 * By a row that is seen, where there is one: what was learnt of the rows before it, or of which rows
 * there are, moves the list and not what is looked at.
 */
function sightOf(list: HTMLElement | null, seen: readonly SeenRow[], heights: RowHeights): Sight {
  const anchor = seen.find(({ id }) => heights.offsetAt(id) !== undefined)
  const offset = anchor && heights.offsetAt(anchor.id)
  const listTop = list?.getBoundingClientRect().top ?? 0
  const top = anchor && offset !== undefined ? offset - anchor.top : -listTop
  return { top, bottom: top + window.innerHeight }
}

function isSame(a: Mounted, b: Mounted): boolean {
  if (a.rest !== b.rest || a.rows.length !== b.rows.length) return false
  return a.rows.every(({ index, gap }, at) => {
    const other = b.rows[at]
    return other?.index === index && other.gap === gap
  })
}

/** Tells of each row how high it is, when it is rendered and when that changes. */
function useMeasuredRows(
  list: { readonly current: HTMLElement | null },
  measure: (id: string, height: number) => boolean,
  look: { readonly current: () => void },
): void {
  const observed = useRef(new Set<Element>()).current
  const observer = useRef<ResizeObserver>(null)
  useLayoutEffect(() => {
    const there = new Set(list.current?.children)
    observer.current ??= new ResizeObserver((entries) => {
      let changed = false
      for (const { target, borderBoxSize } of entries) {
        const id = target.getAttribute(ROW)
        const height = borderBoxSize[0]?.blockSize
        if (id === null || height === undefined || !target.isConnected) continue
        changed = measure(id, height) || changed
      }
      if (changed) look.current()
    })
    for (const row of observed) {
      if (there.has(row)) continue
      observed.delete(row)
      observer.current.unobserve(row)
    }
    for (const row of there) {
      if (observed.has(row)) continue
      observed.add(row)
      observer.current.observe(row)
    }
  })
  useLayoutEffect(() => () => observer.current?.disconnect(), [])
}

interface SeenRow {
  readonly id: string
  readonly row: Element
  /** px from the window's top. */
  readonly top: number
}

/** Keeps the first row that is seen, and stays, where it is while rows and gaps before it change. */
function useSteadySight(seen: readonly SeenRow[]): void {
  useLayoutEffect(() => {
    const anchor = seen.find(({ row }) => row.isConnected)
    if (!anchor) return
    const moved = anchor.row.getBoundingClientRect().top - anchor.top
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' })
  })
}

/** None where the list begins in the window: what comes before it then moves nothing that is read. */
function rowsSeen(list: HTMLElement): SeenRow[] {
  if (list.getBoundingClientRect().top >= 0) return []
  return [...list.children].flatMap((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    const id = row.getAttribute(ROW)
    return id !== null && bottom > 0 && top < window.innerHeight ? { id, row, top } : []
  })
}
