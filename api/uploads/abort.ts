import type { Dependencies } from '../dependencies.ts'
import type { AuthorizedUpload } from '../token.ts'
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
  if (uploadId !== null) await store.abort({ key, uploadId })
  for (let round = 0; round < ROUNDS; round++) {
    const uploads = await store.findUploads(key)
    for (const upload of uploads) await store.abort(upload)
    if (uploads.length === 0) break
  }
  if (mark !== null && !(await store.head(key))) await counter.discount(mark)
}
