import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** A dialog over the page, named by its `#dialog-heading`. It gives the focus back when it closes. */
export function Modal({ children, onClose }: { children: ComponentChildren; onClose: () => void }) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    element.current?.showModal()
    return () => {
      element.current?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  // The event comes late: by then another dialog may be open in place of this one.
  const closed = () => element.current && onClose()
  return (
    <dialog ref={element} aria-labelledby="dialog-heading" onClose={closed}>
      {children}
    </dialog>
  )
}
