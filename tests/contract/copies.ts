import {
  GetObjectAttributesCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { expectSameBytes, FULL_PART, read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'
import type { Place, S3 } from './s3.ts'
import { complete, createUpload, uploadPart, uploadParts } from './upload.ts'

export const copies: Clauses = {
  'makes a part of an object': async (s3) => {
    const source = await put(s3, FULL_PART)
    const upload = await createUpload(s3, s3.place())
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource: encode(source) }),
    )
    const last = await uploadPart(s3, upload, 2, Buffer.from('!'))
    await complete(s3, upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }, last])
    const { Bucket, Key } = upload
    expectSameBytes(await read(s3, { Bucket, Key }), Buffer.concat([FULL_PART, Buffer.from('!')]))
  },

  'makes a part of a range of an object': async (s3) => {
    const source = await put(s3, Buffer.from('0123456789'))
    const upload = await createUpload(s3, s3.place())
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: 1,
        CopySource: encode(source),
        CopySourceRange: 'bytes=2-5',
      }),
    )
    await complete(s3, upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }])
    const { Bucket, Key } = upload
    expect(Buffer.from(await read(s3, { Bucket, Key })).toString()).toBe('2345')
  },

  'makes no part of a missing object': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const copy = { ...upload, PartNumber: 1, CopySource: encode(s3.place()) }
    await expectRefused(s3.client.send(new UploadPartCopyCommand(copy)), '404 NoSuchKey')
  },

  'tells the attributes of an object': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const { ETag } = await complete(
      s3,
      upload,
      await uploadParts(s3, upload, [FULL_PART, Buffer.from('!')]),
    )
    const { Bucket, Key } = upload
    const attributes = await s3.client.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key,
        ObjectAttributes: ['ETag', 'ObjectSize', 'ObjectParts', 'StorageClass'],
      }),
    )
    expect(attributes).toMatchObject({
      ETag: ETag?.replaceAll('"', ''),
      ObjectSize: FULL_PART.length + 1,
      ObjectParts: { TotalPartsCount: 2 },
    })
  },
}

async function put(s3: S3, Body: Uint8Array): Promise<Place> {
  const place = s3.place('the source ü+&.bin')
  await s3.client.send(new PutObjectCommand({ ...place, Body }))
  return place
}

const encode = ({ Bucket, Key }: Place) =>
  `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`
