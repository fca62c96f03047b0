/** Hashes of whole files, which browsers compute: kept until there is a receipt, and then added to it. */
import { differingHash } from '../../shared/acquisition.ts'
import {
  conflictOf,
  fileHashesSchema,
  hashesAlone,
  isOfAnother,
  kindsIn,
  type FileHashes,
  type HashKind,
} from '../../shared/hashes.ts'
import type { Receipt } from '../../shared/receipt.ts'
import * as v from 'valibot'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { flawOfSignature } from '../receipts/signature.ts'
import type { AuthorizedUpload } from '../token.ts'
import { forgetBegun, notedHashes, noteHashes } from './notes.ts'
import { findReceipt, noteReceipt, replaceReceipt } from './receipts.ts'
import { isWhole } from './whole.ts'

/** Hex digits. */
const LENGTHS: Readonly<Record<HashKind, number>> = { md5: 32, sha1: 40, sha256: 64 }

/** Eight bytes in base64. */
const CRC64 = /^[A-Za-z\d+/]{11}=$/

/** What is taken: each of its own length, and at least one. */
export const givenHashesSchema = v.pipe(
  fileHashesSchema,
  v.check((hashes) => {
    const kinds = kindsIn(hashes)
    if (hashes.crc64nvme !== undefined && !CRC64.test(hashes.crc64nvme)) return false
    return kinds.length > 0 && kinds.every((kind) => hashes[kind]?.length === LENGTHS[kind])
  }),
)

/**
 * Has hashes stand in the upload's receipt, now or once there is one. What stands there already is
 * never replaced by another value. Where they are of another file than was sent, the receipt has that
 * in their place. Safe to repeat.
 *
 * @returns the receipt with all that is known; null while there is none
 * @throws ApiFailure hashes_differ; not_found where the upload has
 *   nothing to keep them in yet; object_mismatch where the stored receipt isn't this server's
 */
export async function addHashes(
  deps: Dependencies,
  upload: AuthorizedUpload,
  hashes: FileHashes,
): Promise<Receipt | null> {
  const receipt = await findReceipt(deps, upload)
  if (receipt) return addToReceipt(deps, upload, receipt, hashes)
  if (isWhole(upload)) {
    throw new ApiFailure('not_found', 'a file of one part has its hashes when it has its receipt')
  }
  await noteHashes(deps, upload, merged(await notedHashes(deps, upload), hashes))
  // One that was completed meanwhile read the note before, and removed it.
  const late = await findReceipt(deps, upload)
  if (!late) return null
  await forgetBegun(deps, upload)
  return addToReceipt(deps, upload, late, hashes)
}

/**
 * Signs no more than what this server has signed before and what the browser found: whoever may write
 * to the bucket would have anything signed.
 */
async function addToReceipt(
  deps: Dependencies,
  upload: AuthorizedUpload,
  before: Receipt,
  hashes: FileHashes,
): Promise<Receipt> {
  const disproved = before.disproved ?? disproofBy(hashes, before.checksum, deps.now())
  if (disproved) return disprove(deps, upload, before, disproved)
  const all = hashesAlone(merged(before.hashes, hashes))
  const isStated = before.hashes && kindsIn(all).length === kindsIn(before.hashes).length
  const receipt = isStated ? before : await signAnew(deps, before, { hashes: all })
  if (differingHash(receipt.details ?? [], all)) await noteReceipt(deps, receipt, upload)
  return receipt
}

/**
 * What goes into a receipt where the file that was read as a whole is not what was sent.
 *
 * @param now ms since 1970
 * @returns undefined where it is, or nobody can tell
 */
export function disproofBy(
  found: FileHashes,
  sent: Receipt['checksum'],
  now: number,
): Receipt['disproved'] {
  if (!isOfAnother(found, sent) || found.crc64nvme === undefined) return undefined
  return { at: new Date(now).toISOString(), crc64nvme: found.crc64nvme }
}

/** Again where a server may have died before all had heard of it. No hashes are added any more. */
async function disprove(
  deps: Dependencies,
  upload: AuthorizedUpload,
  before: Receipt,
  disproved: NonNullable<Receipt['disproved']>,
): Promise<Receipt> {
  const receipt = before.disproved ? before : await signAnew(deps, before, { disproved })
  await noteReceipt(deps, receipt, upload)
  if (receipt !== before) deps.events.uploadFailed(upload, 'file_changed', receipt)
  return receipt
}

/** @throws ApiFailure object_mismatch */
async function signAnew(
  deps: Dependencies,
  before: Receipt,
  more: Pick<Receipt, 'hashes' | 'disproved'>,
): Promise<Receipt> {
  const flaw = await flawOfSignature(before, deps.receipts.keys)
  if (flaw !== undefined) {
    throw new ApiFailure('object_mismatch', `the stored receipt's signature is not good: ${flaw}`)
  }
  const { signature: _, ...facts } = before
  const receipt = await deps.receipts.sign({ ...facts, ...more })
  await replaceReceipt(deps, receipt)
  return receipt
}

/** @throws ApiFailure hashes_differ */
function merged(known: FileHashes | undefined, more: FileHashes): FileHashes {
  const conflict = known && conflictOf(known, more)
  if (conflict === undefined) return { ...known, ...more }
  const message = `another ${conflict} of this file is known already, and stays: was it changed?`
  throw new ApiFailure('hashes_differ', message)
}
