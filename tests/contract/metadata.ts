import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'
import { complete, createUpload, uploadParts } from './upload.ts'

/** A file name as RFC 8187 writes it. */
const FILE_NAME = `UTF-8''${encodeURIComponent('Größe ☃ 日本語 (1) 100%.bin')}`

const HEADERS = {
  ContentType: 'video/mp4',
  CacheControl: 'private, max-age=60',
  ContentDisposition: `attachment; filename="x.bin"; filename*=${FILE_NAME}`,
  ContentLanguage: 'de, en',
}

export const metadata: Clauses = {
  'keeps the metadata of an object': async (s3) => {
    const place = s3.place()
    const Metadata = { 'file-name': FILE_NAME, sha: 'aGVsbG8=', empty: '' }
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x', Metadata }))
    const head = await s3.client.send(new HeadObjectCommand(place))
    expect(head.Metadata).toMatchObject({ 'file-name': FILE_NAME, sha: 'aGVsbG8=' })
  },

  'keeps the metadata of an upload': async (s3) => {
    const Metadata = { 'file-name': FILE_NAME, 'last-modified': '1790000000000' }
    const upload = await createUpload(s3, s3.place(), { Metadata, ...HEADERS })
    await complete(s3, upload, await uploadParts(s3, upload, [Buffer.from('x')]))
    const { Bucket, Key } = upload
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key }))
    expect(head.Metadata).toEqual(Metadata)
    expect(head).toMatchObject({ ContentType: HEADERS.ContentType })
    expect(head).toMatchObject({ ContentDisposition: HEADERS.ContentDisposition })
  },

  'keeps the content headers of an object': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x', ...HEADERS }))
    expect(await s3.client.send(new HeadObjectCommand(place))).toMatchObject(HEADERS)
  },

  'keeps metadata of nearly 2 KiB': async (s3) => {
    const Metadata = { name: 'n'.repeat(1900) }
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x', Metadata }))
    expect((await s3.client.send(new HeadObjectCommand(place))).Metadata).toEqual(Metadata)
  },

  'refuses metadata of more than 2 KiB': async (s3) => {
    const Metadata = { one: 'n'.repeat(1500), two: 'n'.repeat(1500) }
    const put = new PutObjectCommand({ ...s3.place(), Body: 'x', Metadata })
    await expectRefused(s3.client.send(put), '400 MetadataTooLarge')
  },

  'takes metadata that a presigned URL signs': async (s3) => {
    const place = s3.place()
    const headers = { 'x-amz-meta-file-name': FILE_NAME }
    const url = await s3.presign('PUT', place, { headers })
    expect((await fetch(url, { method: 'PUT', body: 'x', headers })).status).toBe(200)
    const head = await s3.client.send(new HeadObjectCommand(place))
    expect(head.Metadata).toEqual({ 'file-name': FILE_NAME })
  },
}
