/** The page's uploads and what a person can have done to them. */
import type { Control, UploadView } from '../../shared/messages.ts'
import { createKeptFiles } from '../files/kept.ts'
import { createUploadList } from '../uploads/list.ts'
import { createReconciler } from '../uploads/reconcile.ts'
import { allUploads, control, giveFileAgain } from '../worker-door.ts'
import { announceEnd } from './announce.ts'
import { findLosses, noteChange } from './losses.ts'
import { attempt } from './notices.ts'

/** ms: a file that is gone again so soon after it was given can't be read at all. */
const GIVEN_IN_VAIN = 5000

export const kept = createKeptFiles()
const givenAt = new Map<string, number>()

export const list = createUploadList(Date.now, (before, after) => {
  announceEnd(before, after)
  noteChange(before, after, () => list.views())
  const id = (after ?? before)?.id
  if (id === undefined) return
  if (!after || after.state === 'verified' || after.state === 'cancelled') forget(id)
  else if (after.problem === 'file_gone' && before?.problem !== 'file_gone') giveKept(id)
})

/** Keeps the list equal to the worker's. */
export const reconciler = createReconciler(list, allUploads, (all) =>
  findLosses(all, list.views(), kept),
)

function forget(id: string): void {
  kept.forget(id)
  givenAt.delete(id)
}

function giveKept(id: string): void {
  const file = kept.get(id)
  if (file === undefined) return
  if (Date.now() - (givenAt.get(id) ?? 0) < GIVEN_IN_VAIN) return forget(id)
  givenAt.set(id, Date.now())
  attempt('give', () => giveFileAgain(id, file))
}

/** Has it done to the uploads it can be done to; tells the person if that fails. */
export function act(action: Control, ids: readonly string[] | 'all'): void {
  attempt('control', () => control(action, ids === 'all' ? 'all' : [...ids]))
}

/** The ids of the uploads of which it holds. */
export function idsOf(holds: (view: UploadView) => boolean): string[] {
  return list
    .views()
    .filter(holds)
    .map(({ id }) => id)
}
