import type { Dependencies } from '../dependencies.ts'
import type { AuthorizedUpload } from '../token.ts'
import { forgetBegun } from './notes.ts'
import { findReceipt, noteFailure } from './receipts.ts'
import { abortWhole, isWhole } from './whole.ts'

/** A part under way may land after an abort, and needs another one ("AbortMultipartUpload"). */
const ROUNDS = 3

/**
 * Ends the upload and any other under its key, which a repeated creation may have left. A
 * completed object stays, and stays counted. So does a file that is put as a whole: what was signed of it
 * may still be used.
 */
export async function abortUpload(deps: Dependencies, upload: AuthorizedUpload): Promise<void> {
  if (!(await (isWhole(upload) ? abortWhole(deps, upload) : abortRunning(deps, upload)))) return
  deps.events.uploadAborted(upload, false)
}

/** False where it had been completed, also where its object was moved away since. */
async function abortRunning(deps: Dependencies, upload: AuthorizedUpload): Promise<boolean> {
  const { store, counter } = deps
  const { key, uploadId, sub } = upload
  const running = await store.findUploads(key)
  // Also where the list is late.
  if (uploadId !== null) await store.abort({ key, uploadId })
  const others = running.filter((one) => one.uploadId !== uploadId)
  for (const other of others) await store.abort(other)
  const isEnded = !(await store.head(key)) && !(await findReceipt(deps, upload))
  // Before the last look for uploads: one that was let in by such a mark is found by it, or misses its mark.
  if (isEnded) await counter.discount(sub, key)
  for (let round = 1; round < ROUNDS; round++) {
    const uploads = await store.findUploads(key)
    for (const late of uploads) await store.abort(late)
    if (uploads.length === 0) break
  }
  if (isEnded && running.length > 0) await noteFailure(deps, upload, 'cancelled')
  await forgetBegun(deps, upload)
  return isEnded
}
