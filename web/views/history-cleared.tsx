import { useLayoutEffect, useRef } from 'preact/hooks'
import { restoreHistory } from '../history/state.ts'
import type { Cleared } from '../history/store.ts'
import { dismiss, notify } from '../state/notices.ts'
import { later } from '../text/catalogue.ts'

/** What was cleared can be put back, as long as the page is open. */
export function ClearedHistory({ cleared }: { cleared: Cleared }) {
  const undo = useRef<HTMLButtonElement>(null)
  // The button that cleared it goes away, and the keyboard's place with it: taken before any other is found for it.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) undo.current?.focus()
  }, [cleared])
  const { history } = later
  return (
    <section class="card empty" aria-labelledby="cleared-heading">
      <h2 id="cleared-heading">{history.cleared(cleared.entries.length)}</h2>
      <p>{history.clearedWhy}</p>
      <div>
        <button type="button" class="button" ref={undo} onClick={putBack}>
          {history.undo}
        </button>
      </div>
    </section>
  )
}

function putBack(): void {
  restoreHistory().then(
    () => {
      dismiss('history')
      document.getElementById('view-heading')?.focus()
    },
    (error: unknown) => {
      console.warn('the history was not put back', error)
      notify({ subject: 'history', tone: 'problem', text: later.history.failed })
    },
  )
}
