/**
 * Scrolls what the keyboard comes to out of what stands over the page's end, from now on. How high that
 * is, `scroll-padding-block-end` says: browsers heed it where they scroll, and don't where an element is
 * within the window already, if covered.
 *
 * @returns what ends it
 */
export function keepUncovered(): () => void {
  // Not what was clicked: it would move away from below the pointer.
  const uncover = () => {
    const focused = document.querySelector(':focus-visible')
    // Nor what was scrolled away: nobody wants to be taken back there.
    if (focused && isInWindow(focused)) focused.scrollIntoView({ block: 'nearest' })
  }
  uncover()
  document.addEventListener('focusin', uncover)
  return () => document.removeEventListener('focusin', uncover)
}

function isInWindow(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}
