import { removal, undoRemoval } from '../state/removal.ts'
import { text } from '../text/catalogue.ts'

/** Says what was taken out of the list, while it can be put back. */
export function Undo() {
  const count = removal.value?.uploads.length ?? 0
  return (
    <div class="undo" role="status">
      {count > 0 && (
        <p>
          {text.home.removed(count)}{' '}
          <button type="button" class="button quiet" onClick={undo}>
            {text.home.undo}
          </button>
        </p>
      )}
    </div>
  )
}

function undo(): void {
  const [first] = removal.peek()?.uploads ?? []
  undoRemoval()
  // The button goes away: the keyboard's place is kept at the list, and at what is back as soon as it is
  // seen. Scrolling there would take away what the person looks at.
  const still = { preventScroll: true }
  document.getElementById('uploads-heading')?.focus(still)
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-id="${first?.id}"] .actions > button`)?.focus(still)
  })
}
