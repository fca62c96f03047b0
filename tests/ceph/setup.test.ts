import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { setupBucket } from '../../api/cli/setup-bucket.ts'
import { createS3Client, type BucketAddress } from '../../api/s3/client.ts'
import { NO_OBJECT_OPTIONS, type ObjectOptions } from '../../api/s3/object-options.ts'
import { examineAt, ORIGIN } from '../../api/testing/examination.ts'
import { startCeph } from '../servers/ceph.ts'
import type { S3Server } from '../servers/s3-server.ts'
import { credentialsOf, settingsOf } from './settings.ts'

const OTHER_ORIGIN = 'https://other.example.com'
/** What Ceph lacks, whatever is set up. */
const LACKING = ['warning checksums_md5', 'warning complete_unguarded']

let ceph: S3Server
let client: S3Client
let address: BucketAddress

beforeAll(async () => {
  ceph = await startCeph()
  for (const [name, value] of Object.entries(credentialsOf(ceph))) vi.stubEnv(name, value)
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = ceph
  address = {
    bucket,
    region,
    endpoint,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  }
  client = createS3Client(address)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  client.destroy()
  await ceph.close()
})

const setUp = (bucket: string, origin: string, ...options: string[]) =>
  setupBucket(options, settingsOf({ ...ceph, bucket }, origin), { write: () => undefined })

async function found(
  change: Parameters<typeof examineAt>[1] = {},
  bucket = ceph.bucket,
): Promise<string[]> {
  const { bad } = await examineAt({ ...address, bucket }, change)
  return bad.map(({ level, code }) => `${level} ${code}`)
}

describe('a bucket of Ceph RGW', () => {
  it('is set up by setup-bucket; then the doctor names only what the store lacks', async () => {
    const missing = [
      'warning lifecycle_missing',
      'warning lifecycle_of_notes_missing',
      ...LACKING,
      'failure cors_origin',
    ]
    expect(await found()).toEqual(missing)
    expect(await setUp(ceph.bucket, ORIGIN)).toContain('Nothing was changed.')
    expect(await found()).toEqual(missing)

    expect(await setUp(ceph.bucket, ORIGIN, '--yes')).toContain('were changed')
    expect(await found()).toEqual(LACKING)
    expect(await setUp(ceph.bucket, ORIGIN)).toBe(
      'The CORS rules of contract are as they should be.\n\n' +
        'The lifecycle rules of contract are as they should be.\n',
    )
  })

  it('lets in the pages of a second deployment too', async () => {
    await setUp(ceph.bucket, OTHER_ORIGIN, '--yes')
    expect(await found({ origin: OTHER_ORIGIN })).toEqual(LACKING)
    expect(await found()).toEqual(LACKING)
  })

  it.each<[string, Partial<ObjectOptions>, string]>([
    ['tags, which it forgets', { tags: [{ key: 'kind', value: 'raw' }] }, 'objects_refused'],
    ['a class that it has not', { storageClass: 'GLACIER' }, 'objects_refused'],
    ['a lock', { lock: { mode: 'GOVERNANCE', days: 1 } }, 'objects_refused'],
    [
      'encryption, which it does not do without https',
      { encryption: { algorithm: 'AES256', keyId: undefined } },
      'refused_CreateMultipartUpload',
    ],
  ])('fails the doctor with %s', async (_, options, code) => {
    const objects = { ...NO_OBJECT_OPTIONS, ...options }
    expect(await found({ objects })).toContain(`failure ${code}`)
  })

  it('forgets the lock of an upload even where it has Object Lock, and overwrites there', async () => {
    const Bucket = 'locked'
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }))
    await setUp(Bucket, ORIGIN, '--yes')
    expect(await found({}, Bucket)).toEqual([...LACKING, 'warning put_unguarded'])
    const objects = { ...NO_OBJECT_OPTIONS, lock: { mode: 'COMPLIANCE', days: 1 } } as const
    const { bad } = await examineAt({ ...address, bucket: Bucket }, { objects })
    expect(bad).toContainEqual(
      expect.objectContaining({
        level: 'failure',
        code: 'objects_refused',
        saw: expect.stringContaining('forgets the lock of uploads'),
      }),
    )
    const [Key, ObjectLockMode] = ['put', 'GOVERNANCE'] as const
    const ObjectLockRetainUntilDate = new Date(Date.now() + 86_400_000)
    const lock = { ObjectLockMode, ObjectLockRetainUntilDate }
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...lock }))
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }))
    expect(head.ObjectLockMode).toBe(ObjectLockMode)
  })

  it('locks uploads by the default retention of its bucket', async () => {
    const Bucket = 'locked-by-default'
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }))
    const DefaultRetention = { Mode: 'GOVERNANCE', Days: 1 } as const
    const ObjectLockConfiguration = {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention },
    } as const
    await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }))
    const modeOf = async (Key: string) =>
      (await client.send(new HeadObjectCommand({ Bucket, Key }))).ObjectLockMode

    await client.send(new PutObjectCommand({ Bucket, Key: 'put', Body: 'x' }))
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'up' }))
    const upload = { Bucket, Key: 'up', UploadId }
    const part = new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' })
    const { ETag } = await client.send(part)
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }))
    expect([await modeOf('put'), await modeOf('up')]).toEqual(['GOVERNANCE', 'GOVERNANCE'])
  })
})
