import { randomUUID } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Logger } from 'pino'
import { ApiFailure } from '../failure.ts'
import { MISSING_UPLOAD } from './bucket.ts'
import { storeErrorFacts, toFailure } from './errors.ts'
import { encryptionInput, uploadInput, type ObjectOptions } from './object-options.ts'

/**
 * Makes sure that an object has the tags which its upload was created with, on a scratch object that
 * is removed again: Ceph RGW 16 takes them and forgets them. Where the tags of objects may not be read
 * (s3:GetObjectTagging), the store is believed.
 *
 * @throws ApiFailure store_denied when one lacks, or the store's own
 */
export async function requireTags(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: ObjectOptions,
  log: Logger,
): Promise<void> {
  const at = { Bucket: bucket, Key: `${prefix}.longhaul-probe/${randomUUID()}/tags` }
  const { Tagging } = uploadInput(options, 0)
  let upload: { UploadId: string | undefined } | undefined
  try {
    const created = { ...at, Tagging, ...encryptionInput(options) }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(created))
    upload = { UploadId }
    const part = { ...at, UploadId, PartNumber: 1, Body: 'x' }
    const { ETag } = await client.send(new UploadPartCommand(part))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }))
    if (await lacksOne(client, at, options.tags)) {
      throw new ApiFailure('store_denied', 'the store forgets the tags of uploads')
    }
  } catch (error) {
    throw toFailure(error)
  } finally {
    if (upload) await remove(client, at, upload, log)
  }
}

interface Place {
  readonly Bucket: string
  readonly Key: string
}

async function lacksOne(client: S3Client, at: Place, tags: ObjectOptions['tags']) {
  try {
    const { TagSet = [] } = await client.send(new GetObjectTaggingCommand(at))
    return tags.some(
      ({ key, value }) => !TagSet.some(({ Key, Value }) => Key === key && Value === value),
    )
  } catch (error) {
    if (storeErrorFacts(error).status === 403) return false
    throw error
  }
}

async function remove(
  client: S3Client,
  at: Place,
  upload: { UploadId: string | undefined },
  log: Logger,
): Promise<void> {
  const ended = [
    client.send(new AbortMultipartUploadCommand({ ...at, ...upload })),
    client.send(new DeleteObjectCommand(at)),
  ]
  for (const result of await Promise.allSettled(ended)) {
    if (result.status === 'fulfilled') continue
    const { names } = storeErrorFacts(result.reason)
    if (names.some((name) => MISSING_UPLOAD.includes(name))) continue
    log.warn({ err: result.reason }, 'a scratch object was left behind')
  }
}
