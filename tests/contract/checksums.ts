import {
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { digest, FULL_PART } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { crc64Nvme } from './digests.ts'
import { expectRefused } from './refusal.ts'
import type { S3 } from './s3.ts'
import { complete, createUpload, sendPart, uploadParts, type Upload } from './upload.ts'

const BODIES = [FULL_PART, Buffer.from('the end')]
const WHOLE = Buffer.concat(BODIES)

export const checksums: Clauses = {
  'proves the CRC64NVME of the whole object': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const ChecksumCRC64NVME = await crc64Nvme(WHOLE)
    const parts = await sendWithCrc64(s3, upload)
    const answer = await complete(s3, upload, parts, {
      ChecksumCRC64NVME,
      ChecksumType: 'FULL_OBJECT',
    })
    expect(answer).toMatchObject({ ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' })
    const { Bucket, Key } = upload
    const head = new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' })
    expect(await s3.client.send(head)).toMatchObject({
      ChecksumCRC64NVME,
      ChecksumType: 'FULL_OBJECT',
    })
  },

  'proves the whole object without the checksums of its parts in Complete': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const ChecksumCRC64NVME = await crc64Nvme(WHOLE)
    const parts = (await sendWithCrc64(s3, upload)).map(({ PartNumber, ETag }) => ({
      PartNumber,
      ETag,
    }))
    const answer = await complete(s3, upload, parts, { ChecksumCRC64NVME })
    expect(answer.ChecksumCRC64NVME).toBe(ChecksumCRC64NVME)
    expect(answer.ChecksumType).toBe('FULL_OBJECT')
  },

  'refuses to complete with another CRC64NVME of the whole object': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const parts = await sendWithCrc64(s3, upload)
    const ChecksumCRC64NVME = await crc64Nvme(FULL_PART)
    const answer = complete(s3, upload, parts, { ChecksumCRC64NVME, ChecksumType: 'FULL_OBJECT' })
    await expectRefused(answer, '400 BadDigest')
    const { Bucket, Key } = upload
    await expectRefused(s3.client.send(new HeadObjectCommand({ Bucket, Key })), '404 NotFound')
  },

  'refuses a part in Complete with another checksum': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const [one, two] = await sendWithCrc64(s3, upload)
    if (!one || !two) throw new Error('no parts')
    const swapped = { ...two, ChecksumCRC64NVME: one.ChecksumCRC64NVME }
    await expectRefused(complete(s3, upload, [one, swapped]), '400 InvalidPart')
  },

  'lists the checksums of parts': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const parts = await sendWithCrc64(s3, upload)
    const listed = await s3.client.send(new ListPartsCommand(upload))
    expect(listed.ChecksumAlgorithm).toBe('CRC64NVME')
    expect(listed.ChecksumType).toBe('FULL_OBJECT')
    expect(listed.Parts).toMatchObject(parts)
  },

  'makes the SHA-256 of an object of those of its parts': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'SHA256' })
    const parts = await sendWithSha256(s3, upload)
    const answer = await complete(s3, upload, parts)
    const sums = parts.map(({ ChecksumSHA256 = '' }) => Buffer.from(ChecksumSHA256, 'base64'))
    expect(answer).toMatchObject({
      ChecksumSHA256: `${digest('sha256', Buffer.concat(sums))}-2`,
      ChecksumType: 'COMPOSITE',
    })
  },

  'refuses a part with a checksum of another kind than the upload has': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    const headers = { 'x-amz-checksum-sha256': digest('sha256', FULL_PART) }
    await expectRefused(sendPart(s3, upload, 1, FULL_PART, headers), '400 InvalidRequest')
  },

  'refuses a full SHA-256 and a composite CRC64NVME': async (s3) => {
    for (const [ChecksumAlgorithm, ChecksumType] of [
      ['SHA256', 'FULL_OBJECT'],
      ['CRC64NVME', 'COMPOSITE'],
    ] as const) {
      const create = { ...s3.place(), ChecksumAlgorithm, ChecksumType }
      const answer = s3.client.send(new CreateMultipartUploadCommand(create))
      await expectRefused(answer, '400 InvalidRequest')
    }
  },

  'tells the checksum among the attributes of an object': async (s3) => {
    const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: 'CRC64NVME' })
    await complete(s3, upload, await sendWithCrc64(s3, upload))
    const { Bucket, Key } = upload
    const attributes = await s3.client.send(
      new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum'] }),
    )
    expect(attributes.Checksum).toMatchObject({
      ChecksumCRC64NVME: await crc64Nvme(WHOLE),
      ChecksumType: 'FULL_OBJECT',
    })
  },

  'completes an upload that has no checksums': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await complete(s3, upload, await uploadParts(s3, upload, BODIES))
  },
}

function sendWithCrc64(s3: S3, upload: Upload): Promise<CompletedPart[]> {
  return Promise.all(
    BODIES.map(async (body, index) => {
      const PartNumber = index + 1
      const ChecksumCRC64NVME = await crc64Nvme(body)
      const headers = { 'x-amz-checksum-crc64nvme': ChecksumCRC64NVME }
      const response = await sendPart(s3, upload, PartNumber, body, headers)
      return { PartNumber, ETag: response.headers.get('etag') ?? '', ChecksumCRC64NVME }
    }),
  )
}

function sendWithSha256(s3: S3, upload: Upload): Promise<CompletedPart[]> {
  return Promise.all(
    BODIES.map(async (Body, index) => {
      const part = { PartNumber: index + 1, ChecksumSHA256: digest('sha256', Body) }
      const { ETag } = await s3.client.send(new UploadPartCommand({ ...upload, ...part, Body }))
      return { ...part, ETag }
    }),
  )
}
