import type { Dependencies } from '../dependencies.ts'
import type { AuthorizedUpload } from '../token.ts'

/** A part under way may land after an abort, and needs another one ("AbortMultipartUpload"). */
const ROUNDS = 3

/**
 * Ends the upload and any other under its key, which a repeated creation may have left. A
 * completed object stays.
 */
export async function abortUpload(
  { store }: Dependencies,
  { key, uploadId }: AuthorizedUpload,
): Promise<void> {
  if (uploadId !== null) await store.abort({ key, uploadId })
  for (let round = 0; round < ROUNDS; round++) {
    const uploads = await store.findUploads(key)
    if (uploads.length === 0) return
    for (const upload of uploads) await store.abort(upload)
  }
}
