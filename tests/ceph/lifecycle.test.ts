import {
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { setupBucket } from '../../api/cli/setup-bucket.ts'
import { ORIGIN } from '../../api/testing/examination.ts'
import { outcome } from '../contract/refusal.ts'
import { openS3, type S3 } from '../contract/s3.ts'
import { createUpload, uploadPart } from '../contract/upload.ts'
import { startCeph } from '../servers/ceph.ts'
import type { S3Server } from '../servers/s3-server.ts'
import { credentialsOf, settingsOf } from './settings.ts'

let ceph: S3Server
let s3: S3
beforeAll(async () => {
  ceph = await startCeph({ lifecycleDay: 1 })
  s3 = openS3(ceph)
  for (const [name, value] of Object.entries(credentialsOf(ceph))) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  s3.client.destroy()
  await ceph.close()
})

it('clears away by the rules of setup-bucket what nobody ended, and nothing else', async () => {
  const Bucket = ceph.bucket
  const put = (Key: string) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  const head = (Key: string) => outcome(s3.client.send(new HeadObjectCommand({ Bucket, Key })))
  for (const Key of ['in/abandoned', 'else/abandoned']) {
    await uploadPart(s3, await createUpload(s3, { Bucket, Key }), 1, Buffer.from('x'))
  }
  const kept = ['in/object', 'receipts/one.json', '.longhaul/links.json']
  for (const key of [...kept, '.longhaul/uploads/note']) await put(key)

  const settings = settingsOf(ceph, ORIGIN)
  await setupBucket(['--yes'], settings, { write: () => undefined })

  const running = async () => {
    const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }))
    return Uploads.map(({ Key }) => Key)
  }
  await expect.poll(running, { timeout: 120_000 }).toEqual(['else/abandoned'])
  await expect.poll(() => head('.longhaul/uploads/note'), { timeout: 120_000 }).toMatch(/^404/)
  for (const key of kept) expect(`${key} ${await head(key)}`).toBe(`${key} 200`)
})
