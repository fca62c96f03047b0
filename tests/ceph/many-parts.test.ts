import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBucket } from '../../api/s3/bucket.ts'
import { MAX_PART_COUNT } from '../../shared/limits.ts'
import { openS3, type S3 } from '../contract/s3.ts'
import { createUpload, uploadPart } from '../contract/upload.ts'
import { startCeph } from '../servers/ceph.ts'
import type { S3Server } from '../servers/s3-server.ts'

/** At once. */
const LANES = 32

let ceph: S3Server
let s3: S3
beforeAll(async () => {
  // 10,000 parts of 5 MiB would be 49 GiB.
  ceph = await startCeph({ smallestPart: 1 })
  s3 = openS3(ceph)
})
afterAll(async () => {
  s3.client.destroy()
  await ceph.close()
})

it('lists and completes an upload of 10,000 parts, as the server asks for it', async () => {
  const upload = await createUpload(s3, s3.place())
  const numbers = Array.from({ length: MAX_PART_COUNT }, (_, index) => index + 1).values()
  const lanes = Array.from({ length: LANES }, async () => {
    for (const number of numbers) await uploadPart(s3, upload, number, Buffer.from('ten bytes!'))
  })
  await Promise.all(lanes)

  const store = createBucket(s3.client, ceph.bucket)
  const running = { key: upload.Key, uploadId: upload.UploadId }
  const [parts, listing] = await timed(() => store.listParts(running, MAX_PART_COUNT))
  expect(parts.map(({ number }) => number)).toEqual(
    Array.from({ length: MAX_PART_COUNT }, (_, index) => index + 1),
  )
  const size = MAX_PART_COUNT * 10
  const guards = { size, crc64nvme: null, guarded: false }
  const [, completing] = await timed(() => store.complete(running, parts, guards))
  const { Bucket, Key } = upload
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key }))
  expect(head.ContentLength).toBe(size)
  expect(head.ETag).toMatch(/-10000"$/)
  process.stdout.write(`10,000 parts: listed in ${listing} s, completed in ${completing} s\n`)
})

/** With the seconds that it took. */
async function timed<T>(work: () => Promise<T>): Promise<[T, string]> {
  const start = performance.now()
  const done = await work()
  return [done, ((performance.now() - start) / 1000).toFixed(1)]
}
