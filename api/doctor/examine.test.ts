import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type CORSRule,
  type S3Client,
} from '@aws-sdk/client-s3'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startFaultProxy, type FaultProxy } from '../../tests/servers/fault-proxy.ts'
import { createS3Client, type BucketAddress } from '../s3/client.ts'
import { NO_OBJECT_OPTIONS } from '../s3/object-options.ts'
import { examineAt, UPLOADS } from '../testing/examination.ts'
import { startFront, type Misbehaviour } from '../testing/front.ts'
import { openStore } from '../testing/harness.ts'
import { RIGHT_CORS, RIGHT_LIFECYCLE } from '../testing/provocations.ts'

let store: Awaited<ReturnType<typeof openStore>>
let proxy: FaultProxy
let client: S3Client
/** By way of the proxy. */
let address: BucketAddress

const allow = (rule: Partial<CORSRule> = {}) =>
  client.send(
    new PutBucketCorsCommand({
      Bucket: address.bucket,
      CORSConfiguration: { CORSRules: [{ ...RIGHT_CORS, ...rule }] },
    }),
  )

/** A store's address as browsers reach it, where something else answers. */
async function answerBrowsers(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '::', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const servers: Server[] = []

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': '*',
}

beforeAll(async () => {
  store = await openStore()
  proxy = await startFaultProxy(store.address.endpoint)
  address = { ...store.address, endpoint: proxy.endpoint }
  client = createS3Client(store.address)
})
afterAll(async () => {
  client.destroy()
  await proxy.close()
  await store.close()
})
beforeEach(async () => {
  await allow()
  const LifecycleConfiguration = { Rules: [...RIGHT_LIFECYCLE] }
  await client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: address.bucket, LifecycleConfiguration }),
  )
})
afterEach(async () => {
  vi.unstubAllEnvs()
  proxy.handle = () => 'pass'
  proxy.treat = () => 'pass'
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** What the store has when nothing of an examination is left. */
async function left(): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: address.bucket }))
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: address.bucket }),
  )
  return [...Contents, ...Uploads].map(({ Key = '' }) => Key)
}

const wrong = (check: string, level: 'warning' | 'failure', saw: RegExp, change: RegExp) =>
  expect.objectContaining({
    check,
    level,
    saw: expect.stringMatching(saw),
    change: expect.stringMatching(change),
  })

describe('examine', { timeout: 60_000 }, () => {
  it('finds nothing wrong where nothing is, and leaves nothing behind', async () => {
    const { findings, bad } = await examineAt(address)
    expect(bad).toEqual([])
    expect(findings.length).toBeGreaterThan(20)
    expect(await left()).toEqual([])
  })

  describe('says what to change where', () => {
    it('there are no credentials', async () => {
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
        vi.stubEnv(name, undefined)
      }
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
      vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
      const { findings } = await examineAt({ ...address, credentials: undefined })
      expect(findings).toEqual([
        wrong('Credentials', 'failure', /^None were found/, /AWS_ACCESS_KEY_ID/),
      ])
    })

    it('the store knows another access key, or another secret', async () => {
      const { accessKeyId = '', secretAccessKey = '' } = address.credentials ?? {}
      const other = { accessKeyId: 'somebody', secretAccessKey }
      expect((await examineAt({ ...address, credentials: other })).bad).toEqual([
        wrong('Access key', 'failure', /does not know it/, /access key/),
      ])
      const wrongSecret = { accessKeyId, secretAccessKey: 'not-the-one-of-the-tests' }
      const { bad, findings } = await examineAt({ ...address, credentials: wrongSecret })
      expect(bad).toEqual([wrong('Access key', 'failure', /another signature/, /secret/)])
      expect(JSON.stringify(findings)).not.toMatch(/not-the-one-of-the-tests/)
    })

    it('nothing listens', async () => {
      const endpoint = await answerBrowsers(() => undefined)
      const [server] = servers.splice(0)
      await new Promise((resolve) => server?.close(resolve))
      expect((await examineAt({ ...address, endpoint })).bad).toEqual([
        wrong('Store', 'failure', /ECONNREFUSED/, /S3_ENDPOINT/),
      ])
    })

    it('there is no such bucket', async () => {
      expect((await examineAt({ ...address, bucket: 'other' })).bad).toEqual([
        wrong('Bucket', 'failure', /no bucket other/, /S3_BUCKET/),
      ])
    })

    it('the region is another', async () => {
      expect((await examineAt({ ...address, region: 'eu-west-1' })).bad).toEqual([
        wrong('Region', 'failure', /eu-west-1/, /^Set S3_REGION=us-east-1\.$/),
      ])
    })

    it.each([
      [20, 'failure', /20 minutes ahead of/],
      [-20, 'failure', /20 minutes behind/],
      [6, 'warning', /6 minutes ahead of/],
    ] as const)('the clock is %i minutes off', async (minutes, level, saw) => {
      const { bad } = await examineAt(address, { now: () => Date.now() + minutes * 60_000 })
      expect(bad).toEqual([wrong('Clock', level, saw, /NTP/)])
    })

    it('the part route is off', async () => {
      const { bad } = await examineAt(address, { uploads: { ...UPLOADS, partRoute: false } })
      expect(bad).toEqual([wrong('Part route', 'warning', /is off/, /PART_ROUTE=on/)])
    })

    it('a bucket cannot lock or encrypt what it should', async () => {
      const locked = { ...NO_OBJECT_OPTIONS, lock: { mode: 'GOVERNANCE', days: 1 } as const }
      const lacking = wrong('Encryption, class, lock and tags', 'failure', /501/, /S3_OBJECT_LOCK/)
      expect((await examineAt(address, { objects: locked })).bad).toEqual([lacking])
      const classed = { ...NO_OBJECT_OPTIONS, storageClass: 'GLACIER' } as const
      expect((await examineAt(address, { objects: classed })).bad).toHaveLength(1)
      expect(await left()).toEqual([])
    })
  })

  describe('names what CORS rules lack:', () => {
    const SEND = 'CORS: what pages may send'
    const READ = 'CORS: what pages may read'
    it.each([
      ['the origin', { AllowedOrigins: ['https://else.example.com'] }, SEND, /AllowedOrigin https/],
      ['the method', { AllowedMethods: ['GET', 'POST'] }, SEND, /AllowedMethod PUT/],
      ['the header', { AllowedHeaders: ['content-type'] }, SEND, /AllowedHeader \*/],
      ['ETag', { ExposeHeaders: ['x-amz-checksum-crc64nvme'] }, READ, /ExposeHeader ETag/],
    ])('%s', async (_, rule, check, change) => {
      await allow(rule)
      const { bad } = await examineAt(address)
      expect(bad).toEqual([wrong(check, 'failure', /./, change)])
      expect(await left()).toEqual([])
    })

    it('the checksum, which uploads can do without', async () => {
      await allow({ ExposeHeaders: ['ETag'] })
      const header = /x-amz-checksum-crc64nvme/
      expect((await examineAt(address)).bad).toEqual([wrong(READ, 'warning', header, header)])
    })

    it('the answer’s own header, which something in between took away', async () => {
      const publicEndpoint = await answerBrowsers(({ method }, response) => {
        response.writeHead(200, method === 'OPTIONS' ? CORS : {}).end()
      })
      expect((await examineAt({ ...address, publicEndpoint })).bad).toEqual([
        wrong(READ, 'failure', /Access-Control-Allow-Origin/, /proxy/),
      ])
    })
  })

  describe('tries what browsers reach, and finds that', () => {
    it('it refuses the part', async () => {
      const publicEndpoint = await answerBrowsers(({ method }, response) => {
        if (method === 'OPTIONS') response.writeHead(200, CORS).end()
        else response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')
      })
      expect((await examineAt({ ...address, publicEndpoint })).bad).toEqual([
        wrong('A part as a browser sends it', 'failure', /403 SignatureDoesNotMatch/, /Host/),
      ])
    })

    it('it is not there', async () => {
      const publicEndpoint = await answerBrowsers(() => undefined)
      const [server] = servers.splice(0)
      await new Promise((resolve) => server?.close(resolve))
      expect((await examineAt({ ...address, publicEndpoint })).bad).toEqual([
        wrong('CORS: what pages may send', 'failure', /ECONNREFUSED/, /S3_PUBLIC_ENDPOINT/),
      ])
    })

    it('one of its host names does not let pages in', async () => {
      const closed = await answerBrowsers((_, response) => void response.writeHead(403).end())
      const { bad } = await examineAt({ ...address, otherEndpoints: [closed] })
      const check = `CORS: what pages may send (${new URL(closed).host})`
      expect(bad).toEqual([wrong(check, 'warning', /origin/, /AllowedOrigin/)])
    })

    it('it has no https where the page has', async () => {
      const there = await answerBrowsers((_, response) => {
        response.writeHead(200, { ...CORS, 'access-control-expose-headers': '*' }).end()
      })
      // Loopback too, but by no name that a browser takes for it.
      const publicEndpoint = there.replace('127.0.0.1', '[::ffff:127.0.0.1]')
      expect((await examineAt({ ...address, publicEndpoint })).bad).toEqual([
        wrong('Address of the store', 'failure', /https/, /certificate/),
      ])
    })
  })

  describe('tries each action, and names the one that is refused:', () => {
    const upload = /[?&]uploadId=/
    it.each([
      ['ListBucket', 's3:ListBucket', 'GET', /[?&]list-type=2.*prefix=/],
      ['ListMultipartUploads', 's3:ListBucketMultipartUploads', 'GET', /[?&]uploads/],
      ['CreateMultipartUpload under in/', 's3:PutObject', 'POST', /[?&]uploads/],
      ['ListParts under in/', 's3:ListMultipartUploadParts', 'GET', upload],
      ['CompleteMultipartUpload under in/', 's3:PutObject', 'POST', upload],
      ['AbortMultipartUpload under in/', 's3:AbortMultipartUpload', 'DELETE', upload],
      ['PutObject under receipts/', 's3:PutObject', 'PUT', /\/receipts\//],
      ['HeadObject under .longhaul/', 's3:GetObject', 'HEAD', /\/\.longhaul\//],
      ['GetObject under in/', 's3:GetObject', 'GET', /\/in\/[^?]*(?:\?x-id=GetObject)?$/],
      ['DeleteObject under in/', 's3:DeleteObject', 'DELETE', /\/in\/[^?]*(?:\?x-id=\w+)?$/],
    ])('%s', async (check, action, method, path) => {
      proxy.handle = (asked, url) => (asked === method && path.test(url) ? 'deny' : 'pass')
      const { bad } = await examineAt(address)
      expect(bad[0]).toEqual(wrong(check, 'failure', /403/, new RegExp(`${action} on`)))
      // All that fails besides is what can't be without it.
      const permissions = bad.filter(({ saw }) => /403/.test(saw)).map(({ check }) => check)
      expect(permissions.filter((name) => /^\w+ under|^List/.test(name))).toEqual([check])
    })

    it('UploadPart', async () => {
      const before = await left()
      proxy.treat = () => 'expired'
      const { bad } = await examineAt(address)
      expect(bad[0]).toEqual(wrong('UploadPart under in/', 'failure', /403/, /s3:PutObject/))
      expect(await left()).toEqual(before)
    })

    it('and tells what it could not remove', async () => {
      proxy.handle = (method) => (method === 'DELETE' ? 'deny' : 'pass')
      const { bad } = await examineAt(address)
      expect(bad).toContainEqual(
        wrong('Cleaning up', 'warning', /in\/\.longhaul-doctor\//, /by hand/),
      )
    })
  })

  it('removes what it made where the store goes away meanwhile, and says so', async () => {
    const before = await left()
    let created = 0
    proxy.handle = (method) => {
      if (method === 'POST') created++
      return method === 'POST' && created > 3 ? 'cut' : 'pass'
    }
    const { bad } = await examineAt(address)
    expect(bad.length).toBeGreaterThan(0)
    expect(await left()).toEqual(before)
  })

  it('finds nothing where credentials last longer than addresses of parts', async () => {
    const identity = address.credentials ?? { accessKeyId: '', secretAccessKey: '' }
    const expiration = new Date(Date.now() + 120 * 60_000)
    const { bad } = await examineAt(address, {}, ({ config }) => {
      config.credentials = () => Promise.resolve({ ...identity, expiration })
    })
    expect(bad).toEqual([])
  })

  it('finds that a store forgets the tags of uploads, if they may be read', async () => {
    const objects = { ...NO_OBJECT_OPTIONS, tags: [{ key: 'kind', value: 'raw' }] }
    const codesBehind = async (misbehaviour: Misbehaviour) => {
      const front = await startFront(store.endpoint, misbehaviour)
      const { bad } = await examineAt({ ...address, endpoint: front.endpoint }, { objects })
      await front.close()
      return bad.map(({ code }) => code)
    }
    expect(await codesBehind({})).toEqual([])
    expect(await codesBehind({ ignores: /^x-amz-tagging$/ })).toEqual(['objects_refused'])
    const unread: Misbehaviour = {
      answers: ({ method, url = '' }) =>
        method === 'GET' && /[?&]tagging/.test(url) ? [403, 'AccessDenied'] : undefined,
    }
    expect(await codesBehind(unread)).toEqual([])
    expect((await left()).filter((key) => key.endsWith('/kept'))).toEqual([])
  })

  it('names the setting where a store can’t encrypt', async () => {
    const encryption = { algorithm: 'AES256', keyId: undefined } as const
    const objects = { ...NO_OBJECT_OPTIONS, encryption }
    const { bad } = await examineAt(address, { objects })
    expect(bad.map(({ code }) => code)).toContain('encryption_unknown')
    for (const { change } of bad) expect(change).toContain('S3_SERVER_SIDE_ENCRYPTION')
    proxy.handle = (method) => (method === 'POST' ? 'cut' : 'pass')
    const cut = await examineAt(address, { objects })
    expect(cut.bad[0]).toMatchObject({
      check: 'CreateMultipartUpload under in/',
      code: 'action_failed',
    })
  })
})
