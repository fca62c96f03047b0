/** The page's uploads and what a person can have done to them. */
import type { Changed, Control, UploadView } from '../../shared/messages.ts'
import { createKeptFiles } from '../files/kept.ts'
import { onNextFrame } from '../uploads/frames.ts'
import { createUploadList, type Listener } from '../uploads/list.ts'
import { createReconciler } from '../uploads/reconcile.ts'
import { lacksFile, OVER } from '../uploads/totals.ts'
import { allUploads, control, giveFileAgain } from '../worker-door.ts'
import { findLosses, noteChange } from './losses.ts'
import { attempt } from './notices.ts'

/** ms: a file that is gone again so soon after it was given may not be readable at all. */
const SOON = 5000
/** So often in a row, it is not: the person is asked. */
const GIVEN_IN_VAIN = 3

export const kept = createKeptFiles()
/**
 * Files that the worker has shown this page. With the worker, leave to read a dropped file goes when
 * nothing else holds on to it; a File that was taken before can still be read.
 */
export const shownFiles = new Map<string, File>()
const given = new Map<string, { at: number; times: number }>()

const followers: Listener[] = []

/** Has each change of an upload told to this one, too. */
export function follow(listener: Listener): void {
  followers.push(listener)
}

export const list = createUploadList(Date.now, (before, after) => {
  for (const tell of followers) tell(before, after)
  noteChange(before, after, () => list.views())
  const id = (after ?? before)?.id
  if (id === undefined) return
  if (!after || OVER.has(after.state)) forget(id)
  else if (lacksFile(after) && after.problem !== before?.problem) giveAgain(after)
})

/** Uploads that the worker has, and that are not shown. */
export const hidden = new Map<string, UploadView>()

/** Takes uploads out of the list, and only there. */
export function hide(ids: readonly string[]): void {
  for (const id of ids) {
    const view = list.find(id)
    if (view) hidden.set(id, view)
  }
  list.change({ uploads: [], removed: [...ids] })
}

/** Puts those of them back that the worker still has. */
export function show(ids: readonly string[]): void {
  const uploads = ids.flatMap((id) => hidden.get(id) ?? [])
  for (const id of ids) hidden.delete(id)
  list.change({ uploads, removed: [] })
}

function changeShown({ uploads, removed }: Pick<Changed, 'uploads' | 'removed'>): void {
  for (const id of removed) hidden.delete(id)
  for (const view of uploads) {
    // Another window may have it go on.
    const hasEnded = OVER.has(view.state) || view.state === 'failed'
    if (hidden.delete(view.id) && hasEnded) hidden.set(view.id, view)
  }
  list.change({ uploads: uploads.filter(({ id }) => !hidden.has(id)), removed })
}

/** Keeps the list equal to the worker's. */
export const reconciler = createReconciler(
  { views: list.views, change: changeShown },
  allUploads,
  (all) => findLosses(all, list.views(), kept),
  onNextFrame,
)

function forget(id: string): void {
  kept.forget(id)
  shownFiles.delete(id)
  given.delete(id)
}

/** What this page can still read need not be asked for. */
function giveAgain({ id, problem }: UploadView): void {
  // One that is gone would only be read in vain.
  const shown = problem === 'file_permission' ? shownFiles.get(id) : undefined
  const file = kept.get(id)?.source ?? shown
  if (file === undefined) return
  const last = given.get(id)
  const times = last && Date.now() - last.at < SOON ? last.times + 1 : 1
  if (times > GIVEN_IN_VAIN) return forget(id)
  given.set(id, { at: Date.now(), times })
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
