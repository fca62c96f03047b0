/** The browser's offer to install the app, which it makes once a page, before anybody may need it. */
import { signal } from '@preact/signals'
import type { InstallPromptEvent } from '../system/platform.ts'

/** null where the browser makes none: it can't, or the app is installed. */
export const installation = signal<InstallPromptEvent | null>(null)

window.addEventListener('beforeinstallprompt', (event) => {
  // Offered by the page, at a better moment.
  event.preventDefault()
  installation.value = event
})
