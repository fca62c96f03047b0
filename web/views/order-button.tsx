import { useRef } from 'preact/hooks'
import type { UploadView } from '../../shared/messages.ts'
import { canBeArranged, moveBy, moveTo } from '../state/order.ts'
import { later } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'
import { openOrder } from './order.tsx'
import '../style/order.css'

/** px that the pointer goes before it is a drag and no click. */
const SLACK = 6
/** px from the window's edges within which it scrolls, and how far in a frame. */
const EDGE = 72
const STRIDE = 14

/**
 * Says when the upload is sent.
 *
 * @param inWords where there is no list in which it could be moved
 */
export function OrderButton({ view, inWords = false }: { view: UploadView; inWords?: boolean }) {
  if (!canBeArranged(view)) return null
  const { id } = view
  const label = later.row.of(later.order.open, fullName(view))
  if (!inWords) return <Grip id={id} label={label} />
  return (
    <button type="button" class="button quiet" aria-label={label} onClick={() => openOrder([id])}>
      <Dots />
      {later.order.open}
    </button>
  )
}

/** By dragging it, the upload moves in the list. */
function Grip({ id, label }: { id: string; label: string }) {
  const drag = useRef<Drag | null>(null)
  return (
    <button
      type="button"
      class="button quiet icon-button grip"
      aria-label={label}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      title={later.order.hint}
      onPointerDown={(event) => {
        if (event.button === 0) drag.current = createDrag(id, event)
      }}
      onPointerMove={(event) => drag.current?.move(event)}
      onPointerUp={() => drag.current?.drop()}
      onPointerCancel={() => drag.current?.end()}
      onKeyDown={(event) => event.key === 'Escape' && drag.current?.end()}
      onClick={({ detail }) => {
        // By the keyboard there is no pointer that could have dragged it.
        const wasDragged = detail > 0 && (drag.current?.isUnderWay() ?? false)
        drag.current = null
        if (!wasDragged) openOrder([id])
      }}
    >
      <Dots />
    </button>
  )
}

function Dots() {
  return (
    <svg class="icon dots" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" />
    </svg>
  )
}

/** What is to be said of when it is sent, beside how far it is. */
export function OrderNote({ view }: { view: UploadView }) {
  if (!canBeArranged(view)) return null
  const { priority = 'normal', startAt } = view
  return (
    <>
      {priority !== 'normal' && <p class="note badge">{later.order.priorityOf[priority]}</p>}
      {startAt !== undefined && startAt > Date.now() && view.state === 'waiting' && (
        <p class="note">{later.order.startsAt(startAt)}</p>
      )}
    </>
  )
}

interface Drag {
  move(event: PointerEvent): void
  drop(): void
  end(): void
  /** Whether it is, or was, more than a click. */
  isUnderWay(): boolean
}

interface Target {
  readonly row: HTMLElement
  readonly id: string
  readonly isBehind: boolean
}

/** A drag from a button in an upload's row. Where it would be dropped is marked at the row there. */
function createDrag(id: string, start: PointerEvent): Drag {
  const handle = start.currentTarget instanceof HTMLElement ? start.currentTarget : null
  const row = handle?.closest<HTMLElement>('.row')
  // The pointer soon leaves the button.
  handle?.setPointerCapture(start.pointerId)
  let isUnderWay = false
  let hasEnded = false
  let y = start.clientY
  let target: Target | null = null
  let frame = 0

  function mark(next: Target | null): void {
    delete target?.row.dataset['drop']
    target = next
    if (next) next.row.dataset['drop'] = next.isBehind ? 'behind' : 'before'
  }

  function follow(): void {
    // Once its upload can't be arranged any more it has no button that would hear of the drag's end.
    if (!handle?.isConnected) return end()
    const { innerHeight } = window
    if (y < EDGE) window.scrollBy({ top: -STRIDE, behavior: 'instant' })
    else if (y > innerHeight - EDGE) window.scrollBy({ top: STRIDE, behavior: 'instant' })
    mark(row?.parentElement ? targetIn(row.parentElement, y, id) : null)
    frame = requestAnimationFrame(follow)
  }

  function end(): void {
    hasEnded = true
    cancelAnimationFrame(frame)
    mark(null)
    delete row?.dataset['dragged']
  }

  return {
    move(event) {
      if (hasEnded) return
      y = event.clientY
      if (isUnderWay || Math.abs(y - start.clientY) < SLACK) return
      isUnderWay = true
      if (row) row.dataset['dragged'] = ''
      follow()
    },
    drop() {
      const dropped = target
      const isDrop = isUnderWay && !hasEnded
      end()
      if (isDrop && dropped) moveTo(id, dropped.id, dropped.isBehind)
    },
    end,
    isUnderWay: () => isUnderWay,
  }
}

/** The row of the list that is nearest to a height of the window, but for the one that is dragged. */
function targetIn(rows: Element, y: number, dragged: string): Target | null {
  let found: Target | null = null
  let nearest = Infinity
  for (const row of rows.children) {
    const id = row.getAttribute('data-id')
    if (!(row instanceof HTMLElement) || id === null || id === dragged) continue
    const { top, bottom } = row.getBoundingClientRect()
    const distance = Math.max(top - y, y - bottom, 0)
    if (distance >= nearest) continue
    nearest = distance
    found = { row, id, isBehind: y > (top + bottom) / 2 }
  }
  return found
}

/** From anywhere in a row. */
document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const step = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : null
  const row = event.target instanceof Element ? event.target.closest('.row') : null
  const id = row?.getAttribute('data-id')
  if (step === null || id === null || id === undefined) return
  event.preventDefault()
  moveBy(id, step)
})
