/**
 * Finds out whether a store keeps the tags and the lock that an upload is created with: some take both
 * and forget them, which nothing in their answers tells.
 */
import { randomUUID } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { ApiFailure } from '../failure.ts'
import { storeErrorFacts, toFailure } from './errors.ts'
import { encryptionInput, uploadInput, type ObjectOptions } from './object-options.ts'
import { provedBody } from './proved-body.ts'
import { deleteScratchObject, endScratchUpload, type TellLeft } from './scratch.ts'

const BODY = 'x'
/** Ms, longer than clocks may differ. The scratch object's version is free again after it. */
const LOCK = 20 * 60_000
/** Ms: a store may keep whole seconds. */
const ROUNDING = 2000
/** What S3 and Ceph say of an object without a lock. */
const UNLOCKED = ['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError']

interface Place {
  readonly Bucket: string
  readonly Key: string
}

/**
 * Makes sure that an object has the tags and the lock of its upload, on a scratch object that is
 * removed again. Does nothing where neither is set. Where what an object has may not be read
 * (s3:GetObjectTagging, s3:GetObjectRetention), the store is believed.
 *
 * @param now ms since 1970
 * @param left hears of what could not be removed
 * @throws ApiFailure store_denied when the store forgets them, or the store's own
 */
export async function requireKept(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: ObjectOptions,
  now: number,
  left: TellLeft,
): Promise<void> {
  const { lock, tags } = options
  if (!lock && tags.length === 0) return
  const at = { Bucket: bucket, Key: `${prefix}.longhaul-probe/${randomUUID()}/kept` }
  const { Tagging } = uploadInput(options, now)
  const until = new Date(now + LOCK)
  const input = {
    ...at,
    ...encryptionInput(options),
    ...(tags.length > 0 && { Tagging }),
    ...(lock && { ObjectLockMode: lock.mode, ObjectLockRetainUntilDate: until }),
  }
  let begun: string | undefined
  try {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(input))
    begun = UploadId
    await finish(client, { ...at, UploadId })
    if (tags.length > 0 && !(await hasTags(client, at, tags))) throw forgets('tags')
    if (lock && !(await isLocked(client, at, lock.mode, until))) throw forgets('lock')
  } catch (error) {
    // A policy may allow long locks only. What uploads themselves are refused is told by them.
    if (storeErrorFacts(error).status !== 403) throw toFailure(error)
  } finally {
    if (begun !== undefined) {
      await endScratchUpload(client, bucket, { key: at.Key, uploadId: begun }, left)
      await deleteScratchObject(client, bucket, at.Key, left)
    }
  }
}

const forgets = (what: string) =>
  new ApiFailure('store_denied', `the store forgets the ${what} of uploads`)

async function finish(client: S3Client, upload: Place & { UploadId: string | undefined }) {
  const part = { ...upload, PartNumber: 1, ...provedBody(BODY) }
  const { ETag } = await client.send(new UploadPartCommand(part))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }))
}

async function hasTags(client: S3Client, at: Place, tags: ObjectOptions['tags']): Promise<boolean> {
  const found = await unlessForbidden(client.send(new GetObjectTaggingCommand(at)))
  if (!found) return true
  const { TagSet = [] } = found
  return tags.every((tag) =>
    TagSet.some(({ Key, Value }) => Key === tag.key && Value === tag.value),
  )
}

/** Whether it has just this lock: the bucket may have given it another one by itself. */
async function isLocked(client: S3Client, at: Place, mode: string, until: Date): Promise<boolean> {
  try {
    const found = await unlessForbidden(client.send(new GetObjectRetentionCommand(at)))
    if (!found) return true
    const { Mode, RetainUntilDate } = found.Retention ?? {}
    const difference = Math.abs((RetainUntilDate?.getTime() ?? 0) - until.getTime())
    return Mode === mode && difference < ROUNDING
  } catch (error) {
    if (storeErrorFacts(error).names.some((name) => UNLOCKED.includes(name))) return false
    throw error
  }
}

async function unlessForbidden<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (storeErrorFacts(error).status === 403) return undefined
    throw error
  }
}
