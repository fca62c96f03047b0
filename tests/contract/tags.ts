import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'
import { complete, createUpload, uploadParts } from './upload.ts'

export const tags: Clauses = {
  'keeps the tags that an object was put with': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x', Tagging: 'a=1&b%20c=%C3%BC' }))
    const { TagSet = [] } = await s3.client.send(new GetObjectTaggingCommand(place))
    expect(TagSet.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''))).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b c', Value: 'ü' },
    ])
  },

  'keeps the tags of an upload': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { Tagging: 'kind=upload' })
    await complete(s3, upload, await uploadParts(s3, upload, [Buffer.from('x')]))
    const { Bucket, Key } = upload
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key }))
    expect(TagSet).toEqual([{ Key: 'kind', Value: 'upload' }])
  },

  'replaces and deletes tags': async (s3) => {
    const place = s3.place()
    await s3.client.send(new PutObjectCommand({ ...place, Body: 'x', Tagging: 'old=1' }))
    const TagSet = [{ Key: 'new', Value: '' }]
    await s3.client.send(new PutObjectTaggingCommand({ ...place, Tagging: { TagSet } }))
    const get = () => s3.client.send(new GetObjectTaggingCommand(place))
    expect((await get()).TagSet).toEqual(TagSet)
    await s3.client.send(new DeleteObjectTaggingCommand(place))
    expect((await get()).TagSet).toEqual([])
  },

  'refuses the same tag twice': async (s3) => {
    const put = new PutObjectCommand({ ...s3.place(), Body: 'x', Tagging: 'a=1&a=2' })
    await expectRefused(s3.client.send(put), '400 InvalidTag')
  },
}
