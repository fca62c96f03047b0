import type { ChecksumAlgorithm } from '../../shared/checksum.ts'
import type { Finding } from '../../shared/doctor.ts'
import { createBucket } from '../s3/bucket.ts'
import { requireKept } from '../s3/kept-options.ts'
import { requireObjectLock } from '../s3/probe.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok } from './finding.ts'
import { describeRefusal } from './refusal.ts'
import type { Scratch } from './scratch.ts'

const CHECK = 'Encryption, class, lock and tags'

/**
 * Whether uploads can be created as the settings have them, and their objects keep it. None is completed
 * that would be locked for as long as the settings say.
 */
export async function checkObjectOptions(
  { client, address, uploads, objects, now }: Deployment,
  scratch: Scratch,
  checksum: ChecksumAlgorithm,
): Promise<Finding> {
  const store = createBucket(client, address.bucket, objects)
  const key = scratch.key(uploads.keyPrefix)
  const contentType = 'application/octet-stream'
  try {
    if (objects.lock) await requireObjectLock(client, address.bucket)
    const uploadId = await store.createUpload({ key, contentType, metadata: {}, checksum })
    scratch.begun({ key, uploadId })
    await requireKept(client, address.bucket, uploads.keyPrefix, objects, now(), scratch.left)
    return ok(CHECK, 'The store creates uploads as the settings have them.')
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : undefined
    const why =
      cause === undefined && error instanceof Error ? error.message : describeRefusal(cause)
    return failure(
      'objects_refused',
      CHECK,
      `The store can't do what the settings ask for: ${why}.`,
      'Change S3_SERVER_SIDE_ENCRYPTION, S3_KMS_KEY_ID, S3_STORAGE_CLASS, S3_OBJECT_LOCK_MODE or S3_TAGS, or let the bucket and its policy have them.',
    )
  }
}
