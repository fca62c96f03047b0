import { HeadObjectCommand, ListPartsCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { FULL_PART, md5ETag, read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused, outcome } from './refusal.ts'
import type { S3 } from './s3.ts'
import { complete, createUpload, uploadPart, uploadParts, type Upload } from './upload.ts'

const SMALL = Buffer.from('small')

export const completion: Clauses = {
  'refuses a part with another ETag': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, SMALL)
    const ETag = md5ETag(Buffer.from('other'))
    await expectRefused(complete(s3, upload, [{ PartNumber: 1, ETag }]), '400 InvalidPart')
  },

  'refuses a part that was not uploaded': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [FULL_PART])
    const missing = { PartNumber: 2, ETag: md5ETag(SMALL) }
    await expectRefused(complete(s3, upload, [...parts, missing]), '400 InvalidPart')
  },

  'refuses parts out of order, or twice': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const [one, two] = await uploadParts(s3, upload, [FULL_PART, SMALL])
    if (!one || !two) throw new Error('no parts')
    await expectRefused(complete(s3, upload, [two, one]), '400 InvalidPartOrder')
    await expectRefused(complete(s3, upload, [one, one]), '400 InvalidPartOrder')
  },

  'refuses a part below 5 MiB that is not the last': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [SMALL, SMALL])
    await expectRefused(complete(s3, upload, parts), '400 EntityTooSmall')
  },

  'refuses what is not the XML of Complete': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, SMALL)
    const part = '<Part><PartNumber>1</PartNumber></Part>'
    for (const body of ['not XML', '<CompleteMultipartUpload>', wrap(''), wrap(part)]) {
      await expectRefused(completeWith(s3, upload, body), '400 MalformedXML')
    }
  },

  'refuses a Complete without a body': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, SMALL)
    // S3 itself says InvalidRequest, others MalformedXML.
    expect(await outcome(completeWith(s3, upload, ''))).toMatch(
      /^400 (InvalidRequest|MalformedXML)$/,
    )
  },

  'expands no entities in the XML of Complete': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, SMALL)
    const declared = `<!DOCTYPE x [<!ENTITY tag ${md5ETag(SMALL)}>]>`
    const part = '<Part><PartNumber>1</PartNumber><ETag>&tag;</ETag></Part>'
    const response = await completeWith(s3, upload, declared + wrap(part))
    expect(response.status).toBe(400)
  },

  'takes ETags with and without quotes': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await uploadPart(s3, upload, 1, SMALL)
    const ETag = md5ETag(SMALL).replaceAll('"', '')
    await complete(s3, upload, [{ PartNumber: 1, ETag }])
  },

  'names the object that it made': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [SMALL])
    const { Bucket, Key } = upload
    const answer = await complete(s3, upload, parts)
    const { ETag } = await s3.client.send(new HeadObjectCommand({ Bucket, Key }))
    expect(answer).toMatchObject({ Bucket, Key, ETag })
  },

  'leaves the upload as it was after a refusal': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const [part] = await uploadParts(s3, upload, [SMALL])
    if (!part) throw new Error('no part')
    await expectRefused(complete(s3, upload, [{ ...part, PartNumber: 2 }]), '400 InvalidPart')
    expect((await s3.client.send(new ListPartsCommand(upload))).Parts?.length).toBe(1)
    await complete(s3, upload, [part])
  },

  'can be repeated with the same answer': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [FULL_PART, SMALL])
    const first = await complete(s3, upload, parts)
    const second = await complete(s3, upload, parts)
    expect(second.ETag).toBe(first.ETag)
    const { Bucket, Key } = upload
    expect((await read(s3, { Bucket, Key })).length).toBe(FULL_PART.length + SMALL.length)
  },

  'lists no parts of an upload that was completed': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await complete(s3, upload, await uploadParts(s3, upload, [SMALL]))
    await expectRefused(s3.client.send(new ListPartsCommand(upload)), '404 NoSuchUpload')
  },

  'takes no part of an upload that was completed': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await complete(s3, upload, await uploadParts(s3, upload, [SMALL]))
    await expectRefused(uploadPart(s3, upload, 1, SMALL), '404 NoSuchUpload')
  },

  'completes if the size is what was said': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [FULL_PART, SMALL])
    await complete(s3, upload, parts, { MpuObjectSize: FULL_PART.length + SMALL.length })
  },

  'refuses to complete if the size is not what was said': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const parts = await uploadParts(s3, upload, [FULL_PART, SMALL])
    const answer = complete(s3, upload, parts, { MpuObjectSize: FULL_PART.length })
    await expectRefused(answer, '400 InvalidRequest')
  },
}

const wrap = (parts: string) => `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`

async function completeWith(s3: S3, upload: Upload, body: string): Promise<Response> {
  const url = await s3.presign('POST', upload, { query: { uploadId: upload.UploadId } })
  return fetch(url, { method: 'POST', body })
}
