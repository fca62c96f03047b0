import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { AuthorizedUpload } from '../token.ts'
import { beingDiscarded, MARK_LASTS, markText, occupy } from './place.ts'
import { findReceipt, receiptKey } from './receipts.ts'

/** Ms in which to begin: the client's own tries (a minute for each answer) end before the mark does. */
const BEGUN_WITHIN = MARK_LASTS / 5

/**
 * Takes away an object that is not the file, so that it can be sent once more, unless it has a receipt:
 * see place.ts.
 *
 * @param etag of what was found, where something else may be put in its place meanwhile. Not of what was
 *   made of parts: Swift removes nothing by that
 * @returns false where it has a receipt, and stays
 * @throws ApiFailure slow_down while another server is at it, or the store's own
 */
export async function discardObject(
  deps: Dependencies,
  upload: AuthorizedUpload,
  etag?: string,
): Promise<boolean> {
  const { store, settings, now } = deps
  const { guardedPut } = await deps.ability()
  const begin = now()
  const isInTime = () => now() - begin < BEGUN_WITHIN
  const place = receiptKey(settings.receiptPrefix, upload.key)
  const mark = markText(begin + MARK_LASTS)
  if (!(await occupy(deps, place, mark, guardedPut, () => Promise.resolve(true)))) {
    if (await findReceipt(deps, upload)) return false
    // Nothing that anybody believes.
    await store.putDocument(place, mark)
  }
  if (!isInTime()) throw beingDiscarded()
  try {
    await store.remove(upload.key, etag)
  } catch (error) {
    const isRefused = error instanceof ApiFailure && !error.toBody().retryable
    if (isRefused && isInTime()) await store.putDocument(place, markText(0))
    throw error
  }
  if (isInTime()) await store.putDocument(place, markText(0))
  return true
}
