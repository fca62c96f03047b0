import { computed, effect } from '@preact/signals'
import { adding } from './adding.ts'

/**
 * Leaving is warned of while files are being added, or asked about: those that the worker doesn't have
 * yet would be lost. All else goes on, or waits where it is.
 */
export function warnBeforeLoss(): void {
  const isAdding = computed(() => adding.value > 0)
  effect(() => {
    if (!isAdding.value) return undefined
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  })
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
