import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused, outcome } from './refusal.ts'
import type { Place, S3 } from './s3.ts'
import { complete, createUpload, uploadParts } from './upload.ts'

const HOUR = 3_600_000

export const conditions: Clauses = {
  'gives an object if its ETag matches': async (s3) => {
    const { place, ETag } = await put(s3)
    const right = new GetObjectCommand({ ...place, IfMatch: ETag })
    expect(await (await s3.client.send(right)).Body?.transformToString()).toBe('conditional')
    const wrong = new GetObjectCommand({ ...place, IfMatch: '"00"' })
    await expectRefused(s3.client.send(wrong), '412 PreconditionFailed')
  },

  'gives an object if its ETag is another': async (s3) => {
    const { place, ETag } = await put(s3)
    const url = await s3.presign('GET', place)
    expect((await fetch(url, { headers: { 'if-none-match': ETag } })).status).toBe(304)
    expect((await fetch(url, { headers: { 'if-none-match': '"00"' } })).status).toBe(200)
    expect((await fetch(url, { headers: { 'if-none-match': '*' } })).status).toBe(304)
  },

  'gives an object if it was modified since, or was not': async (s3) => {
    const { place, modified } = await put(s3)
    const url = await s3.presign('GET', place)
    const status = async (name: string, time: number) =>
      (await fetch(url, { headers: { [name]: new Date(time).toUTCString() } })).status
    expect(await status('if-modified-since', modified)).toBe(304)
    expect(await status('if-modified-since', modified - HOUR)).toBe(200)
    expect(await status('if-unmodified-since', modified)).toBe(200)
    expect(await status('if-unmodified-since', modified - HOUR)).toBe(412)
  },

  'answers a conditional HEAD like a GET': async (s3) => {
    const { place, ETag } = await put(s3)
    await s3.client.send(new HeadObjectCommand({ ...place, IfMatch: ETag }))
    const url = await s3.presign('HEAD', place)
    const status = async (headers: Record<string, string>) =>
      (await fetch(url, { method: 'HEAD', headers })).status
    expect(await status({ 'if-match': '"00"' })).toBe(412)
    expect(await status({ 'if-none-match': ETag })).toBe(304)
  },

  'puts an object only if the key is free': async (s3) => {
    const place = s3.place()
    const send = (Body: string) =>
      s3.client.send(new PutObjectCommand({ ...place, Body, IfNoneMatch: '*' }))
    await send('first')
    await expectRefused(send('second'), '412 PreconditionFailed')
    expect(Buffer.from(await read(s3, place)).toString()).toBe('first')
  },

  'lets one of three win that put the same free key at once': async (s3) => {
    const place = s3.place()
    const outcomes = await Promise.all(
      ['one', 'two', 'three'].map((Body) =>
        outcome(s3.client.send(new PutObjectCommand({ ...place, Body, IfNoneMatch: '*' }))),
      ),
    )
    const refusals = outcomes.filter((answer) => answer !== '200')
    expect(`${3 - refusals.length} won`).toBe('1 won')
    for (const refusal of refusals) {
      expect(['412 PreconditionFailed', '409 ConditionalRequestConflict']).toContain(refusal)
    }
  },

  'deletes an object if its ETag matches': async (s3) => {
    const { place, ETag } = await put(s3)
    await s3.client.send(new DeleteObjectCommand({ ...place, IfMatch: ETag }))
    await expectRefused(s3.client.send(new GetObjectCommand(place)), '404 NoSuchKey')
  },

  'does not delete an object if its ETag is another': async (s3) => {
    const { place } = await put(s3)
    const wrong = new DeleteObjectCommand({ ...place, IfMatch: '"00"' })
    await expectRefused(s3.client.send(wrong), '412 PreconditionFailed')
    expect(Buffer.from(await read(s3, place)).toString()).toBe('conditional')
  },

  'completes an upload if the key is free': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [Buffer.from('new')])
    await complete(s3, upload, parts, { IfNoneMatch: '*' })
  },

  'does not complete an upload if the key is taken': async (s3) => {
    const { place } = await put(s3)
    const upload = await createUpload(s3, place)
    const parts = await uploadParts(s3, upload, [Buffer.from('usurper')])
    const answer = complete(s3, upload, parts, { IfNoneMatch: '*' })
    await expectRefused(answer, '412 PreconditionFailed')
    expect(Buffer.from(await read(s3, place)).toString()).toBe('conditional')
  },
}

async function put(s3: S3): Promise<{ place: Place; ETag: string; modified: number }> {
  const place = s3.place()
  await s3.client.send(new PutObjectCommand({ ...place, Body: 'conditional' }))
  const { ETag, LastModified } = await s3.client.send(new HeadObjectCommand(place))
  if (ETag === undefined || !LastModified) throw new Error('no ETag or no time')
  return { place, ETag, modified: LastModified.getTime() }
}
