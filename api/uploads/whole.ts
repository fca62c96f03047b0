/** Uploads of one part: the file is put as a whole, under its key, with no upload at the store. */
import type { ListPartsAnswer } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { objectMetadata } from '../metadata.ts'
import type { ObjectToSign, PartToSign } from '../s3/presign.ts'
import type { StoredObject } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'
import { decideEnd, noteCancelled, wasCancelled } from './cancel.ts'
import { discardObject } from './discard.ts'
import { isObjectOf } from './own.ts'
import { findReceipt } from './receipts.ts'

/** An upload whose file is put as a whole. */
export type WholeUpload = AuthorizedUpload & { readonly put: NonNullable<AuthorizedUpload['put']> }

export function isWhole(upload: AuthorizedUpload): upload is WholeUpload {
  return upload.put !== undefined
}

/**
 * What is signed of its only part. Where the store can refuse to overwrite, it is told to; where it
 * can't, it is asked first what it has.
 *
 * @throws ApiFailure part_exists
 */
export async function wholeToSign(
  { ability, store, now }: Dependencies,
  upload: WholeUpload,
  { length, checksum, host }: PartToSign,
): Promise<ObjectToSign> {
  const { guardedPut } = await ability()
  if (!guardedPut && (await store.head(upload.key))) throw partExists()
  const { contentType, lastModified } = upload.put
  const metadata = objectMetadata({ ...upload, lastModified })
  const headers = store.headersOf({ contentType, metadata }, now())
  if (guardedPut) headers.push(['if-none-match', '*'])
  if (checksum) headers.push([...checksum])
  return { key: upload.key, length, headers, host }
}

/**
 * Its part, where the store has the object. Where somebody has moved that away since it was verified,
 * it counts as there.
 */
export async function listWhole(
  deps: Dependencies,
  upload: WholeUpload,
): Promise<ListPartsAnswer['parts']> {
  const object = await ownObject(deps, upload)
  const found = object ?? (await findReceipt(deps, upload))
  if (!found) return []
  const crc64nvme = object?.crc64nvme
  return [
    {
      number: 1,
      size: upload.size,
      etag: found.etag,
      ...(upload.checksum === 'crc64nvme' && crc64nvme ? { checksum: crc64nvme } : {}),
    },
  ]
}

/**
 * Throws unless the part may be sent on by the server.
 *
 * @throws ApiFailure part_exists; upload_gone after it was cancelled, which a Background Fetch that
 *   began before doesn't hear of
 */
export async function checkWholeMissing(deps: Dependencies, upload: WholeUpload): Promise<void> {
  if (await ownObject(deps, upload)) throw partExists()
  if (await wasCancelled(deps, upload)) {
    throw new ApiFailure('upload_gone', 'the upload was cancelled')
  }
}

/**
 * Takes away what was put and is not the file, so that it can be put once more; not what another request
 * put in its place meanwhile, where the store can be told so.
 *
 * @throws ApiFailure part_exists where it was verified; slow_down while another request is at it
 */
export async function discardWhole(deps: Dependencies, upload: WholeUpload): Promise<void> {
  const object = await ownObject(deps, upload)
  const isKept = object
    ? !(await discardObject(deps, upload, object.etag))
    : await findReceipt(deps, upload)
  if (isKept) throw partExists()
}

/** A PUT under way may land after it was looked for. */
const ROUNDS = 3

/** Ends it, and takes away what was put. False where it was verified, which stays. */
export async function abortWhole(deps: Dependencies, upload: WholeUpload): Promise<boolean> {
  const { store } = deps
  if (await findReceipt(deps, upload)) return false
  await noteCancelled(deps, upload)
  if (await findReceipt(deps, upload)) return false
  if ((await decideEnd(deps, upload, 'cancelled')) === 'completed') return false
  for (let round = 0; round < ROUNDS; round++) {
    if (!(await ownObject(deps, upload))) break
    await store.remove(upload.key)
  }
  return true
}

/** @throws ApiFailure key_exists for another's object */
async function ownObject(
  { store }: Dependencies,
  upload: WholeUpload,
): Promise<StoredObject | undefined> {
  const object = await store.head(upload.key)
  if (object && !isObjectOf(upload, object)) {
    throw new ApiFailure('key_exists', 'the store has another object under the key')
  }
  return object
}

function partExists(): ApiFailure {
  return new ApiFailure('part_exists', 'the store has this part already: list the parts')
}
