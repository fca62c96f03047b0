import { closeDialog, dialog, type Dialog } from '../state/dialogs.ts'
import { lazy } from './lazy.tsx'
import { Modal } from './modal.tsx'

const ReceiptView = lazy(async () => (await import('./receipt.tsx')).ReceiptView)
const WatchLinkView = lazy(async () => (await import('./watch-link.tsx')).WatchLinkView)

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
      return <ReceiptView {...open} />
    case 'bandwidth':
      return <open.View bandwidth={open.bandwidth} />
    case 'cancel':
    case 'details':
    case 'order':
      return <open.View />
    case 'watch-link':
      return <WatchLinkView {...open} />
  }
}
