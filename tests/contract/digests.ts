import { HeadObjectCommand, ListPartsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { crc32, createCRC64 } from 'hash-wasm'
import { expect } from 'vitest'
import { CRC64_NVME } from '../../shared/crc.ts'
import { digest } from './bytes.ts'
import type { Clauses } from './clause.ts'
import { expectRefused, outcome } from './refusal.ts'
import { createUpload, sendPart } from './upload.ts'

const BODY = Buffer.from('what was sent')
const OTHER = Buffer.from('what was meant')

/** The polynomial of CRC-32C, reversed. */
const CASTAGNOLI = 0x82f63b78

export async function crc64Nvme(bytes: Uint8Array): Promise<string> {
  const hasher = await createCRC64(CRC64_NVME.polynomial.toString(16))
  return Buffer.from(hasher.init().update(bytes).digest('hex'), 'hex').toString('base64')
}

const crc32Base64 = async (bytes: Uint8Array, polynomial?: number) =>
  Buffer.from(await crc32(bytes, polynomial), 'hex').toString('base64')

const DIGESTS = {
  CRC32: (bytes: Uint8Array) => crc32Base64(bytes),
  CRC32C: (bytes: Uint8Array) => crc32Base64(bytes, CASTAGNOLI),
  CRC64NVME: crc64Nvme,
  SHA1: (bytes: Uint8Array) => Promise.resolve(digest('sha1', bytes)),
  SHA256: (bytes: Uint8Array) => Promise.resolve(digest('sha256', bytes)),
} as const

type Algorithm = keyof typeof DIGESTS

const ALGORITHMS: readonly Algorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']

export const digests: Clauses = {
  'takes a body with the right Content-MD5': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const response = await sendPart(s3, upload, 1, BODY, { 'content-md5': digest('md5', BODY) })
    expect(await outcome(Promise.resolve(response))).toBe('200')
  },

  'refuses a body with another Content-MD5, and keeps nothing of it': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const response = sendPart(s3, upload, 1, BODY, { 'content-md5': digest('md5', OTHER) })
    await expectRefused(response, '400 BadDigest')
    const { Parts = [] } = await s3.client.send(new ListPartsCommand(upload))
    expect(Parts).toEqual([])
  },

  'keeps the part that was there when a bad one is refused': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    await sendPart(s3, upload, 1, BODY)
    await sendPart(s3, upload, 1, OTHER, { 'content-md5': digest('md5', BODY) })
    const { Parts = [] } = await s3.client.send(new ListPartsCommand(upload))
    expect(Parts.map(({ Size }) => Size)).toEqual([BODY.length])
  },

  'refuses a Content-MD5 that is none': async (s3) => {
    const upload = await createUpload(s3, s3.place())
    const response = sendPart(s3, upload, 1, BODY, { 'content-md5': 'bm9uZQ==' })
    await expectRefused(response, '400 InvalidDigest')
  },

  ...Object.fromEntries(ALGORITHMS.flatMap((algorithm) => Object.entries(checked(algorithm)))),
}

function checked(algorithm: Algorithm): Clauses {
  const field = `Checksum${algorithm}` as const
  const header = `x-amz-checksum-${algorithm.toLowerCase()}`
  const sum = DIGESTS[algorithm]
  return {
    [`keeps the ${algorithm} of an object`]: async (s3) => {
      const place = s3.place()
      const checksum = await sum(BODY)
      await s3.client.send(new PutObjectCommand({ ...place, Body: BODY, [field]: checksum }))
      const head = new HeadObjectCommand({ ...place, ChecksumMode: 'ENABLED' })
      expect((await s3.client.send(head))[field]).toBe(checksum)
    },

    [`refuses an object with another ${algorithm}`]: async (s3) => {
      const place = s3.place()
      const put = new PutObjectCommand({ ...place, Body: BODY, [field]: await sum(OTHER) })
      await expectRefused(s3.client.send(put), '400 BadDigest')
      await expectRefused(s3.client.send(new HeadObjectCommand(place)), '404 NotFound')
    },

    [`answers a part with the ${algorithm} that its URL signs`]: async (s3) => {
      const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: algorithm })
      const checksum = await sum(BODY)
      const response = await sendPart(s3, upload, 1, BODY, { [header]: checksum })
      expect(await outcome(Promise.resolve(response))).toBe('200')
      expect(response.headers.get(header)).toBe(checksum)
    },

    [`refuses a part with another ${algorithm} than its URL signs`]: async (s3) => {
      const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: algorithm })
      const response = sendPart(s3, upload, 1, BODY, { [header]: await sum(OTHER) })
      await expectRefused(response, '400 BadDigest')
      expect((await s3.client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([])
    },

    [`refuses a ${algorithm} that is none`]: async (s3) => {
      const upload = await createUpload(s3, s3.place(), { ChecksumAlgorithm: algorithm })
      const response = sendPart(s3, upload, 1, BODY, { [header]: 'bm9uZQ' })
      await expectRefused(response, '400 InvalidRequest')
    },
  }
}
