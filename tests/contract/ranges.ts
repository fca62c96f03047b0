import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { expectSameBytes, FULL_PART, OTHER_FULL_PART, read } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused } from './refusal.ts'
import type { Place, S3 } from './s3.ts'
import { complete, createUpload, uploadParts } from './upload.ts'

export const ranges: Clauses = {
  'gives the first bytes of an object': async (s3) => {
    expect(await range(s3, await putDigits(s3), 'bytes=0-2')).toBe('012 of bytes 0-2/10')
  },
  'gives bytes from the middle of an object': async (s3) => {
    expect(await range(s3, await putDigits(s3), 'bytes=4-4')).toBe('4 of bytes 4-4/10')
  },
  'gives the bytes from a place on': async (s3) => {
    expect(await range(s3, await putDigits(s3), 'bytes=7-')).toBe('789 of bytes 7-9/10')
  },
  'gives the last bytes of an object': async (s3) => {
    expect(await range(s3, await putDigits(s3), 'bytes=-4')).toBe('6789 of bytes 6-9/10')
  },
  'cuts a range at the end of the object': async (s3) => {
    expect(await range(s3, await putDigits(s3), 'bytes=8-99')).toBe('89 of bytes 8-9/10')
  },
  'refuses a range behind the end': async (s3) => {
    const place = await putDigits(s3)
    const get = new GetObjectCommand({ ...place, Range: 'bytes=10-' })
    await expectRefused(s3.client.send(get), '416 InvalidRange')
  },
  'gives ranges across the seams of parts': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const bodies = [FULL_PART, OTHER_FULL_PART, Buffer.from('the end')]
    await complete(s3, upload, await uploadParts(s3, upload, bodies))
    const { Bucket, Key } = upload
    const whole = Buffer.concat(bodies)
    for (const [start, end] of [
      [FULL_PART.length - 3, FULL_PART.length + 2],
      [FULL_PART.length, FULL_PART.length],
      [FULL_PART.length - 1, FULL_PART.length * 2 + 3],
      [FULL_PART.length * 2 - 1, whole.length - 1],
    ] as const) {
      const got = await read(s3, { Bucket, Key }, `bytes=${start}-${end}`)
      expectSameBytes(got, whole.subarray(start, end + 1))
    }
  },
}

async function putDigits(s3: S3): Promise<Place> {
  const place = s3.place()
  await s3.client.send(new PutObjectCommand({ ...place, Body: '0123456789' }))
  return place
}

async function range(s3: S3, place: Place, Range: string): Promise<string> {
  const got = await s3.client.send(new GetObjectCommand({ ...place, Range }))
  expect(got.$metadata.httpStatusCode).toBe(206)
  return `${await got.Body?.transformToString()} of ${got.ContentRange}`
}
