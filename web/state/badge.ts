import { computed, effect } from '@preact/signals'
import { list } from './uploads.ts'

/** The icon of the installed app says how many uploads are left; nothing where there are none. */
export function followBadge(): void {
  if (!('setAppBadge' in navigator)) return
  const left = computed(() => {
    const { waiting, uploading, paused, finishing } = list.totals.value.states
    return waiting + uploading + paused + finishing
  })
  effect(() => {
    navigator.setAppBadge(left.value).catch((error: unknown) => {
      console.warn('the icon does not say how many are left', error)
    })
  })
}
