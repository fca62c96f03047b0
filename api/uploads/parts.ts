import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { partLength } from '../../shared/plan.ts'
import type { ListPartsAnswer, SignPartsAnswer, SignPartsRequest } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { PartToSign } from '../s3/presign.ts'
import type { StoredPart } from '../s3/store.ts'
import type { AuthorizedUpload } from '../token.ts'
import { isObjectOf } from './own.ts'
import { discardWhole, isWhole, listWhole, wholeToSign, type WholeUpload } from './whole.ts'

/** Characters of base64 that a part's checksum has. */
const CHECKSUM_LENGTHS = { crc64nvme: 12, md5: 24 }

/**
 * URLs for parts, each for just its bytes. Asks nothing of the store, but for a file that is put as a
 * whole where the store overwrites.
 */
export async function signParts(
  deps: Dependencies,
  upload: AuthorizedUpload,
  request: SignPartsRequest,
): Promise<SignPartsAnswer> {
  if (isWhole(upload)) return signWhole(deps, upload, request)
  const { presigner, now } = deps
  const { parts } = request
  const running = { key: upload.key, uploadId: upload.uploadId }
  if (running.uploadId === null) {
    throw new ApiFailure('parts_missing', 'the upload is complete already: list its parts')
  }
  const time = now()
  const wanted = parts.map((part) => partToSign(upload, part))
  const signed = await presigner.sign(
    { key: running.key, uploadId: running.uploadId },
    wanted,
    lifetimeOf(deps, upload, time),
    time,
  )
  return {
    parts: wanted.map(({ number, checksum }, index) => ({
      number,
      url: signed.urls[index] ?? '',
      headers: checksum ? Object.fromEntries([checksum]) : {},
    })),
    expiresInSeconds: signed.expiresInSeconds,
    hosts: [...presigner.origins],
  }
}

async function signWhole(
  deps: Dependencies,
  upload: WholeUpload,
  { parts }: SignPartsRequest,
): Promise<SignPartsAnswer> {
  const { presigner, now } = deps
  const objects = await Promise.all(
    parts.map((part) => wholeToSign(deps, upload, partToSign(upload, part))),
  )
  const time = now()
  const signed = await presigner.signObjects(objects, lifetimeOf(deps, upload, time), time)
  return {
    parts: objects.map(({ headers }, index) => ({
      number: 1,
      url: signed.urls[index] ?? '',
      headers: Object.fromEntries(headers),
    })),
    expiresInSeconds: signed.expiresInSeconds,
    hosts: [...presigner.origins],
  }
}

/** Seconds, of URLs: never longer than the upload's own. */
function lifetimeOf({ settings }: Dependencies, { exp }: AuthorizedUpload, now: number): number {
  return Math.max(1, Math.min(settings.presignLifetime, exp - Math.ceil(now / 1000)))
}

/**
 * What is signed of a part.
 *
 * @throws ApiFailure bad_request for a part or a kind of checksum that the upload has not
 */
export function partToSign(
  upload: AuthorizedUpload,
  { number, checksum, host }: SignPartsRequest['parts'][number],
): PartToSign {
  if (number > upload.partCount) {
    throw new ApiFailure('bad_request', `the upload has only ${upload.partCount} parts`)
  }
  const length = partLength(upload, number)
  if (checksum === undefined) return { number, length, checksum: undefined, host }
  if (upload.checksum === 'none' || checksum.length !== CHECKSUM_LENGTHS[upload.checksum]) {
    throw new ApiFailure('bad_request', `a part's checksum is not of kind ${upload.checksum}`)
  }
  return { number, length, checksum: [CHECKSUM_HEADERS[upload.checksum], checksum], host }
}

/**
 * The parts that the store has; of a completed upload all of them, as it needs none any more.
 *
 * @throws ApiFailure upload_gone when the store has neither the upload nor its object
 */
export async function listParts(
  deps: Dependencies,
  upload: AuthorizedUpload,
): Promise<ListPartsAnswer> {
  if (isWhole(upload)) return { parts: await listWhole(deps, upload) }
  const running = await runningParts(deps, upload)
  if (running) {
    const parts = running.map(({ number, size, etag, crc64nvme }) => ({
      number,
      size,
      etag: etag.replaceAll('"', ''),
      ...(upload.checksum === 'crc64nvme' && crc64nvme ? { checksum: crc64nvme } : {}),
    }))
    return { parts }
  }
  const object = await deps.store.head(upload.key)
  if (!object || !isObjectOf(upload, object) || object.size !== upload.size) throw uploadGone()
  const only = upload.partCount === 1 && upload.checksum === 'crc64nvme' && object.crc64nvme
  return {
    parts: Array.from({ length: upload.partCount }, (_, index) => ({
      number: index + 1,
      size: partLength(upload, index + 1),
      etag: '',
      ...(only ? { checksum: only } : {}),
    })),
  }
}

/** Makes way for a part that is to be sent again; parts of a running upload are overwritten. */
export async function discardPart(deps: Dependencies, upload: AuthorizedUpload): Promise<void> {
  if (isWhole(upload)) await discardWhole(deps, upload)
}

/** The running upload's parts by number; undefined when the store has no such upload. */
export async function runningParts(
  { store }: Dependencies,
  { key, uploadId, partCount }: AuthorizedUpload,
): Promise<StoredPart[] | undefined> {
  if (uploadId === null) return undefined
  try {
    return await store.listParts({ key, uploadId }, partCount)
  } catch (error) {
    if (error instanceof ApiFailure && error.code === 'upload_gone') return undefined
    throw error
  }
}

export function uploadGone(): ApiFailure {
  return new ApiFailure('upload_gone', 'the store has neither the upload nor its object')
}
