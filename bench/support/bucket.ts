/** What a benchmark does in the store itself: uploads that need no API, and cleaning up. */
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
} from '@aws-sdk/client-s3'
import { bucketUrl, createS3Client, type BucketAddress } from '../../api/s3/client.ts'
import { createPresigner } from '../../api/s3/presign.ts'
import { partRange, type PartPlan } from '../../shared/plan.ts'
import type { Endings } from './ending.ts'
import { EMBEDDED, type Account } from './servers.ts'

const LIFETIME = 3600

export interface PresignedPart {
  /** Bytes of the file, `end` not included. */
  readonly start: number
  readonly end: number
  /** At each of the addresses by which browsers reach the store. */
  readonly urls: readonly string[]
}

export type BenchBucket = Awaited<ReturnType<typeof openBucket>>

/** The store's bucket. @param account whose it is */
export async function openBucket(endpoint: string, endings: Endings, account = EMBEDDED) {
  const { bucket: Bucket } = account
  const address = addressOf(endpoint, account)
  const client = createS3Client(address)
  endings.add(async () => client.destroy())

  /**
   * A new upload with the addresses of all its parts.
   *
   * @param endpoints the store as browsers reach it
   * @param crcs of the parts, if they have any
   */
  async function begin(
    endpoints: readonly string[],
    plan: PartPlan,
    crcs: readonly string[] | null,
  ) {
    const key = 'plain'
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key: key,
        ...(crcs && { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' }),
      }),
    )
    const uploadId = UploadId ?? ''
    const ranges = Array.from({ length: plan.partCount }, (_, at) => partRange(plan, at + 1))
    const toSign = ranges.map(({ start, end }, at) => ({
      number: at + 1,
      length: end - start,
      checksum: crcs ? (['x-amz-checksum-crc64nvme', crcs[at] ?? ''] as const) : undefined,
    }))
    const signed = await Promise.all(
      endpoints.map(async (endpoint) => {
        const url = await bucketUrl(client, address, endpoint)
        const presigner = createPresigner([url], account.region, async () => account.credentials)
        return presigner.sign({ key, uploadId }, toSign, LIFETIME, Date.now())
      }),
    )
    const parts = ranges.map((range, at): PresignedPart => ({
      ...range,
      urls: signed.map(({ urls }) => urls[at] ?? ''),
    }))
    return { key, uploadId, parts }
  }

  /** Drops an upload. @throws Error unless all bytes had arrived */
  async function drop(upload: { key: string; uploadId: string }, plan: PartPlan): Promise<void> {
    const at = { Bucket, Key: upload.key, UploadId: upload.uploadId }
    let arrived = 0
    let marker: string | undefined
    do {
      const page = await client.send(new ListPartsCommand({ ...at, PartNumberMarker: marker }))
      for (const { Size } of page.Parts ?? []) arrived += Size ?? 0
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
    } while (marker !== undefined)
    await client.send(new AbortMultipartUploadCommand(at))
    if (arrived !== plan.size) throw new Error(`only ${arrived} bytes of ${plan.size} arrived`)
  }

  /** Removes all objects. @throws Error unless the largest has just this size */
  async function empty(size: number): Promise<void> {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }))
    const objects = Contents ?? []
    for (const { Key } of objects) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
    }
    const largest = Math.max(0, ...objects.map(({ Size }) => Size ?? 0))
    if (largest !== size) throw new Error(`the object has ${largest} bytes, not ${size}`)
  }

  return { begin, drop, empty }
}

function addressOf(endpoint: string, { bucket, region, credentials }: Account): BucketAddress {
  return {
    bucket,
    region,
    endpoint,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials,
  }
}
