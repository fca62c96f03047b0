/** In which order, and from when on, uploads are sent. */
import type { UploadView } from '../../shared/messages.ts'
import { inOrder, rankOf } from '../../shared/order.ts'
import { later } from '../text/catalogue.ts'
import type { Upload } from '../uploads/list.ts'
import { fullName } from '../uploads/order.ts'
import { placesFor } from '../uploads/places.ts'
import { arrangeUploads, type Arrangement } from '../worker-door.ts'
import { announcement } from './announcement.ts'
import { narrowed } from './narrowed.ts'
import { attempt } from './notices.ts'
import { sayAnew } from './say-anew.ts'
import { list } from './uploads.ts'

export type Step = 'top' | 'up' | 'down' | 'end'

/** ms after which the list is not waited for any more: nothing may have moved. */
const LONGEST = 3000

/** Whether it can still be said when it is sent. */
export function canBeArranged({ state }: Pick<UploadView, 'state'>): boolean {
  return state === 'waiting' || state === 'uploading' || state === 'paused'
}

/** Its place among those of its priority that are still to be sent, from 1, and how many these are. */
export function placeIn(uploads: readonly Upload[], view: UploadView) {
  const peers = peersIn(uploads, view)
  return { place: peers.findIndex(({ id }) => id === view.id) + 1, count: peers.length }
}

function peersIn(uploads: readonly Upload[], view: UploadView): UploadView[] {
  const views = uploads.map((upload) => upload.view.peek())
  return views.filter((one) => canBeArranged(one) && rankOf(one) === rankOf(view))
}

/** Moves an upload among those of its priority that are shown. */
export function moveBy(id: string, step: Step): void {
  const view = list.find(id)
  if (!view || !canBeArranged(view)) return
  const peers = peersIn(narrowed.peek()?.peek() ?? list.order.peek(), view)
  const at = peers.findIndex((one) => one.id === id)
  const [first, previous, next] = [peers[0], peers[at - 1], peers[at + 1]]
  if (step === 'end') move(id, null)
  else if (step === 'top' && first && first.id !== id) move(id, first.id)
  else if (step === 'up' && previous) move(id, previous.id)
  else if (step === 'down' && next) move(id, after(next.id))
}

/** Moves it before or behind another that it was dragged to. */
export function moveTo(id: string, target: string, isBehind: boolean): void {
  if (id !== target) move(id, isBehind ? after(target) : target)
}

/** The upload that follows in the whole list; null behind the last one. */
function after(id: string): string | null {
  const uploads = list.order.peek()
  return uploads[uploads.findIndex((one) => one.id === id) + 1]?.id ?? null
}

function move(id: string, before: string | null): void {
  if (id === before) return
  const focused = document.activeElement
  const moved = whenMoved(id)
  attempt('order', async () => {
    const places = placesFor(list.views(), id, before)
    await arrangeUploads(places.map(([id, place]) => ({ id, place })))
    if (!(await moved)) return
    const view = list.find(id)
    if (!view) return
    const { place, count } = placeIn(list.order.peek(), view)
    sayAnew(announcement, later.order.moved(fullName(view), place, count))
    // To move an element takes the keyboard's place from it.
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus()
  })
}

/** Resolves when the list has the upload elsewhere and shows it there; false where it hasn't in the end. */
function whenMoved(id: string): Promise<boolean> {
  const placeNow = (): string => {
    const uploads = list.order.peek()
    const at = uploads.findIndex((one) => one.id === id)
    return `${uploads[at - 1]?.id} ${uploads[at + 1]?.id}`
  }
  const before = placeNow()
  return new Promise((resolve) => {
    const end = (hasMoved: boolean): void => {
      clearTimeout(timer)
      stop?.()
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(hasMoved)))
    }
    const timer = setTimeout(() => end(false), LONGEST)
    let stop: (() => void) | undefined
    stop = list.order.subscribe(() => {
      if (placeNow() !== before) end(true)
    })
  })
}

/** Gives all of them the same priority, or time to start. */
export function arrange(ids: readonly string[], change: Omit<Arrangement, 'id' | 'place'>): void {
  if (change.priority === undefined && change.startAt === undefined) return
  attempt('order', () => arrangeUploads(ids.map((id) => ({ id, ...change }))))
}

/** The uploads as they are sent: those first that are more urgent. */
export function sortedViews(ids: readonly string[]): UploadView[] {
  return ids.flatMap((id) => list.find(id) ?? []).sort(inOrder)
}
