import {
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

const DAY = 24 * 60 * 60 * 1000
const at = { Bucket: BUCKET }

let store: TestStore
beforeEach(async () => {
  store = await startTestStore()
})
afterEach(() => store.dispose())

const put = (...Rules: LifecycleRule[]) =>
  store.client.send(
    new PutBucketLifecycleConfigurationCommand({ ...at, LifecycleConfiguration: { Rules } }),
  )
const aborting = (Prefix: string, days: number, Status: 'Enabled' | 'Disabled' = 'Enabled') => ({
  Filter: { Prefix },
  Status,
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
})
const expiring = (Prefix: string, Days: number) => ({
  Filter: { Prefix },
  Status: 'Enabled' as const,
  Expiration: { Days },
})
const begin = (Key: string) => store.client.send(new CreateMultipartUploadCommand({ ...at, Key }))

/** The keys of the uploads, and of the objects, that there still are once so many days have passed. */
async function leftAfter(days: number): Promise<string[]> {
  const { folder } = store
  store.client.destroy()
  await store.close()
  const ahead = Date.now() + days * DAY
  // What is old when a store starts is aborted at once; to close waits for that.
  await (await startTestStore({ folder, now: () => ahead })).close()
  store = await startTestStore({ folder })
  const { Uploads = [] } = await store.client.send(new ListMultipartUploadsCommand(at))
  const { Contents = [] } = await store.client.send(new ListObjectsV2Command(at))
  return [...Uploads, ...Contents].map(({ Key = '' }) => Key)
}

describe('lifecycle rules', { timeout: 30_000 }, () => {
  it('are kept where others of the bucket are set at the same time', async () => {
    const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['https://app.example'] }
    const cors = { ...at, CORSConfiguration: { CORSRules: [rule] } }
    await Promise.all([store.client.send(new PutBucketCorsCommand(cors)), put(aborting('a/', 2))])
    store = await store.restart()
    const lifecycle = new GetBucketLifecycleConfigurationCommand(at)
    expect((await store.client.send(lifecycle)).Rules).toHaveLength(1)
    expect((await store.client.send(new GetBucketCorsCommand(at))).CORSRules).toHaveLength(1)
  })

  it('abort uploads under their prefix once they are old enough', async () => {
    await put(aborting('a/', 2), aborting('b/', 4), aborting('c/', 1, 'Disabled'))
    for (const key of ['a/x', 'b/x', 'c/x', 'x']) await begin(key)
    expect(await leftAfter(1.9)).toEqual(['a/x', 'b/x', 'c/x', 'x'])
    expect(await leftAfter(2.1)).toEqual(['b/x', 'c/x', 'x'])
    expect(await leftAfter(99)).toEqual(['c/x', 'x'])
  })

  it('remove objects under their prefix once they are old enough, and no upload', async () => {
    await put(expiring('marks/', 2), aborting('', 4))
    for (const Key of ['marks/x', 'y']) {
      await store.client.send(new PutObjectCommand({ ...at, Key, Body: 'a' }))
    }
    await begin('marks/z')
    expect(await leftAfter(1.9)).toEqual(['marks/z', 'marks/x', 'y'])
    expect(await leftAfter(2.1)).toEqual(['marks/z', 'y'])
    expect(await leftAfter(99)).toEqual(['y'])
  })

  it('are none at first, and none again once they were deleted', async () => {
    const get = () => store.client.send(new GetBucketLifecycleConfigurationCommand(at))
    const none = { name: 'NoSuchLifecycleConfiguration' }
    await expect(get()).rejects.toMatchObject(none)
    await put(aborting('', 1))
    expect((await get()).Rules).toHaveLength(1)
    await store.client.send(new DeleteBucketLifecycleCommand(at))
    await expect(get()).rejects.toMatchObject(none)
  })

  it('of other kinds are refused', async () => {
    const about = { Filter: { Prefix: '' }, Status: 'Enabled' } as const
    for (const Expiration of [{ Date: new Date(0) }, { ExpiredObjectDeleteMarker: true }]) {
      const refused = { name: 'NotImplemented' }
      await expect(put({ ...about, Expiration })).rejects.toMatchObject(refused)
    }
    await expect(put(about)).rejects.toMatchObject({ name: 'MalformedXML' })
    await expect(put(aborting('', 0))).rejects.toMatchObject({ name: 'MalformedXML' })
  })
})
