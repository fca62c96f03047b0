import { DeleteBucketCorsCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { send } from './test-request.ts'
import { BUCKET, ORIGIN, startTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeAll(async () => {
  store = await startTestStore()
})
afterAll(() => store.dispose())

const preflight = (origin: string, more: Record<string, string> = {}) =>
  send(store.endpoint, {
    method: 'OPTIONS',
    path: `/${BUCKET}/key?partNumber=1`,
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-amz-checksum-crc64nvme, content-type',
      ...more,
    },
  })

describe('a preflight', () => {
  it('of an allowed origin is allowed all that it asks', async () => {
    const { status, headers } = await preflight(ORIGIN)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, PUT, POST, DELETE, HEAD',
      'access-control-allow-headers': 'x-amz-checksum-crc64nvme, content-type',
      'access-control-max-age': '7200',
      vary: expect.stringContaining('Origin'),
    })
    expect(headers['access-control-allow-private-network']).toBeUndefined()
  })

  it('is allowed a private network only if it asks', async () => {
    const { headers } = await preflight(ORIGIN, {
      'access-control-request-private-network': 'true',
    })
    expect(headers['access-control-allow-private-network']).toBe('true')
  })

  it('of another origin, even a similar one, is refused', async () => {
    for (const origin of ['http://evil.example', `${ORIGIN}.evil.example`, 'null', '']) {
      const { status, headers } = await preflight(origin)
      expect(status).toBe(403)
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it("follows the bucket's own rules too, after a restart as well", async () => {
    const rule = {
      AllowedOrigins: ['https://*.example.org'],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['x-amz-*', 'content-type'],
    }
    const configuration = { Bucket: BUCKET, CORSConfiguration: { CORSRules: [rule] } }
    await store.client.send(new PutBucketCorsCommand(configuration))
    store = await store.restart()
    expect((await preflight('https://a.example.org')).status).toBe(200)
    expect((await preflight('https://example.org')).status).toBe(403)
    await store.client.send(new DeleteBucketCorsCommand({ Bucket: BUCKET }))
    expect((await preflight('https://a.example.org')).status).toBe(403)
  })
})

describe('an error', () => {
  it('can be read by an allowed origin, and by no other', async () => {
    const get = (origin: string) =>
      send(store.endpoint, { path: `/${BUCKET}/key`, headers: { origin } })
    const allowed = await get(ORIGIN)
    expect(allowed.status).toBe(403)
    expect(allowed.headers['access-control-allow-origin']).toBe(ORIGIN)
    expect(allowed.headers['access-control-expose-headers']).toContain('ETag')
    expect(
      (await get('http://evil.example')).headers['access-control-allow-origin'],
    ).toBeUndefined()
  })
})
