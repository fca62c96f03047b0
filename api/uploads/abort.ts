import type { Dependencies } from '../dependencies.ts'
import type { AuthorizedUpload } from '../token.ts'
import { noteFailure } from './receipts.ts'
import { abortWhole, isWhole } from './whole.ts'

/** A part under way may land after an abort, and needs another one ("AbortMultipartUpload"). */
const ROUNDS = 3

/**
 * Ends the upload and any other under its key, which a repeated creation may have left. A
 * completed object stays, and stays counted.
 */
export async function abortUpload(deps: Dependencies, upload: AuthorizedUpload): Promise<void> {
  const { store, counter } = deps
  const { key, uploadId, mark } = upload
  if (isWhole(upload)) {
    if ((await abortWhole(deps, upload)) && mark !== null) await counter.discount(mark)
    return
  }
  const running = await store.findUploads(key)
  // Also where the list is late.
  if (uploadId !== null) await store.abort({ key, uploadId })
  for (const other of running) await store.abort(other)
  for (let round = 1; round < ROUNDS; round++) {
    const uploads = await store.findUploads(key)
    for (const late of uploads) await store.abort(late)
    if (uploads.length === 0) break
  }
  if (running.length > 0) await noteFailure(deps, upload, 'cancelled')
  if (mark !== null && !(await store.head(key))) await counter.discount(mark)
}
