/** What the page does so that uploads go on undisturbed while it is open. */
import { computed, effect, signal } from '@preact/signals'
import { networkIsBack, wakeLater } from '../worker-door.ts'
import { list } from './uploads.ts'
import { createWakeLock } from './wake-lock.ts'

/** ms after which the browser is asked anew: less than an event is held while a page is open. */
const WAKE_INTERVAL = 2 * 60_000

/** Once, at the start of the page. */
export function keepGoing(): void {
  stayAwakeWhileUploading()
  beWokenWhileUploading()
  window.addEventListener('online', () => {
    networkIsBack().catch((error: unknown) => {
      console.warn('the worker was not told that the network is back', error)
    })
  })
}

/** The computer doesn't go to sleep while bytes go up and the page is seen. */
function stayAwakeWhileUploading(): void {
  if (!('wakeLock' in navigator)) return
  const wakeLock = createWakeLock(
    () => navigator.wakeLock.request('screen'),
    (cause) => console.warn('the browser gives no wake lock', cause),
  )
  const visible = signal(document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', () => {
    visible.value = document.visibilityState === 'visible'
  })
  effect(() => {
    const { uploading, finishing } = list.totals.value.states
    wakeLock.want(uploading + finishing > 0 && visible.value)
  })
}

/** A browser that was killed had no time to be asked: what it wakes the worker for must be there before. */
function beWokenWhileUploading(): void {
  const isAnyLeft = computed(() => {
    const { remaining, held, states } = list.totals.value
    return remaining + held > 0 || states.finishing > 0
  })
  const ask = (): void => {
    if (!isAnyLeft.peek()) return
    wakeLater().catch((error: unknown) => console.warn('the worker is not woken later', error))
  }
  effect(() => {
    if (!isAnyLeft.value) return undefined
    ask()
    const timer = setInterval(ask, WAKE_INTERVAL)
    return () => clearInterval(timer)
  })
  window.addEventListener('pagehide', ask)
}

let asked = false

/**
 * Asks the browser not to throw away what it keeps of uploads when the disk runs low. After the
 * first file was added: the browser decides by whether the site is used.
 */
export async function keepStorage(): Promise<void> {
  if (asked || !('persist' in navigator.storage)) return
  asked = true
  if (await navigator.storage.persisted()) return
  await navigator.storage.persist()
}
