/**
 * Cancelling a file that is put as a whole while another server may be completing it: the store has no
 * upload that only one of them could end.
 *
 * Who cancels writes a note and then looks for a receipt; who completes writes the receipt and then looks
 * for the note, before anybody hears of it. So at least one of them sees what the other wrote:
 *
 * - Without a note the receipt holds: it was there before any note, and who cancels finds it.
 * - With a note it is decided once and for good, by an object that only the first one writes. Who cancels
 *   decides against the receipt only if there was none after their note. Then all later ones have the note
 *   before them, and hold never.
 *
 * What was decided is never taken back, so it is the same whoever repeats what, and whichever server dies.
 * A store that can't be told to overwrite nothing leaves the moment between two requests, for two who both
 * saw the note.
 */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Dependencies } from '../dependencies.ts'
import type { AuthorizedUpload } from '../token.ts'
import { notesPrefix } from './notes.ts'

type Upload = Pick<AuthorizedUpload, 'key' | 'put'>
type End = 'cancelled' | 'completed'

const decisionSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ end: v.picklist(['cancelled', 'completed']) }),
)

/** To be followed by a look for the receipt. */
export async function noteCancelled(deps: Dependencies, upload: Upload): Promise<void> {
  await deps.store.putDocument(cancelledKey(deps, upload), '{}\n')
}

/** Whether somebody asked to cancel it, so that it is not to be put any more. */
export async function wasCancelled(
  deps: Pick<Dependencies, 'settings' | 'store'>,
  upload: Upload,
): Promise<boolean> {
  return (await deps.store.getDocument(cancelledKey(deps, upload))) !== undefined
}

/** Whether a receipt that is there is to be believed; settles it where somebody is cancelling. */
export async function receiptHolds(deps: Dependencies, upload: Upload): Promise<boolean> {
  if (upload.put === undefined || !(await wasCancelled(deps, upload))) return true
  return (await decideEnd(deps, upload, 'completed')) === 'completed'
}

/** How it ends. @param wanted how, unless that was decided before */
export async function decideEnd(deps: Dependencies, upload: Upload, wanted: End): Promise<End> {
  const { store, ability } = deps
  const key = `${cancelledKey(deps, upload)}.end`
  const decision = `${JSON.stringify({ end: wanted })}\n`
  const { guardedPut } = await ability()
  if (guardedPut && (await store.addDocument(key, decision))) return wanted
  const decided = await store.getDocument(key)
  if (decided !== undefined) return v.parse(decisionSchema, decided).end
  await store.putDocument(key, decision)
  return wanted
}

function cancelledKey({ settings }: Pick<Dependencies, 'settings'>, { key }: Upload): string {
  return `${notesPrefix(settings)}cancelled/${createHash('sha256').update(key).digest('hex')}`
}
