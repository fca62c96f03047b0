import { effect, signal } from '@preact/signals'
import { onNewVersion } from '../worker-door.ts'
import { adding } from './adding.ts'
import { dialog } from './dialogs.ts'
import { kept } from './uploads.ts'

/** Installs the new version that waits; null: there is none, or the person said later. */
export const newVersion = signal<(() => void) | null>(null)

/** A new version replaces a worker by itself only while nothing at all is going on. */
export function watchForVersions(): void {
  onNewVersion((busy, install) => {
    const free = !busy && kept.count.peek() === 0 && adding.peek() === 0 && !dialog.peek()
    if (free) install()
    else newVersion.value = install
  }, reloadWhenNothingIsLost)
}

/**
 * A reload loses the files that only this page holds. The new worker gets them from this page,
 * so the reload can wait until they have arrived.
 */
function reloadWhenNothingIsLost(): void {
  newVersion.value = null
  effect(() => {
    if (kept.count.value === 0 && adding.value === 0 && !dialog.value) location.reload()
  })
}
