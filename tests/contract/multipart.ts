import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { MAX_PART_COUNT } from '../../shared/limits.ts'
import { expectSameBytes, FULL_PART, md5ETag, OTHER_FULL_PART, read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'
import type { S3 } from './s3.ts'
import { complete, createUpload, sendPart, uploadPart, uploadParts, type Upload } from './upload.ts'

export const multipart: Clauses = {
  'makes one object of parts sent by presigned URLs, the last one smaller': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    const bodies = [FULL_PART, OTHER_FULL_PART, Buffer.from('the rest')]
    const parts = await Promise.all(
      bodies.map(async (body, index) => {
        const response = await sendPart(s3, upload, index + 1, body)
        expect(response.status).toBe(200)
        expect(response.headers.get('etag')).toBe(md5ETag(body))
        return { PartNumber: index + 1, ETag: md5ETag(body) }
      }),
    )
    await complete(s3, upload, parts)
    const head = await s3.client.send(new HeadObjectCommand(place))
    expect(head.ContentLength).toBe(FULL_PART.length * 2 + 8)
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/)
    expectSameBytes(await read(s3, place), Buffer.concat(bodies))
  },

  'makes an object of one part of 0 bytes': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    await complete(s3, upload, await uploadParts(s3, upload, [new Uint8Array()]))
    expect((await s3.client.send(new HeadObjectCommand(place))).ContentLength).toBe(0)
    expect((await read(s3, place)).length).toBe(0)
  },

  'makes an object of one part smaller than 5 MiB': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    await complete(s3, upload, await uploadParts(s3, upload, [Buffer.from('1')]))
    expect(Buffer.from(await read(s3, place)).toString()).toBe('1')
  },

  'replaces a part that is sent again': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    const first = await uploadPart(s3, upload, 1, Buffer.from('first'))
    const second = await uploadPart(s3, upload, 1, Buffer.from('the second'))
    const { Parts } = await s3.client.send(new ListPartsCommand(upload))
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 10, ETag: second.ETag }])
    await expectRefused(complete(s3, upload, [first]), '400 InvalidPart')
    await complete(s3, upload, [second])
    expect(Buffer.from(await read(s3, place)).toString()).toBe('the second')
  },

  'takes parts in any order, with gaps between their numbers': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    const last = await uploadPart(s3, upload, MAX_PART_COUNT, Buffer.from('last'))
    const first = await uploadPart(s3, upload, 3, FULL_PART)
    await complete(s3, upload, [first, last])
    expectSameBytes(await read(s3, place), Buffer.concat([FULL_PART, Buffer.from('last')]))
  },

  'leaves out parts that Complete does not name': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    await uploadPart(s3, upload, 1, Buffer.from('left out'))
    const named = await uploadPart(s3, upload, 2, Buffer.from('named'))
    await complete(s3, upload, [named])
    expect(Buffer.from(await read(s3, place)).toString()).toBe('named')
  },

  'shows no object before Complete, and keeps the one that was there': async (s3) => {
    const place = s3.place()
    const upload = await createUpload(s3, place)
    const parts = await uploadParts(s3, upload, [Buffer.from('one')])
    await expectRefused(s3.client.send(new HeadObjectCommand(place)), '404 NotFound')
    await complete(s3, upload, parts)
    const next = await createUpload(s3, place)
    const nextParts = await uploadParts(s3, next, [Buffer.from('two')])
    expect(Buffer.from(await read(s3, place)).toString()).toBe('one')
    await complete(s3, next, nextParts)
    expect(Buffer.from(await read(s3, place)).toString()).toBe('two')
  },

  'keeps uploads to the same key apart': async (s3) => {
    const place = s3.place()
    const [one, two] = [await createUpload(s3, place), await createUpload(s3, place)]
    expect(one.UploadId).not.toBe(two.UploadId)
    const [part] = [await uploadPart(s3, one, 1, Buffer.from('one'))]
    await uploadPart(s3, two, 1, Buffer.from('two'))
    await complete(s3, one, [part])
    expect(Buffer.from(await read(s3, place)).toString()).toBe('one')
    expect((await s3.client.send(new ListPartsCommand(two))).Parts?.length).toBe(1)
  },

  'refuses the part numbers 0 and 10,001': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    for (const number of [0, MAX_PART_COUNT + 1]) {
      await expectRefused(sendPart(s3, upload, number, Buffer.from('x')), '400 InvalidArgument')
    }
  },

  'knows no upload under another key': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await expectNoUpload(s3, { ...upload, Key: s3.place().Key })
  },

  'forgets an upload that was aborted': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, Buffer.from('x'))
    await s3.client.send(new AbortMultipartUploadCommand(upload))
    await expectNoUpload(s3, upload)
  },

  'knows no upload that never was': async (s3) => {
    await expectNoUpload(s3, { ...s3.place(), UploadId: 'bm8gc3VjaCB1cGxvYWQ' })
    await expectNoUpload(s3, { ...s3.place(), UploadId: '../../../../etc' })
  },
}

async function expectNoUpload(s3: S3, upload: Upload): Promise<void> {
  const NONE = '404 NoSuchUpload'
  const part = new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' })
  await expectRefused(s3.client.send(part), NONE)
  await expectRefused(s3.client.send(new ListPartsCommand(upload)), NONE)
  const ETag = md5ETag(Buffer.from('x'))
  await expectRefused(complete(s3, upload, [{ PartNumber: 1, ETag }]), NONE)
  await expectRefused(s3.client.send(new AbortMultipartUploadCommand(upload)), NONE)
}
