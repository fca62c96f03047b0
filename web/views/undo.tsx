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
  undoRemoval()
  // The button goes away: the keyboard's place is kept at the list.
  document.getElementById('uploads-heading')?.focus()
}
