/** Taking uploads out of the list, which can be undone until the next time, or until that is declined. */
import { signal } from '@preact/signals'
import type { UploadView } from '../../shared/messages.ts'
import { attempt } from './notices.ts'
import { act, hidden, hide, list, show } from './uploads.ts'
import { control, WorkerError } from '../worker-door.ts'

/** Who writes down how uploads ended: what the worker has forgotten nobody can write down any more. */
interface Ends {
  /** Whether it is written how this one ended, or can't be. */
  isWritten(id: string): boolean
  /** Writes it, as far as that can be done; never rejects. */
  settle(): Promise<void>
}

/** null until it is known what is written. */
let ends: Ends | null = null

/** Has the worker forget uploads only after it was written how they ended. */
export function removeAfter(others: Ends): void {
  ends = others
}

/** What was taken out last, while it can be undone. */
export const removed = signal<readonly UploadView[]>([])

/** Of cancelled ones there is nothing left that anybody could want back. */
export function removeUploads(ids: readonly string[]): void {
  finishRemoval()
  const views = ids.flatMap((id) => list.find(id) ?? [])
  const [empty, others] = [views.filter(isCancelled), views.filter((one) => !isCancelled(one))]
  if (empty.length > 0) act('remove', idsOf(empty))
  if (others.length === 0) return
  hide(idsOf(others))
  removed.value = others
}

/** Puts back what was taken out last. */
export function undoRemoval(): void {
  show(end())
}

/** It can be undone no more. */
export function finishRemoval(): void {
  const ids = end()
  if (ids.length > 0) attempt('remove', () => forget(ids))
}

/**
 * The same when the page goes, and nothing can be waited for: one of which it is not written yet how it
 * ended is in the list again when the app is opened the next time.
 */
export function finishRemovalNow(): void {
  const ids = end().filter((id) => ends?.isWritten(id))
  if (ids.length > 0) attempt('remove', () => control('remove', ids))
}

async function forget(ids: string[]): Promise<void> {
  try {
    await ends?.settle()
    // Nobody but the worker knows how these ended, or has their receipts.
    if (ends && !ids.every(ends.isWritten)) throw new WorkerError('storage', 'not written')
    await control('remove', ids)
  } catch (error) {
    show(ids)
    throw error
  }
}

/** @returns the ids of what can be undone no more */
function end(): string[] {
  const ids = idsOf(removed.peek())
  if (ids.length > 0) removed.value = []
  // Another window may have some go on.
  return ids.filter((id) => hidden.has(id))
}

function isCancelled({ state }: UploadView): boolean {
  return state === 'cancelled'
}

function idsOf(views: readonly UploadView[]): string[] {
  return views.map(({ id }) => id)
}
