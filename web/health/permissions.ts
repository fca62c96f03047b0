/** What the browser allows the app, and asking it for more. */
import { computed, signal } from '@preact/signals'
import { permission } from '../state/closing.ts'
import type { Permissions, Permit, StorageUse } from './permit.ts'

/** null until the browser has said it. */
export const permissions = signal<Permissions | null>(null)
export const storageUse = signal<StorageUse | null>(null)

/**
 * Whether the browser may send while no page is open. Those that can allow it until the person forbids
 * it; that they want to be asked means no more.
 */
export const background = computed((): Permit => {
  if (!('BackgroundFetchManager' in window)) return 'unsupported'
  return permission.value === 'denied' ? 'denied' : 'granted'
})

/** Finds out what is allowed now, and how much is stored. */
export async function lookAtPermissions(): Promise<void> {
  const [keep, use] = await Promise.all([keepNow(), useNow()])
  permissions.value = { notifications: notificationsNow(), keep }
  storageUse.value = use
}

/** Asks the person; to be called in a click. */
export async function askForNotifications(): Promise<void> {
  await Notification.requestPermission()
  await lookAtPermissions()
}

/** Asks the browser, of which some ask the person. Whether it agreed. */
export async function askToKeep(): Promise<boolean> {
  const isKept = await navigator.storage.persist()
  await lookAtPermissions()
  return isKept
}

function notificationsNow(): Permit {
  if (!('Notification' in window)) return 'unsupported'
  return Notification.permission === 'default' ? 'prompt' : Notification.permission
}

async function keepNow(): Promise<Permit> {
  if (!('persisted' in navigator.storage)) return 'unsupported'
  return (await navigator.storage.persisted()) ? 'granted' : 'prompt'
}

async function useNow(): Promise<StorageUse | null> {
  if (!('estimate' in navigator.storage)) return null
  const { usage, quota } = await navigator.storage.estimate()
  return usage === undefined || quota === undefined || quota === 0 ? null : { usage, quota }
}
