const FOCUSABLE =
  'button:not(:disabled), a[href], input:not([hidden]), select, textarea, [tabindex]'

/**
 * Keeps the keyboard's place where what has it goes away: with the nearest that is still there. Views
 * that know a better place take it themselves.
 */
export function keepFocus({ body }: Document): void {
  /** What has the keyboard's place, and all that it is within, the nearest first. */
  let place: Element[] = []
  body.addEventListener('focusin', ({ target }) => {
    place = target instanceof Element ? withAncestors(target) : []
  })
  body.addEventListener('focusout', () => {
    // What is gone by then has not been left by the person.
    queueMicrotask(() => {
      if (document.activeElement === body && place[0] && !isGone(place[0])) place = []
    })
  })
  new MutationObserver(() => {
    const [focused, ...around] = place
    if (!focused || document.activeElement !== body || !isGone(focused)) return
    nearest(around)?.focus({ preventScroll: true })
  }).observe(body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
}

function withAncestors(element: Element): Element[] {
  const all: Element[] = []
  for (let one: Element | null = element; one; one = one.parentElement) all.push(one)
  return all
}

function isGone(element: Element): boolean {
  return !element.isConnected || element.matches(':disabled')
}

function nearest(around: readonly Element[]): HTMLElement | null {
  for (const one of around) {
    const found = one.isConnected ? one.querySelector<HTMLElement>(FOCUSABLE) : null
    if (found) return found
  }
  return null
}
