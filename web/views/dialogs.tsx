import { closeDialog, dialog, type Dialog } from '../state/dialogs.ts'
import { ConfirmCancel } from './confirm-cancel.tsx'
import { Modal } from './modal.tsx'
import { ReceiptView } from './receipt.tsx'
import { WatchLinkView } from './watch-link.tsx'

/** The dialog that is open, if any. */
export function Dialogs() {
  const open = dialog.value
  if (!open) return null
  return (
    <Modal key={open.type} onClose={closeDialog}>
      <Content open={open} />
    </Modal>
  )
}

function Content({ open }: { open: Dialog }) {
  switch (open.type) {
    case 'receipt':
      return <ReceiptView receipt={open.receipt} />
    case 'cancel':
      return <ConfirmCancel uploads={open.uploads} />
    case 'bandwidth':
      return <open.View bandwidth={open.bandwidth} />
    case 'watch-link':
      return <WatchLinkView {...open} />
  }
}
