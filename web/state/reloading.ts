/** When the page is loaded anew by itself. */
import { signal } from '@preact/signals'
import { adding } from './adding.ts'
import { dialog } from './dialogs.ts'
import { kept } from './uploads.ts'

/** ms; what does not come a second time so soon is not to be had. */
const AGAIN = 60_000
/** In the tab's storage: when it was done last, ms since 1970. */
const RELOADED = 'reloaded'

/** Whether a receipt or its file is chosen, to be checked. */
export const isChecking = signal(false)

/** Whether a reload loses nothing: neither files that only this page holds, nor what is being entered. */
export function isFree(): boolean {
  return kept.count.value === 0 && adding.value === 0 && !dialog.value && !isChecking.value
}

/**
 * Loads the page anew where code that it loads later did not come: the browser never asks for that a
 * second time (Chromium 156), and it ends all requests of a page into which the installed app is launched.
 */
export function reloadForCode(): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(RELOADED))
    if (Date.now() - last < AGAIN || !isFree()) return
    sessionStorage.setItem(RELOADED, String(Date.now()))
    location.reload()
  })
}
