import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { takeArrival } from '../state/location.ts'

/**
 * A view's first heading. When the view is come to by a link the keyboard's place is here; when it is
 * gone back to, at the link that had been followed. How far it was scrolled is kept.
 */
export function ViewHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const arrival = takeArrival()
    if (!arrival) return
    const { backFrom, scroll } = arrival
    window.scrollTo(0, scroll)
    const followed = backFrom === null ? null : linkTo(backFrom)
    const place = followed ?? heading.current
    place?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={heading} id="view-heading" tabIndex={-1} class="view-heading">
      {children}
    </h1>
  )
}

function linkTo(path: string): HTMLAnchorElement | null {
  // Not the way back to the list, which is in no list.
  return document.querySelector(`main li a[href="${CSS.escape(path)}"]`)
}
