import { afterEach, describe, expect, it } from 'vitest'
import { createS3Client, type BucketAddress } from './client.ts'
import { browserBucketUrls } from './hosts.ts'

const AWS = 'eu-central-1.amazonaws.com'

function address(change: Partial<BucketAddress> = {}): BucketAddress {
  return {
    bucket: 'files',
    region: 'eu-central-1',
    endpoint: undefined,
    publicEndpoint: undefined,
    forcePathStyle: false,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    ...change,
  }
}

async function urlsOf(change: Partial<BucketAddress> = {}): Promise<string[]> {
  const where = address(change)
  const client = createS3Client(where)
  try {
    const urls = await browserBucketUrls(client, where)
    return urls.map(({ origin, basePath }) => origin + basePath)
  } finally {
    client.destroy()
  }
}

describe('the addresses of a bucket', () => {
  afterEach(() => {
    delete process.env['AWS_USE_FIPS_ENDPOINT']
  })

  it('are on AWS both styles, each also as dual-stack', async () => {
    expect(await urlsOf()).toEqual([
      `https://files.s3.${AWS}`,
      `https://files.s3.dualstack.${AWS}`,
      `https://s3.${AWS}/files`,
      `https://s3.dualstack.${AWS}/files`,
    ])
  })

  it('are with Transfer Acceleration two more', async () => {
    expect((await urlsOf({ accelerate: true })).slice(4)).toEqual([
      'https://files.s3-accelerate.amazonaws.com',
      'https://files.s3-accelerate.dualstack.amazonaws.com',
    ])
  })

  it('are each of another host name: a bucket with dots has no virtual host under https', async () => {
    const paths = [`https://s3.${AWS}/with.dots`, `https://s3.dualstack.${AWS}/with.dots`]
    expect(await urlsOf({ bucket: 'with.dots' })).toEqual(paths)
    expect(await urlsOf({ bucket: 'with.dots', forcePathStyle: true })).toEqual(paths)
  })

  it('say which setting is wrong where AWS has no such address', async () => {
    const refused = /^S3_ACCELERATE must be off for this bucket: [^\n]+[^.]\.$/
    await expect(urlsOf({ bucket: 'with.dots', accelerate: true })).rejects.toThrow(refused)
    process.env['AWS_USE_FIPS_ENDPOINT'] = 'true'
    await expect(urlsOf({ accelerate: true })).rejects.toThrow(refused)
  })

  it('are elsewhere those that are named, in their order and without repetition', async () => {
    const named = await urlsOf({
      endpoint: 'http://10.0.0.1:9000',
      publicEndpoint: 'https://a.example.com',
      otherEndpoints: [
        'https://b.example.com/s3',
        'https://A.example.com:443',
        'https://c.example',
      ],
      forcePathStyle: true,
    })
    expect(named).toEqual([
      'https://a.example.com/files',
      'https://b.example.com/s3/files',
      'https://c.example/files',
    ])
  })
})
