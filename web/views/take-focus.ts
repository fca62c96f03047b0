/** For the element that has the keyboard's place first in a dialog that was open before it was loaded. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}
