/** What the page does so that uploads go on undisturbed while it is open. */
import { effect, signal } from '@preact/signals'
import { networkIsBack } from '../worker-door.ts'
import { list } from './uploads.ts'
import { createWakeLock } from './wake-lock.ts'

/** Once, at the start of the page. */
export function keepGoing(): void {
  stayAwakeWhileUploading()
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
