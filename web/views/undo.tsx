import '../style/undo.css'
import { useLayoutEffect } from 'preact/hooks'
import { finishRemoval, removed, undoRemoval } from '../state/removal.ts'
import { keepUncovered } from '../system/keep-uncovered.ts'
import { text } from '../text/catalogue.ts'
import { Added } from './added.tsx'
import { DismissButton } from './dismiss-button.tsx'

/** What is said below the list of what was done to it, and can be done about that. */
export function Undo() {
  useLayoutEffect(keepUncovered, [])
  return removed.value.length > 0 ? <Removed /> : <Added />
}

/** Says what was taken out of the list, while it can be put back: a person has all the time for that. */
function Removed() {
  return (
    <p>
      <span>{text.home.removed(removed.value.length)}</span>
      <button
        type="button"
        class="button quiet"
        aria-keyshortcuts="Control+Z Meta+Z"
        onClick={undo}
      >
        {text.home.undo}
      </button>
      <DismissButton onClick={dismiss} />
    </p>
  )
}

/** Scrolling there would take away what the person looks at. */
const STILL = { preventScroll: true }

/** The buttons go away: the keyboard's place is kept at what there is to see. */
function leave(): void {
  const heading =
    document.getElementById('uploads-heading') ?? document.getElementById('view-heading')
  heading?.focus(STILL)
}

function dismiss(): void {
  leave()
  finishRemoval()
}

/** Puts back what was removed last, and the keyboard's place with it as soon as it is seen. */
export function undo(): void {
  const [first] = removed.peek()
  leave()
  undoRemoval()
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-id="${first?.id}"] .actions > button`)?.focus(STILL)
  })
}
