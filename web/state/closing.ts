/** What is known of what becomes of the uploads when the page closes; background.ts finds it out. */
import { computed, signal } from '@preact/signals'
import type { Offered } from '../../shared/messages.ts'
import { bandwidth } from './limit.ts'
import { attempt } from './notices.ts'
import { list } from './uploads.ts'

/** What happens to uploads that are under way when the last page closes. */
export type Closing =
  /** It isn't known yet. */
  | 'unknown'
  /** The browser sends the rest. */
  | 'goes-on'
  /** The browser sends no more for this page: it must be loaded anew. */
  | 'spent'
  /** The person forbade it. */
  | 'denied'
  /** The operator does not take parts that way. */
  | 'switched-off'
  /** This browser can't. */
  | 'unsupported'

/** Whether this browser can send without a page; null while that isn't known. */
export const canHandOver = signal('BackgroundFetchManager' in globalThis ? null : false)
export const partRoute = signal<boolean | null>(null)
export const permission = signal<PermissionState | null>(null)
/** Bytes that may be handed over. */
export const room = signal(0)

export const closing = computed((): Closing => {
  if (canHandOver.value === false) return 'unsupported'
  if (partRoute.value === false) return 'switched-off'
  if (permission.value === 'denied') return 'denied'
  if (canHandOver.value === null || partRoute.value === null || permission.value === null)
    return 'unknown'
  return permission.value === 'granted' ? 'goes-on' : 'spent'
})

/** Whether uploads pause with every page that is closed here, whatever is done. */
export const alwaysPauses = computed(() =>
  ['unsupported', 'switched-off', 'denied'].includes(closing.value),
)

/** Bytes for which there is room, null where there is enough for all that is left. */
export const roomLeft = computed((): number | null =>
  list.totals.value.remaining > room.value ? room.value : null,
)
/** Uploads that may be handed over at this moment: the server knows only so many at a time. */
export const offered = signal(0)
/** Whether the person has asked to hand over, and the browser is copying. */
export const handingOver = signal(false)

/** No first view needs it, so it is loaded after that; messages wait for it in their order. */
const background = () => import('./background.ts')

/** Once, at the start of the page. */
export function keepGoingWithoutPage(): Promise<void> {
  return background()
    .then(({ begin }) => begin())
    .catch(warn)
}

export function takeOffers(message: Offered): void {
  bandwidth.value = message.bandwidth
  background().then(({ take }) => take(message), warn)
}

function warn(error: unknown): void {
  console.warn('uploads pause when the page closes', error)
}

/** The browser sends what is left, from now on; it may be quit. To be called in a click. */
export function finishInBackground(): void {
  attempt('background', () => background().then(({ finish }) => finish()))
}
