import { detailsOf } from '../../shared/answers.ts'
import { hashesAlone, isOfAnother } from '../../shared/hashes.ts'
import { partLength } from '../../shared/plan.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { CompleteRequest } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure, type FailureCode } from '../failure.ts'
import type { RunningUpload, StoreAbility, StoredObject, StoredPart } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'
import { receiptHolds, wasCancelled } from './cancel.ts'
import { discardObject } from './discard.ts'
import { disproofBy } from './hashes.ts'
import { forgetBegun, notedHashes } from './notes.ts'
import { isObjectOf } from './own.ts'
import { runningParts, uploadGone } from './parts.ts'
import { findReceipt, keepReceipt, noteFailure, noteReceipt, removeReceipt } from './receipts.ts'
import { checkStated, etagOfOnePart, verifyObject, type StatedChecksum } from './verify.ts'
import { isWhole } from './whole.ts'

/**
 * Makes the object of its parts and the receipt of what was then found in the store. Safe to
 * repeat after any interruption: it goes on from what the store has.
 *
 * @throws ApiFailure parts_missing, object_mismatch, file_changed, key_exists, upload_gone, or the store's own
 */
export async function completeUpload(
  deps: Dependencies,
  upload: AuthorizedUpload,
  request: CompleteRequest,
): Promise<Receipt> {
  const stated = request.checksum
  checkStated(upload, stated)
  const ability = await deps.ability()
  const done = (object: StoredObject) => receiptOf(deps, upload, request, ability, object)

  // Before Complete, as some stores overwrite in spite of If-None-Match.
  const present = await deps.store.head(upload.key)
  if (isWhole(upload)) return completeWhole(deps, upload, stated, present, done)
  if (present) return done(present)

  const parts = await runningParts(deps, upload)
  if (!parts || upload.uploadId === null) {
    const late = await deps.store.head(upload.key)
    if (late) return done(late)
    const moved = await receiptOfMovedObject(deps, upload, stated)
    if (!moved) throw uploadGone()
    return moved
  }
  checkParts(upload, parts)
  await checkWhole(deps, upload, stated)
  const running = { key: upload.key, uploadId: upload.uploadId }
  const other = await completeRunning(deps, running, parts, {
    size: upload.size,
    crc64nvme: upload.checksum === 'crc64nvme' ? stated : null,
    guarded: ability.guardedComplete,
  })
  if (other) return done(other)

  const made = await deps.store.head(upload.key)
  if (!made) throw new ApiFailure('bad_answer', 'the store does not show the completed object')
  try {
    return await done(made)
  } catch (error) {
    if (failedWith(error, 'object_mismatch')) await removeMismatch(deps, upload)
    throw error
  }
}

/** @throws ApiFailure parts_missing where it was not put yet; upload_gone, store_denied, object_mismatch */
async function completeWhole(
  deps: Dependencies,
  upload: AuthorizedUpload,
  stated: StatedChecksum,
  object: StoredObject | undefined,
  done: (object: StoredObject) => Promise<Receipt>,
): Promise<Receipt> {
  if (!object) {
    const moved = await receiptOfMovedObject(deps, upload, stated)
    if (moved) return moved
    if (await wasCancelled(deps, upload)) throw uploadGone()
    throw new ApiFailure('parts_missing', 'the store does not have the file')
  }
  try {
    // Stores that don't know a header ignore it.
    if (deps.store.encryption !== undefined && object.encryption !== deps.store.encryption) {
      throw new ApiFailure('store_denied', 'the store does not encrypt as it was told to')
    }
    return await done(object)
  } catch (error) {
    if (failedWith(error, 'object_mismatch', 'store_denied')) {
      await removeMismatch(deps, upload, object.etag)
    }
    throw error
  }
}

/**
 * Throws parts_missing unless the store has just the upload's parts, each of its exact size.
 */
function checkParts(upload: AuthorizedUpload, parts: readonly StoredPart[]): void {
  const wrong = parts.find(
    ({ number, size }, index) =>
      number !== index + 1 || number > upload.partCount || size !== partLength(upload, number),
  )
  if (wrong || parts.length !== upload.partCount) {
    throw new ApiFailure('parts_missing', 'the store does not have all parts in their sizes')
  }
}

/**
 * Throws file_changed where the browser that read the file as a whole found another one than it sent: of
 * a mixture nothing is made.
 */
async function checkWhole(
  deps: Dependencies,
  upload: AuthorizedUpload,
  stated: StatedChecksum,
): Promise<void> {
  const whole = await notedHashes(deps, upload)
  if (whole && isOfAnother(whole, { algorithm: upload.checksum, value: stated })) {
    throw new ApiFailure('file_changed', 'the file was another one when it was hashed as a whole')
  }
}

/** Completes; answers the object that another request had made meanwhile, if one had. */
async function completeRunning(
  { store }: Dependencies,
  running: RunningUpload,
  parts: readonly StoredPart[],
  guards: Parameters<Dependencies['store']['complete']>[2],
): Promise<StoredObject | undefined> {
  try {
    await store.complete(running, parts, guards)
    return undefined
  } catch (error) {
    if (!failedWith(error, 'upload_gone', 'key_exists')) throw error
    const object = await store.head(running.key)
    if (!object) throw error
    return object
  }
}

/**
 * The receipt of an object that is there: the stored one, or a new one which is stored. What was cancelled
 * meanwhile is taken away (upload_gone).
 */
async function receiptOf(
  deps: Dependencies,
  upload: AuthorizedUpload,
  request: CompleteRequest,
  ability: StoreAbility,
  object: StoredObject,
): Promise<Receipt> {
  if (!isObjectOf(upload, object)) {
    throw new ApiFailure('key_exists', 'the store has another object under the key')
  }
  const verified = verifyObject(object, upload, request.checksum, ability)
  const { id, key, name, path, details, size, partSize, partCount } = upload
  // Of a file that is put as a whole nothing is noted.
  const hashes = isWhole(upload) ? undefined : await notedHashes(deps, upload)
  // Those of another file may have been told since the object was made.
  const disproved = hashes && disproofBy(hashes, verified, deps.now())
  const receipt = await deps.receipts.sign({
    version: 1,
    id,
    bucket: deps.store.bucket,
    key,
    name,
    path,
    ...(details && { details: detailsOf(deps.form?.form ?? null, details) }),
    size,
    partSize,
    partCount,
    etag: object.etag,
    checksum: {
      ...verified,
      ...(request.unhashedParts > 0 && { unhashedParts: request.unhashedParts }),
      ...(ability.etagOfParts && { etagOfParts: true as const }),
    },
    ...(hashes && !disproved && { hashes: hashesAlone(hashes) }),
    ...(disproved && { disproved }),
    createdAt: new Date(upload.createdAt).toISOString(),
    completedAt: new Date(deps.now()).toISOString(),
  })
  const kept = await keepReceipt(deps, upload, receipt, ability.guardedPut)
  if (!(await receiptHolds(deps, upload))) {
    await removeReceipt(deps, upload)
    await deps.store.remove(upload.key)
    throw uploadGone()
  }
  await Promise.all([
    noteReceipt(deps, kept, upload),
    ...(isWhole(upload) ? [] : [forgetBegun(deps, upload)]),
  ])
  if (kept === receipt) {
    if (disproved) deps.events.uploadFailed(upload, 'file_changed', receipt)
    else deps.events.uploadCompleted(receipt, upload)
  }
  return kept
}

/** The stored receipt, where somebody has moved the finished object away since. */
async function receiptOfMovedObject(
  deps: Dependencies,
  upload: AuthorizedUpload,
  stated: StatedChecksum,
): Promise<Receipt | undefined> {
  const stored = await findReceipt(deps, upload)
  if (!stored) return undefined
  const { value } = stored.checksum
  if (value !== null && value !== stated && etagOfOnePart(value) !== stated) {
    throw new ApiFailure('object_mismatch', 'the receipt has another checksum than the file')
  }
  return stored
}

/**
 * Takes away what this very request made or found to be wrong, unless another one has verified it: nobody is
 * to take it for good.
 *
 * @param etag see {@link discardObject}
 */
async function removeMismatch(
  deps: Dependencies,
  upload: AuthorizedUpload,
  etag?: string,
): Promise<void> {
  const { log } = deps
  const { id } = upload
  try {
    if (!(await discardObject(deps, upload, etag))) return
    log.warn({ upload: id }, 'the completed object is not what was sent, and is removed')
  } catch (error) {
    log.error({ upload: id, err: error }, 'the wrong object could not be removed')
  }
  await noteFailure(deps, upload, 'mismatch')
  if (!isWhole(upload)) await forgetBegun(deps, upload)
}

function failedWith(error: unknown, ...codes: FailureCode[]): boolean {
  return error instanceof ApiFailure && codes.includes(error.code)
}
