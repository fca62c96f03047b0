import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'

/** What a store holds, asked of the store itself and not of the app. */
export interface Objects {
  /** Keys of objects that have a receipt, so whose upload has ended. */
  verified(): Promise<string[]>
  /** Keys of all objects but receipts and what the servers keep for themselves. */
  all(): Promise<string[]>
  /** Keys of uploads that have not ended. */
  unfinished(): Promise<string[]>
  /** Ends all that have not ended, as a lifecycle rule or an operator does. */
  abortUnfinished(): Promise<void>
  /** Hex. */
  sha256Of(key: string): Promise<string>
  close(): void
}

const RECEIPTS = 'receipts/'
const STATE = '.longhaul/'

/**
 * @param endpoint the store's origin
 * @param credentials of the store; else those of the tests' stores
 */
export function openObjects(endpoint: string, credentials = CREDENTIALS): Objects {
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials,
    forcePathStyle: true,
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  async function keys(): Promise<string[]> {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))
    return (Contents ?? []).flatMap(({ Key }) => Key ?? [])
  }
  return {
    async verified() {
      const known = await keys()
      return known.filter((key) => known.includes(`${RECEIPTS}${key}.json`))
    },
    async all() {
      const known = await keys()
      return known.filter((key) => !key.startsWith(RECEIPTS) && !key.startsWith(STATE))
    },
    async unfinished() {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
      return (Uploads ?? []).flatMap(({ Key }) => Key ?? [])
    },
    async abortUnfinished() {
      const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
      for (const { Key, UploadId } of Uploads ?? []) {
        await client.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId }))
      }
    },
    async sha256Of(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
      if (!(Body instanceof Readable)) throw new Error('the object has no body')
      const hash = createHash('sha256')
      for await (const chunk of Body) hash.update(chunk)
      return hash.digest('hex')
    },
    close: () => client.destroy(),
  }
}
