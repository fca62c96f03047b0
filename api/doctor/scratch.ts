import { randomUUID } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3'
import type { Finding } from '../../shared/doctor.ts'
import { MISSING_UPLOAD } from '../s3/bucket.ts'
import { storeErrorFacts } from '../s3/errors.ts'
import type { RunningUpload } from '../s3/store.ts'
import type { Deployment } from './deployment.ts'
import { warning } from './finding.ts'
import { describeRefusal } from './refusal.ts'

/** Keys of one examination: nothing else is touched, and all of it goes. */
export interface Scratch {
  /** A key that nobody else uses. It is cleaned whatever becomes of it. */
  key(prefix: string): string
  /** Notes an upload, to be ended. */
  begun(upload: RunningUpload): void
  /** Removes all; what stays is told. */
  clean(): Promise<readonly Finding[]>
}

export function createScratch({ client, address }: Deployment): Scratch {
  const { bucket } = address
  const id = randomUUID()
  const keys = new Set<string>()
  const uploads: RunningUpload[] = []

  async function end(upload: RunningUpload): Promise<string | undefined> {
    const { key, uploadId } = upload
    const at = { Bucket: bucket, Key: key, UploadId: uploadId }
    const refusal = await refusalOf(client.send(new AbortMultipartUploadCommand(at)))
    return refusal && `the upload of ${key} (${refusal})`
  }

  async function remove(key: string): Promise<string | undefined> {
    const at = { Bucket: bucket, Key: key }
    const refusal = await refusalOf(client.send(new DeleteObjectCommand(at)))
    if (refusal === undefined) return undefined
    // Who may not delete is refused also where there is nothing.
    const isGone = await client.send(new HeadObjectCommand(at)).then(() => false, isMissing)
    return isGone ? undefined : `${key} (${refusal})`
  }

  return {
    key: (prefix) => {
      const key = `${prefix}.longhaul-doctor/${id}/${keys.size}`
      keys.add(key)
      return key
    },
    begun: (upload) => void uploads.push(upload),
    clean: async () => {
      const left: (string | undefined)[] = []
      for (const upload of uploads) left.push(await end(upload))
      for (const key of keys) left.push(await remove(key))
      const named = left.filter((text) => text !== undefined)
      if (named.length === 0) return []
      return [
        warning(
          'not_cleaned',
          'Cleaning up',
          `What was made for this could not be removed: ${named.join('; ')}.`,
          'Allow what was refused above, and remove these by hand.',
        ),
      ]
    },
  }
}

/** Undefined where it worked, or there was nothing any more. */
async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    return isMissing(error) ? undefined : describeRefusal(error)
  }
}

function isMissing(error: unknown): boolean {
  return storeErrorFacts(error).names.some((name) => MISSING_UPLOAD.includes(name))
}
