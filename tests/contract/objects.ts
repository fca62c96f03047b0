import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { expectSameBytes, md5ETag, read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'

export const objects: Clauses = {
  'keeps an object as it was put': async (s3) => {
    const place = s3.place()
    const body = randomBytes(70_000)
    const put = await s3.client.send(new PutObjectCommand({ ...place, Body: body }))
    expect(put.ETag).toBe(md5ETag(body))
    const head = await s3.client.send(new HeadObjectCommand(place))
    expect(head).toMatchObject({ ContentLength: body.length, ETag: put.ETag })
    expect(Math.abs(Date.now() - (head.LastModified?.getTime() ?? 0))).toBeLessThan(60_000)
    expectSameBytes(await read(s3, place), body)
  },

  'keeps an object of 0 bytes': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: '' }))
    expect((await s3.client.send(new HeadObjectCommand(place))).ContentLength).toBe(0)
    expect((await read(s3, place)).length).toBe(0)
  },

  'puts, heads, gets and deletes by presigned URLs': async (s3) => {
    const place = s3.place()
    const body = randomBytes(1000)
    const put = await fetch(await s3.presign('PUT', place), { method: 'PUT', body })
    expect(put.headers.get('etag')).toBe(md5ETag(body))
    const head = await fetch(await s3.presign('HEAD', place), { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe('1000')
    const got = await fetch(await s3.presign('GET', place))
    expectSameBytes(new Uint8Array(await got.arrayBuffer()), body)
    const gone = await fetch(await s3.presign('DELETE', place), { method: 'DELETE' })
    expect(gone.status).toBe(204)
    await expectRefused(s3.client.send(new HeadObjectCommand(place)), '404 NotFound')
  },

  'replaces an object': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'first', ContentType: 'a/b' }))
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'second!' }))
    expect(Buffer.from(await read(s3, place)).toString()).toBe('second!')
    const head = await s3.client.send(new HeadObjectCommand(place))
    expect(head.ContentType).not.toBe('a/b')
  },

  'takes what the SDK streams in chunks with a trailing checksum': async (s3) => {
    const place = s3.place()
    const body = randomBytes(200_000)
    const chunks = [body.subarray(0, 66_000), body.subarray(66_000)]
    await s3.client.send(
      new PutObjectCommand({
        ...place,
        Body: Readable.from(chunks, { objectMode: false }),
        ContentLength: body.length,
        ChecksumAlgorithm: 'CRC32',
      }),
    )
    expectSameBytes(await read(s3, place), body)
  },

  'says that an object is missing': async (s3) => {
    const place = s3.place()
    await expectRefused(s3.client.send(new GetObjectCommand(place)), '404 NoSuchKey')
    await expectRefused(s3.client.send(new HeadObjectCommand(place)), '404 NotFound')
  },

  'deletes an object, and again': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x' }))
    await s3.client.send(new DeleteObjectCommand(place))
    await expectRefused(s3.client.send(new GetObjectCommand(place)), '404 NoSuchKey')
    const { $metadata } = await s3.client.send(new DeleteObjectCommand(place))
    expect($metadata.httpStatusCode).toBe(204)
  },

  'knows its bucket, and no other': async (s3) => {
    await s3.client.send(new HeadBucketCommand({ Bucket: s3.server.bucket }))
    const missing = { Bucket: 'no-such-bucket' }
    await expectRefused(s3.client.send(new HeadBucketCommand(missing)), '404 NotFound')
    const get = new GetObjectCommand({ ...missing, Key: 'x' })
    await expectRefused(s3.client.send(get), '404 NoSuchBucket')
    const put = new PutObjectCommand({ ...missing, Key: 'x', Body: 'x' })
    await expectRefused(s3.client.send(put), '404 NoSuchBucket')
  },
}
