import type { Signal } from '@preact/signals'

/** ms */
const GAP = 100

/** Says a text in a live region. The one that is said already is told again only where it was gone in between. */
export function sayAnew(said: Signal<string>, text: string): void {
  if (said.peek() !== text) {
    said.value = text
    return
  }
  said.value = ''
  setTimeout(() => {
    if (said.peek() === '') said.value = text
  }, GAP)
}
