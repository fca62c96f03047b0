import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketAddress } from './client.ts'
import { browserBucketUrls } from './hosts.ts'
import { createPresigner, type PartToSign, type SigningCredentials } from './presign.ts'

const NOW = Date.UTC(2026, 10, 22, 17, 0, 1)
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret/+=' }

function address(change: Partial<BucketAddress> = {}): BucketAddress {
  return {
    bucket: 'files',
    region: 'eu-central-1',
    endpoint: undefined,
    publicEndpoint: undefined,
    forcePathStyle: false,
    credentials: CREDENTIALS,
    ...change,
  }
}

async function signBoth(
  where: BucketAddress,
  credentials: SigningCredentials,
  upload: { key: string; uploadId: string },
  part: PartToSign,
  lifetime: number,
) {
  const { sessionToken } = credentials
  const client = new S3Client({
    region: where.region,
    forcePathStyle: where.forcePathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: { ...CREDENTIALS, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(where.endpoint === undefined ? {} : { endpoint: where.endpoint }),
  })
  const presigner = createPresigner(
    await browserBucketUrls(client, where),
    where.region,
    async () => credentials,
  )
  const { urls } = await presigner.sign(upload, [part], lifetime, NOW)
  const crc = part.checksum?.[0] === 'x-amz-checksum-crc64nvme'
  const md5 = part.checksum?.[0] === 'content-md5'
  const theirs = await getSignedUrl(
    client,
    new UploadPartCommand({
      Bucket: where.bucket,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumber: part.number,
      ContentLength: part.length,
      ...(crc ? { ChecksumCRC64NVME: part.checksum[1] } : {}),
      ...(md5 ? { ContentMD5: part.checksum[1] } : {}),
    }),
    {
      expiresIn: lifetime,
      signingDate: new Date(NOW),
      unhoistableHeaders: new Set(['x-amz-checksum-crc64nvme']),
    },
  )
  client.destroy()
  return { ours: new URL(urls[0] ?? ''), theirs: new URL(theirs) }
}

const checksum = fc.constantFrom(
  undefined,
  ['x-amz-checksum-crc64nvme', 'rosUhgp5mIg='] as const,
  ['content-md5', 'JfnnlDI7RTiF9RgfG2JNCw=='] as const,
)
const segment = fc.string({
  minLength: 1,
  maxLength: 20,
  unit: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...Array.from(` !"#$%&'()*+,;=:?@[]~`)),
  ),
})
const key = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.map((text) => text.replace(/^\.+$/, '_')).join('/'))
const place = fc.constantFrom(
  address(),
  address({ forcePathStyle: true }),
  address({ endpoint: 'http://localhost:9000', forcePathStyle: true }),
  address({ endpoint: 'https://s3.example.com', region: 'us-east-1' }),
  address({ bucket: 'with.dots' }),
)

describe('createPresigner', () => {
  it('signs as the SDK does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          where: place,
          key,
          uploadId: fc.string({ minLength: 1, maxLength: 130 }),
          sessionToken: fc.option(fc.base64String({ minLength: 4, maxLength: 400 }), {
            nil: undefined,
          }),
          number: fc.integer({ min: 1, max: 10_000 }),
          length: fc.integer({ min: 0, max: 5 * 1024 ** 3 }),
          checksum,
          lifetime: fc.integer({ min: 1, max: 604_800 }),
        }),
        async ({ where, key, uploadId, sessionToken, number, length, checksum, lifetime }) => {
          const { ours, theirs } = await signBoth(
            where,
            { ...CREDENTIALS, sessionToken },
            { key, uploadId },
            { number, length, checksum },
            lifetime,
          )
          expect(ours.origin + ours.pathname).toBe(theirs.origin + theirs.pathname)
          const sorted = ({ searchParams }: URL) => {
            searchParams.sort()
            return [...searchParams]
          }
          expect(sorted(ours)).toEqual(sorted(theirs))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('signs for the host that is asked for, as the SDK does for an endpoint of that name', async () => {
    const where = address({
      endpoint: 'http://localhost:9000',
      otherEndpoints: ['http://s1.localhost:9000'],
      forcePathStyle: true,
    })
    const upload = { key: 'a b/ü', uploadId: 'u' }
    const part = { number: 1, length: 1, checksum: undefined, host: 'http://s1.localhost:9000' }
    const named = await signBoth(where, CREDENTIALS, upload, part, 60)
    const there = { ...where, endpoint: 'http://s1.localhost:9000' }
    const unnamed = await signBoth(there, CREDENTIALS, upload, { ...part, host: undefined }, 60)
    expect(named.ours.href).toBe(unnamed.ours.href)
    expect(unnamed.ours.searchParams.get('X-Amz-Signature')).toBe(
      unnamed.theirs.searchParams.get('X-Amz-Signature'),
    )
  })

  it('signs another day with another key', async () => {
    const where = address()
    const client = new S3Client({ region: where.region, credentials: CREDENTIALS })
    const urls = await browserBucketUrls(client, where)
    const one = createPresigner(urls, where.region, async () => CREDENTIALS)
    const upload = { key: 'a', uploadId: 'u' }
    const part = [{ number: 1, length: 1, checksum: undefined }]
    await one.sign(upload, part, 60, NOW - 24 * 60 * 60_000)
    const fresh = createPresigner(urls, where.region, async () => CREDENTIALS)
    expect(await one.sign(upload, part, 60, NOW)).toEqual(await fresh.sign(upload, part, 60, NOW))
  })

  it('makes no URL that outlives the credentials', async () => {
    const where = address()
    const client = new S3Client({ region: where.region, credentials: CREDENTIALS })
    const presigner = createPresigner(
      await browserBucketUrls(client, where),
      where.region,
      async () => ({
        ...CREDENTIALS,
        expiration: new Date(NOW + 90_500),
      }),
    )
    const signed = await presigner.sign({ key: 'a', uploadId: 'u' }, [], 3600, NOW)
    expect(signed.expiresInSeconds).toBe(90)
  })
})
