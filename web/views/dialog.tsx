import { useLayoutEffect } from 'preact/hooks'
import { announcement } from '../state/announcement.ts'
import { closeDialog, type Dialog } from '../state/dialogs.ts'
import { lazy } from './lazy.tsx'
import { Modal } from './modal.tsx'

const ReceiptView = lazy(async () => (await import('./receipt.tsx')).ReceiptView)
const WatchLinkView = lazy(async () => (await import('./watch-link.tsx')).WatchLinkView)

/** A dialog, each in a window of its own, which the browser may have closed before the next is shown. */
export function DialogView({ open }: { open: Dialog }) {
  return (
    <Modal key={open} onClose={closeDialog}>
      <Content open={open} />
      <Told />
    </Modal>
  )
}

/** What screen readers are told meanwhile: all that stands behind a dialog is hidden from them. */
function Told() {
  // What was told before is no part of the dialog.
  useLayoutEffect(() => void (announcement.value = ''), [])
  return (
    <div class="visually-hidden" role="status">
      {announcement}
    </div>
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
