import { useRef } from 'preact/hooks'
import { startOfAdded } from '../state/adding.ts'
import { closeDialog, dialog } from '../state/dialogs.ts'
import { now } from '../state/page.ts'
import { later } from '../text/catalogue.ts'
import { Start, useStart } from './order.tsx'
import '../style/order.css'
import '../style/fields.css'

/** Lets what is added next start at another time, and says when that is. */
export function StartLater({ disabled }: { disabled: boolean }) {
  const { order } = later
  const at = startOfAdded.value
  return (
    <>
      <button type="button" class="button quiet" disabled={disabled} onClick={open}>
        {order.later}
      </button>
      <p class="start-of-added" role="status">
        {at !== null && at > now.value && order.added(at)}
      </p>
    </>
  )
}

function open(): void {
  dialog.value = { type: 'order', View: StartOfAdded }
}

function StartOfAdded() {
  const form = useRef<HTMLFormElement>(null)
  const { wrong, read } = useStart()
  const opened = useRef(Date.now()).current
  const { order } = later
  const before = startOfAdded.peek()
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    const start = form.current && read(form.current)
    if (start === null) return
    startOfAdded.value = typeof start === 'number' ? start : null
    closeDialog()
  }
  return (
    <form ref={form} class="order" noValidate onSubmit={save}>
      <h2 id="dialog-heading">{order.laterHeading}</h2>
      <p>{order.laterHint}</p>
      <Start
        now={opened}
        before={before !== null && before > opened ? before : null}
        wrong={wrong}
      />
      <div class="actions">
        <button type="submit" class="button primary">
          {order.save}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {order.close}
        </button>
      </div>
    </form>
  )
}
