import type { IncomingHttpHeaders } from 'node:http'
import { GetObjectTaggingCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { openAnsweringStore } from '../testing/answering-store.ts'
import { create, creation, openApi, sendParts } from '../testing/harness.ts'
import { createBucket } from './bucket.ts'
import { createS3Client } from './client.ts'
import { requireObjectLock } from './probe.ts'
import { NO_OBJECT_OPTIONS, uploadInput, type ObjectOptions } from './object-options.ts'

const ALL: ObjectOptions = {
  encryption: { algorithm: 'aws:kms', keyId: 'alias/films' },
  storageClass: 'STANDARD_IA',
  lock: { mode: 'COMPLIANCE', days: 2 },
  tags: [{ key: 'kind', value: 'raw data+' }],
}
const OBJECT = { key: 'a', contentType: 'text/plain', metadata: {}, checksum: 'none' } as const

/** A store that takes every upload; it says that it encrypts by this, or nothing of it. */
async function openTakingStore(encryption: string | undefined) {
  const requests: { line: string; headers: IncomingHttpHeaders }[] = []
  const store = await openAnsweringStore((request, response) => {
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers })
    if (encryption !== undefined) response.setHeader('x-amz-server-side-encryption', encryption)
    response.end(
      '<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>',
    )
  })
  return { ...store, requests }
}

describe('what is asked for every object', { timeout: 30_000 }, () => {
  it('is asked at its upload’s creation, and never to make it public', async () => {
    const store = await openTakingStore('aws:kms')
    const bucket = createBucket(store.client, 'files', ALL)
    expect(await bucket.createUpload(OBJECT)).toBe('one')
    await bucket.putDocument('receipts/a.json', '{}')
    store.close()
    const [creation, receipt] = store.requests
    expect(creation?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/films',
      'x-amz-storage-class': 'STANDARD_IA',
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-tagging': 'kind=raw%20data%2B',
    })
    const until = Date.parse(String(creation?.headers['x-amz-object-lock-retain-until-date']))
    expect(until - Date.now()).toBeGreaterThan(47 * 3_600_000)
    expect(until - Date.now()).toBeLessThan(49 * 3_600_000)
    expect(receipt?.headers).toMatchObject({ 'x-amz-server-side-encryption': 'aws:kms' })
    for (const { headers } of store.requests) expect(headers).not.toHaveProperty('x-amz-acl')
  })

  it.each([undefined, 'AES256'])(
    'stops an upload on a store that does not encrypt as it was told: %s',
    async (encryption) => {
      const store = await openTakingStore(encryption)
      const bucket = createBucket(store.client, 'files', ALL)
      await expect(bucket.createUpload(OBJECT)).rejects.toMatchObject({ code: 'store_denied' })
      store.close()
      expect(store.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST', 'DELETE'])
    },
  )

  it('is locked only in a bucket that says that it locks', async () => {
    const store = await openTakingStore(undefined)
    const asked = requireObjectLock(store.client, 'files')
    await expect(asked).rejects.toMatchObject({ code: 'store_denied' })
    store.close()
    expect(store.requests.map(({ line }) => line)).toEqual(['GET /files/?object-lock='])
  })

  it('is nothing where nothing is set', () => {
    expect(uploadInput(NO_OBJECT_OPTIONS, 0)).toEqual({})
  })
})

describe('the embedded store', { timeout: 30_000 }, () => {
  it('keeps tags', async () => {
    const api = await openApi({ objects: { ...NO_OBJECT_OPTIONS, tags: ALL.tags } })
    const request = creation()
    const { token, key } = await create(api, request)
    await sendParts(api, request.id, token, [Buffer.from('123456789')])
    await api.call('POST', `/api/uploads/${request.id}/complete`, {
      token,
      body: { checksum: 'rosUhgp5mIg=' },
    })
    const client = createS3Client(api.address)
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket: 'files', Key: key }))
    expect(TagSet).toEqual([{ Key: 'kind', Value: 'raw data+' }])
    client.destroy()
    await api.close()
  })

  it.each(['encryption', 'storageClass', 'lock'] as const)(
    'refuses %s, which it can’t keep, rather than forget it',
    async (option) => {
      const api = await openApi({ objects: { ...NO_OBJECT_OPTIONS, [option]: ALL[option] } })
      const answer = await api.call('POST', '/api/uploads', { body: creation() })
      expect(answer).toMatchObject({ status: 502, body: { code: 'store_denied' } })
      await api.close()
    },
  )
})
