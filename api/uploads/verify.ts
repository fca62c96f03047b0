import { createHash } from 'node:crypto'
import type { Receipt } from '../../shared/receipt.ts'
import { ApiFailure } from '../failure.ts'
import type { StoreAbility, StoredObject } from '../s3/store.ts'
import type { UploadClaims } from '../token.ts'

/** What the browser says of the whole object: see CompleteRequest in shared/wire.ts. */
export type StatedChecksum = string | null

/**
 * Throws bad_request unless the stated checksum is of the upload's algorithm and number of parts.
 */
export function checkStated({ checksum, partCount }: UploadClaims, stated: StatedChecksum): void {
  const fits = {
    crc64nvme: stated?.endsWith('=') ?? false,
    md5: stated?.endsWith(`-${partCount}`) ?? false,
    none: stated === null,
  }
  if (!fits[checksum]) {
    throw new ApiFailure('bad_request', `the checksum is not one of this upload's (${checksum})`)
  }
}

/**
 * What the object's head proves of it.
 *
 * @throws ApiFailure object_mismatch when it is not what the browser sent; bad_answer when the
 *   store doesn't say what is needed to tell
 */
export function verifyObject(
  object: StoredObject,
  upload: UploadClaims,
  stated: StatedChecksum,
  ability: StoreAbility,
): Receipt['checksum'] {
  if (object.size !== upload.size) throw mismatch('size')
  const algorithm = upload.checksum
  if (algorithm === 'crc64nvme') {
    const value = known(object.crc64nvme)
    if (value !== stated) throw mismatch('checksum')
    return { algorithm, value, proof: 'object-checksum' }
  }
  if (algorithm === 'md5' && ability.etagOfParts) {
    const value = known(object.etag)
    if ((upload.put ? etagOfOnePart(value) : value) !== stated) throw mismatch('checksum')
    return { algorithm, value, proof: 'parts-checksum' }
  }
  return { algorithm, value: null, proof: 'size-only' }
}

/**
 * The ETag that an object would have if it were made of one part, from the one that it has as it was
 * put as a whole: its MD5. Any other text as it is.
 */
export function etagOfOnePart(etag: string): string {
  if (!/^[0-9a-f]{32}$/.test(etag)) return etag
  return `${createHash('md5').update(etag, 'hex').digest('hex')}-1`
}

function mismatch(what: 'size' | 'checksum'): ApiFailure {
  return new ApiFailure('object_mismatch', `the object has another ${what} than the file`)
}

function known(text: string | undefined): string {
  if (!text) throw new ApiFailure('bad_answer', 'the store does not say what the object is')
  return text
}
