import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { storeErrorFacts, toFailure } from './errors.ts'

/** An object that is to be removed. */
export interface ObjectToRemove {
  readonly bucket: string
  readonly key: string
  /** Without quotes: only the object that has it is removed, where the store heeds that; '' for any. */
  readonly etag: string
}

/** That there is none, or another one by now. */
const NOT_THERE = new Set(['NoSuchKey', 'NotFound', 'PreconditionFailed'])

/**
 * Removes an object; does nothing where there is none, or not the one that was found. Stores that don't
 * know the condition remove whatever is there ("Conditional deletes" of S3).
 *
 * @throws ApiFailure
 */
export async function removeObject(
  client: S3Client,
  { bucket, key, etag }: ObjectToRemove,
): Promise<void> {
  const place = { Bucket: bucket, Key: key }
  try {
    await client.send(
      new DeleteObjectCommand({ ...place, ...(etag !== '' && { IfMatch: `"${etag}"` }) }),
    )
  } catch (error) {
    const { names } = storeErrorFacts(error)
    if (etag === '') throw toFailure(error)
    if (names.includes('NotImplemented')) await removeObject(client, { bucket, key, etag: '' })
    else if (!names.some((name) => NOT_THERE.has(name))) throw toFailure(error)
  }
}
