import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * A dialog over the page, named by its `#dialog-heading`. When it closes it gives the focus back to what
 * opened it, or to what is nearest to that where it has gone meanwhile.
 */
export function Modal({ children, onClose }: { children: ComponentChildren; onClose: () => void }) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    const row = opener?.closest<HTMLElement>('[data-id]')?.dataset['id']
    element.current?.showModal()
    return () => {
      element.current?.close()
      const place = opener?.isConnected ? opener : placeFor(row)
      if (place instanceof HTMLElement) place.focus()
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

/** Where the keyboard goes in place of what was in this row: into the row, or to the list's heading. */
function placeFor(row: string | undefined): Element | null {
  return (
    document.querySelector(`[data-id="${row}"] :is(a, button)`) ??
    document.getElementById('uploads-heading') ??
    document.getElementById('view-heading')
  )
}
