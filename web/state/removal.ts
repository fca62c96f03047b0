/** Taking uploads out of the list, which can be undone for a while. */
import { signal } from '@preact/signals'
import type { UploadView } from '../../shared/messages.ts'
import { attempt } from './notices.ts'
import { act, hide, list, show } from './uploads.ts'
import { control } from '../worker-door.ts'

/** ms in which it can be undone. */
const TIME = 15_000

interface Removal {
  readonly uploads: readonly UploadView[]
  readonly timer: ReturnType<typeof setTimeout>
}

/** What was taken out last, while it can be undone. */
export const removal = signal<Removal | null>(null)

/** Of cancelled ones there is nothing left that anybody could want back. */
export function removeUploads(ids: readonly string[]): void {
  finishRemoval()
  const views = ids.flatMap((id) => list.find(id) ?? [])
  const [empty, others] = [views.filter(isCancelled), views.filter((one) => !isCancelled(one))]
  if (empty.length > 0) act('remove', idsOf(empty))
  if (others.length === 0) return
  hide(idsOf(others))
  removal.value = { uploads: others, timer: setTimeout(finishRemoval, TIME) }
}

/** Puts back what was taken out last. */
export function undoRemoval(): void {
  const undone = end()
  if (undone) show(idsOf(undone.uploads))
}

/** It can be undone no more: also when the page goes. */
export function finishRemoval(): void {
  const done = end()
  if (!done) return
  const ids = idsOf(done.uploads)
  attempt('remove', () =>
    control('remove', ids).catch((error: unknown) => {
      show(ids)
      throw error
    }),
  )
}

function end(): Removal | null {
  const ended = removal.peek()
  if (ended) clearTimeout(ended.timer)
  removal.value = null
  return ended
}

function isCancelled({ state }: UploadView): boolean {
  return state === 'cancelled'
}

function idsOf(views: readonly UploadView[]): string[] {
  return views.map(({ id }) => id)
}
