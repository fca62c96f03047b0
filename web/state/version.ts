import { effect, signal } from '@preact/signals'
import { onNewVersion } from '../worker-door.ts'
import { isFree } from './reloading.ts'

/** Installs the new version that waits; null: there is none, or the person said later. */
export const newVersion = signal<(() => void) | null>(null)

/** A new version replaces a worker by itself only while nothing at all is going on. */
export function watchForVersions(): void {
  onNewVersion((busy, install) => {
    if (!busy && isFree()) install()
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
    if (isFree()) location.reload()
  })
}
