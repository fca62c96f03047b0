import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { closeDialog, dialog } from '../state/dialogs.ts'
import { ConfirmCancel } from './confirm-cancel.tsx'
import { ReceiptView } from './receipt.tsx'

/** The dialog that is open, if any. */
export function Dialogs() {
  const open = dialog.value
  if (!open) return null
  return (
    <Modal key={open.type}>
      {open.type === 'receipt' ? (
        <ReceiptView receipt={open.receipt} />
      ) : (
        <ConfirmCancel uploads={open.uploads} />
      )}
    </Modal>
  )
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
