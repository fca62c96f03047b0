import { MAX_LIST_PAGE } from '../../shared/limits.ts'
import type { WatchAnswer } from '../../shared/wire.ts'
import type { UploadStatus } from '../../shared/upload-status.ts'
import type { Dependencies } from '../dependencies.ts'
import type { StoredObject, StoredPart } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'
import { wasCancelled } from './cancel.ts'
import { isObjectOf } from './own.ts'
import { runningParts } from './parts.ts'
import { findReceipt } from './receipts.ts'
import { isWhole } from './whole.ts'

/** Seconds between two questions, for every page of parts that the answer costs the store. */
const WAIT_FOR_A_PAGE = 3
/**
 * Seconds, of an upload that is gone, as what looked so while it was being completed is seen then, or
 * has its receipt, as its file may turn out to be another one.
 */
const WAIT_AT_END = 60

/**
 * Lets its holder see how the upload is going, for as long as the upload's own token is good. A
 * token can be read by whoever has it: what was entered about the file is none of theirs before there
 * is a receipt, and to whom its end is mailed never is.
 */
export async function watchToken(
  { watchTokens, now }: Dependencies,
  { exp, ...upload }: AuthorizedUpload,
): Promise<WatchAnswer> {
  const { details: _, notify: __, ...claims } = upload
  const time = now()
  const lifetime = exp - Math.floor(time / 1000)
  return { token: await watchTokens.issue(claims, time, lifetime), expiresInSeconds: lifetime }
}

type Found = Pick<
  UploadStatus,
  'state' | 'stored' | 'sent' | 'parts' | 'receipt' | 'nextInSeconds'
> & {
  /** ms since 1970. */
  readonly updatedAt: number
}

/** How far an upload is, by what the store has of it and nothing else. */
export async function statusOf(
  deps: Dependencies,
  upload: AuthorizedUpload,
): Promise<UploadStatus> {
  const { updatedAt, ...found } = await find(deps, upload)
  const { name, path, size, partCount } = upload
  const unchangedForSeconds = Math.max(0, Math.floor((deps.now() - updatedAt) / 1000))
  return {
    ...found,
    name,
    path,
    size,
    partCount,
    updatedAt: new Date(updatedAt).toISOString(),
    unchangedForSeconds,
  }
}

async function find(deps: Dependencies, upload: AuthorizedUpload): Promise<Found> {
  const object = await deps.store.head(upload.key)
  if (isWhole(upload)) {
    const end = await endOf(deps, upload, object)
    if (end.receipt || (end.state === 'gone' && (await wasCancelled(deps, upload)))) return end
    return sending(upload, object ? [{ size: object.size, lastModified: object.lastModified }] : [])
  }
  const running = object ? undefined : await runningParts(deps, upload)
  if (running && running.length < upload.partCount) return sending(upload, running)
  // One that was completed between the two questions has its object by now. Swift goes on listing
  // the parts of a completed one.
  const end = await endOf(deps, upload, object ?? (await deps.store.head(upload.key)))
  return running && end.state === 'gone' ? sending(upload, running) : end
}

function sending(
  { size, createdAt }: AuthorizedUpload,
  parts: readonly Pick<StoredPart, 'size' | 'lastModified'>[],
): Found {
  let sent = 0
  let updatedAt = createdAt
  for (const part of parts) {
    sent += part.size
    updatedAt = Math.max(updatedAt, part.lastModified?.getTime() ?? 0)
  }
  const pages = Math.max(1, Math.ceil(parts.length / MAX_LIST_PAGE))
  return {
    state: 'sending',
    sent: Math.min(sent, size),
    parts: parts.length,
    receipt: null,
    nextInSeconds: pages * WAIT_FOR_A_PAGE,
    updatedAt,
  }
}

/** Of an upload that no longer runs. Its object may have been moved away: the receipt remains. */
async function endOf(
  deps: Dependencies,
  upload: AuthorizedUpload,
  object: StoredObject | undefined,
): Promise<Found> {
  const stored = await findReceipt(deps, upload)
  const own = object !== undefined && isObjectOf(upload, object) && object.size === upload.size
  const receipt = stored && (!object || (own && object.etag === stored.etag)) ? stored : null
  if (!own && !receipt) {
    return {
      state: 'gone',
      sent: 0,
      parts: 0,
      receipt: null,
      nextInSeconds: WAIT_AT_END,
      updatedAt: upload.createdAt,
    }
  }
  return {
    state: 'completed',
    stored: own,
    sent: upload.size,
    parts: upload.partCount,
    receipt,
    nextInSeconds: receipt ? WAIT_AT_END : WAIT_FOR_A_PAGE,
    updatedAt: receipt
      ? Date.parse(receipt.completedAt)
      : (object?.lastModified?.getTime() ?? upload.createdAt),
  }
}
