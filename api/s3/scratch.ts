/** What is made only to try something, and goes again. */
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { MISSING_UPLOAD } from './bucket.ts'
import { storeErrorFacts } from './errors.ts'
import type { RunningUpload } from './store.ts'

/** Is told what could not be removed, `the upload of` a key or a key, and why. */
export type TellLeft = (what: string, refusal: unknown) => void

/** Ends an upload, if it is there; tells where it could not. */
export async function endScratchUpload(
  client: S3Client,
  Bucket: string,
  { key, uploadId }: RunningUpload,
  tell: TellLeft,
): Promise<void> {
  const end = new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId })
  const refusal = await refusalOf(client.send(end))
  if (refusal !== undefined) tell(`the upload of ${key}`, refusal)
}

/** Deletes an object, if it is there; tells where it could not. */
export async function deleteScratchObject(
  client: S3Client,
  Bucket: string,
  Key: string,
  tell: TellLeft,
): Promise<void> {
  const refusal = await refusalOf(client.send(new DeleteObjectCommand({ Bucket, Key })))
  if (refusal === undefined) return
  // Who may not delete is refused also where there is nothing.
  const head = client.send(new HeadObjectCommand({ Bucket, Key }))
  if (await head.then(() => false, isMissing)) return
  tell(Key, refusal)
}

/** Undefined where it worked, or there was nothing any more. */
async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return undefined
  } catch (error) {
    return isMissing(error) ? undefined : error
  }
}

function isMissing(error: unknown): boolean {
  return storeErrorFacts(error).names.some((name) => MISSING_UPLOAD.includes(name))
}
