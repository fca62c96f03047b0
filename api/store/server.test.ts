import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type ListMultipartUploadsCommandInput,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { BUCKET, createClient, startTestStore, type TestStore } from './test-store.ts'
import { compareKeys } from './utf8-order.ts'

vi.setConfig({ testTimeout: 30_000 })

let store: TestStore
beforeAll(async () => {
  store = await startTestStore()
})
afterAll(() => store.dispose())

const FIVE_MIB = 5 * 1024 * 1024

async function bytesOf(key: string): Promise<Buffer> {
  const { Body } = await store.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

describe('the store', () => {
  it('keeps an object that was uploaded in parts', async () => {
    const Key = 'a folder/ünïcode & more.bin'
    const content = randomBytes(FIVE_MIB + 17)
    const { UploadId } = await store.client.send(
      new CreateMultipartUploadCommand({
        Bucket: BUCKET,
        Key,
        ChecksumAlgorithm: 'CRC64NVME',
        ChecksumType: 'FULL_OBJECT',
        ContentType: 'text/x-test',
        Metadata: { name: 'value' },
      }),
    )
    const pieces = [content.subarray(0, FIVE_MIB), content.subarray(FIVE_MIB)]
    const parts = await Promise.all(
      pieces.map(async (Body, index) => {
        const PartNumber = index + 1
        const { ETag } = await store.client.send(
          new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber, Body }),
        )
        return { ETag, PartNumber }
      }),
    )
    const listed = await store.client.send(new ListPartsCommand({ Bucket: BUCKET, Key, UploadId }))
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, FIVE_MIB],
      [2, 17],
    ])
    const complete = new CompleteMultipartUploadCommand({
      Bucket: BUCKET,
      Key,
      UploadId,
      MultipartUpload: { Parts: parts },
      IfNoneMatch: '*',
    })
    const done = await store.client.send(complete)
    expect(done.ETag).toMatch(/-2"$/)
    expect(done.ChecksumCRC64NVME).toHaveLength(12)
    expect((await store.client.send(complete)).ETag).toBe(done.ETag)
    expect((await bytesOf(Key)).equals(content)).toBe(true)
    const head = await store.client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }),
    )
    expect(head).toMatchObject({
      ContentLength: content.length,
      ContentType: 'text/x-test',
      ChecksumCRC64NVME: done.ChecksumCRC64NVME,
      Metadata: { name: 'value' },
    })
    const range = await store.client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key, Range: `bytes=${FIVE_MIB - 3}-${FIVE_MIB + 2}` }),
    )
    expect(Buffer.from((await range.Body?.transformToByteArray()) ?? [])).toEqual(
      content.subarray(FIVE_MIB - 3, FIVE_MIB + 3),
    )
    const attributes = await store.client.send(
      new GetObjectAttributesCommand({
        Bucket: BUCKET,
        Key,
        ObjectAttributes: ['ObjectParts', 'Checksum', 'ObjectSize'],
      }),
    )
    expect(attributes.ObjectParts?.TotalPartsCount).toBe(2)
    store = await store.restart()
    expect((await bytesOf(Key)).equals(content)).toBe(true)
    expect((await store.client.send(complete)).ETag).toBe(done.ETag)
    await store.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }))
    await expect(bytesOf(Key)).rejects.toThrow(/does not exist/)
  })

  it('forgets an upload that is aborted', async () => {
    const Key = 'aborted'
    const { UploadId } = await store.client.send(
      new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }),
    )
    const part = { Bucket: BUCKET, Key, UploadId, PartNumber: 1, Body: 'x' }
    await store.client.send(new UploadPartCommand(part))
    await store.client.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId }))
    await expect(store.client.send(new UploadPartCommand(part))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    })
    const { Uploads = [] } = await store.client.send(
      new ListMultipartUploadsCommand({ Bucket: BUCKET }),
    )
    expect(Uploads).toEqual([])
  })

  it('lists no fewer uploads where the one that a page ended with is gone', async () => {
    const key = { Bucket: BUCKET, Key: 'many' }
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      const { UploadId = '' } = await store.client.send(new CreateMultipartUploadCommand(key))
      ids.push(UploadId)
    }
    const list = async (markers: Partial<ListMultipartUploadsCommandInput>) => {
      const command = new ListMultipartUploadsCommand({ Bucket: BUCKET, MaxUploads: 1, ...markers })
      return store.client.send(command)
    }
    const listed: string[] = []
    let page = await list({})
    for (;;) {
      listed.push(...(page.Uploads ?? []).map(({ UploadId = '' }) => UploadId))
      if (!page.IsTruncated) break
      const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page
      await store.client.send(new AbortMultipartUploadCommand({ ...key, UploadId: UploadIdMarker }))
      page = await list({ KeyMarker, UploadIdMarker })
    }
    expect(listed.toSorted(compareKeys)).toEqual(ids.toSorted(compareKeys))
    await store.client.send(new AbortMultipartUploadCommand({ ...key, UploadId: listed[2] }))
  })

  it('takes what the SDK streams by default, with checksums in trailers', async () => {
    const client = createClient(store.endpoint, { requestChecksumCalculation: 'WHEN_SUPPORTED' })
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
      const Key = `streamed/${ChecksumAlgorithm}`
      const Body = Readable.from([randomBytes(120_000), randomBytes(80_000)])
      await client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key,
          Body,
          ContentLength: 200_000,
          ChecksumAlgorithm,
        }),
      )
      expect((await bytesOf(Key)).length).toBe(200_000)
    }
    client.destroy()
  })

  it('copies objects, whole and into parts', async () => {
    await store.client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'from/ä b', Body: '0123456789' }),
    )
    const CopySource = `${BUCKET}/${encodeURIComponent('from/ä b')}`
    await store.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'to', CopySource }))
    expect((await bytesOf('to')).toString()).toBe('0123456789')
    const { UploadId } = await store.client.send(
      new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: 'to' }),
    )
    const { CopyPartResult } = await store.client.send(
      new UploadPartCopyCommand({
        Bucket: BUCKET,
        Key: 'to',
        UploadId,
        PartNumber: 1,
        CopySource,
        CopySourceRange: 'bytes=2-4',
      }),
    )
    await store.client.send(
      new CompleteMultipartUploadCommand({
        Bucket: BUCKET,
        Key: 'to',
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: CopyPartResult?.ETag }] },
      }),
    )
    expect((await bytesOf('to')).toString()).toBe('234')
  })

  it('lists in pages, rolled up at a delimiter', async () => {
    for (const Key of [
      'list/a/1',
      'list/a/2',
      'list/b',
      'list/c/1',
      'list/\uffee',
      'list/\u{1f600}',
    ]) {
      await store.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }))
    }
    const seen: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await store.client.send(
        new ListObjectsV2Command({
          Bucket: BUCKET,
          Prefix: 'list/',
          Delimiter: '/',
          MaxKeys: 1,
          ContinuationToken,
        }),
      )
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key))
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(seen).toEqual(['list/a/', 'list/b', 'list/c/', 'list/\uffee', 'list/\u{1f600}'])
  })
})
