import type { UploadView } from '../../shared/messages.ts'
import { closeDialog, dialog } from '../state/dialogs.ts'
import { act, list } from '../state/uploads.ts'
import { format, later } from '../text/catalogue.ts'
import { fullName } from '../uploads/order.ts'

/** Cancels, and asks before if anything had been sent already. */
export function cancelUploads(ids: readonly string[]): void {
  const uploads = ids.flatMap((id) => list.find(id) ?? [])
  const begun = uploads.some(({ sent, inFlight }) => sent > 0 || inFlight > 0)
  if (!begun) return act('cancel', [...ids])
  dialog.value = { type: 'cancel', View: () => <ConfirmCancel uploads={uploads} /> }
}

function ConfirmCancel({ uploads }: { uploads: readonly UploadView[] }) {
  const { confirm } = later
  const sent = format.bytes(uploads.reduce((sum, upload) => sum + upload.sent, 0))
  const [only, ...others] = uploads
  const cancel = () => {
    const ids = uploads.map(({ id }) => id)
    closeDialog()
    act('cancel', ids)
  }
  return (
    <>
      <h2 id="dialog-heading">{confirm.heading(uploads.length)}</h2>
      <p>{only && others.length === 0 ? confirm.one(fullName(only), sent) : confirm.many(sent)}</p>
      <div class="actions">
        <button type="button" class="button" autofocus onClick={closeDialog}>
          {confirm.no}
        </button>
        <button type="button" class="button danger" onClick={cancel}>
          {confirm.yes(uploads.length)}
        </button>
      </div>
    </>
  )
}
