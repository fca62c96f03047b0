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
  return (
    <dialog ref={element} aria-labelledby="dialog-heading" onClose={onClose}>
      {children}
    </dialog>
  )
}
