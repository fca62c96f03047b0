import { useLayoutEffect, useRef } from 'preact/hooks'
import type { UploadView } from '../../shared/messages.ts'
import { pathToUpload } from '../routing/route.ts'
import { later } from '../text/catalogue.ts'
import type { Upload } from '../uploads/list.ts'
import { fullName } from '../uploads/order.ts'
import { OVER } from '../uploads/totals.ts'
import { factsOf } from './facts.ts'
import { lazy } from './lazy.tsx'
import { loadTools } from './load-tools.ts'
import { ProgressBar } from './progress-bar.tsx'
import { Problem } from './problem.tsx'
import { OrderButton, RowActions } from './row-actions.tsx'

const RowNotes = lazy(async () => (await loadTools()).RowNotes, true)

interface RowProps {
  upload: Upload
  /** In the whole list, of which most rows may not be rendered; from 1. */
  place: number
  count: number
  /** px of rows before it that are not rendered. */
  gap: number
}

/** One upload. Renders when its own view changes, and each second while it has a speed. */
export function Row({ upload, place, count, gap }: RowProps) {
  const view = upload.view.value
  const row = useKeptFocus(view.state)
  const { state, size, sent, inFlight } = view
  const name = fullName(view)
  return (
    <li
      ref={row}
      class="row"
      style={{ marginBlockStart: `${gap}px` }}
      aria-setsize={count}
      aria-posinset={place}
      data-testid="upload-row"
      data-id={view.id}
      data-state={state}
    >
      <OrderButton view={view} />
      <h3 title={name}>
        <a href={pathToUpload(view.id)}>
          <bdi>{view.name}</bdi>
        </a>
      </h3>
      <p class={`state ${state}`}>
        <span data-testid="state">{later.states[state]}</span>
      </p>
      {hasBegun(view) && (
        <ProgressBar
          label={later.row.progress(name)}
          size={size}
          sent={sent}
          inFlight={inFlight}
          done={state === 'verified'}
        />
      )}
      <div class="row-about">
        <p class="facts">
          {view.path !== '' && <span>{later.row.inFolder(view.path)}</span>}
          {factsOf(upload, view).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <RowNotes view={view} />
        <Problem view={view} />
      </div>
      <RowActions view={view} />
    </li>
  )
}

/** Whether there is something to see of its progress. */
function hasBegun({ state, sent }: UploadView): boolean {
  if (state === 'uploading' || state === 'finishing') return true
  return sent > 0 && !OVER.has(state)
}

/**
 * Keeps the keyboard's place where a focused button goes away: to the row's next one, or when
 * the row itself goes, to the next row or the list's heading.
 */
function useKeptFocus(state: string) {
  const row = useRef<HTMLLIElement>(null)
  // Read while rendering: afterwards the focused button is gone.
  const hadFocus = row.current?.contains(document.activeElement) ?? false
  useLayoutEffect(() => {
    if (hadFocus && document.activeElement === document.body) {
      row.current?.querySelector<HTMLElement>('.actions > button')?.focus()
    }
  }, [state])
  useLayoutEffect(() => {
    const element = row.current
    return () => {
      if (!element?.contains(document.activeElement)) return
      const next = element.nextElementSibling ?? element.previousElementSibling
      const target =
        next?.querySelector<HTMLElement>('.actions > button') ??
        document.getElementById('uploads-heading')
      target?.focus()
    }
  }, [])
  return row
}
