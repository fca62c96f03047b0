import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { closeDialog, dialog, type Dialog } from '../state/dialogs.ts'
import { ConfirmCancel } from './confirm-cancel.tsx'
import { ReceiptView } from './receipt.tsx'
import { WatchLinkView } from './watch-link.tsx'

/** The dialog that is open, if any. */
export function Dialogs() {
  const open = dialog.value
  if (!open) return null
  return (
    <Modal key={open.type}>
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

/** Gives the focus back to where it was when it closes. */
function Modal({ children }: { children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    element.current?.showModal()
    return () => {
      element.current?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog ref={element} aria-labelledby="dialog-heading" onClose={closeDialog}>
      {children}
    </dialog>
  )
}
