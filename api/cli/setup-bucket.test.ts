import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { userInfo } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startFaultProxy } from '../../tests/servers/fault-proxy.ts'
import { createS3Client } from '../s3/client.ts'
import { openStore, SECRET } from '../testing/harness.ts'
import { UsageError } from './command.ts'
import { doctor } from './doctor.ts'
import { setupBucket } from './setup-bucket.ts'

let store: Awaited<ReturnType<typeof openStore>>
let client: S3Client
let environment: Record<string, string>
const lines: string[] = []
const stderr = { write: (line: string) => void lines.push(line) }

beforeEach(async () => {
  lines.length = 0
  store = await openStore()
  client = createS3Client(store.address)
  const { credentials, bucket } = store.address
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials?.accessKeyId ?? '')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials?.secretAccessKey ?? '')
  environment = {
    TOKEN_SECRET: SECRET,
    S3_BUCKET: bucket,
    S3_ENDPOINT: store.endpoint,
    PUBLIC_ORIGIN: 'https://files.example.com',
    AUTH_OPEN_TO_EVERYONE: 'yes',
    KEY_PREFIX: 'in/',
  }
})
afterEach(async () => {
  vi.unstubAllEnvs()
  client.destroy()
  await store.close()
})

async function rules() {
  const at = { Bucket: store.address.bucket }
  const none = (error: unknown) => {
    if (error instanceof Error && error.name.startsWith('NoSuch')) return undefined
    throw error
  }
  const cors = await client.send(new GetBucketCorsCommand(at)).catch(none)
  const lifecycle = await client.send(new GetBucketLifecycleConfigurationCommand(at)).catch(none)
  return { cors: cors?.CORSRules ?? [], lifecycle: lifecycle?.Rules ?? [] }
}

describe('longhaul setup-bucket', { timeout: 60_000 }, () => {
  it('changes nothing until it is told to; then the doctor has nothing to say', async () => {
    const shown = await setupBucket([], environment)
    expect(shown).toMatch(/\+ +"https:\/\/files\.example\.com"/)
    expect(shown).toMatch(/\+ +"DaysAfterInitiation": 8/)
    expect(shown).toMatch(/--yes/)
    expect(await rules()).toEqual({ cors: [], lifecycle: [] })
    const before = await doctor(['--json'], environment)
    expect(before.exitCode).toBe(1)

    expect(await setupBucket(['--yes'], environment, stderr)).toMatch(/were changed/)
    const { text, exitCode } = await doctor([], environment)
    expect(text).toMatch(/\nAll is well\.\n$/)
    expect(exitCode).toBe(0)
    expect(text + before.text).not.toContain(store.address.credentials?.secretAccessKey)
    expect(await setupBucket([], environment)).not.toMatch(/would change|--yes/)
  })

  it('has a line of the audit for each kind of rules that it sets, or could not', async () => {
    await setupBucket([], environment, stderr)
    expect(lines).toEqual([])
    const proxy = await startFaultProxy(store.endpoint)
    proxy.handle = (method, path) =>
      method === 'PUT' && path.includes('lifecycle') ? 'deny' : 'pass'
    const through = { ...environment, S3_ENDPOINT: proxy.endpoint }
    await expect(setupBucket(['--yes'], through, stderr)).rejects.toThrow()
    await proxy.close()
    await setupBucket(['--yes'], environment, stderr)
    await setupBucket(['--yes'], environment, stderr)
    const by = { type: 'audit', action: 'set_rules', who: `command:${userInfo().username}` }
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { ...by, outcome: 'done', rules: 'CORS rules' },
      { ...by, outcome: 'failed', rules: 'lifecycle rules' },
      { ...by, outcome: 'done', rules: 'lifecycle rules' },
    ])
    lines.length = 0
    await setupBucket(['--yes'], { ...environment, AUDIT_LOG: 'off', KEY_PREFIX: 'other/' }, stderr)
    expect(lines).toEqual([])
  })

  it('keeps the rules of others, and the origins of other deployments', async () => {
    const at = { Bucket: store.address.bucket }
    const cors = { ID: 'site', AllowedOrigins: ['https://a.example'], AllowedMethods: ['GET'] }
    const tidy = {
      ID: 'tidy',
      Filter: { Prefix: 'old/' },
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
    } as const
    await client.send(new PutBucketCorsCommand({ ...at, CORSConfiguration: { CORSRules: [cors] } }))
    await client.send(
      new PutBucketLifecycleConfigurationCommand({
        ...at,
        LifecycleConfiguration: { Rules: [tidy] },
      }),
    )
    await setupBucket(['--yes'], environment, stderr)
    await setupBucket(['--yes'], { ...environment, PUBLIC_ORIGIN: 'https://b.example.com' }, stderr)
    const set = await rules()
    expect(set.cors).toContainEqual(cors)
    expect(set.lifecycle).toContainEqual(tidy)
    expect(set.cors.map(({ AllowedOrigins }) => AllowedOrigins)).toEqual([
      ['https://files.example.com', 'https://b.example.com'],
      ['https://a.example'],
    ])
    expect(set.lifecycle).toHaveLength(3)
  })

  it('touches no rules that it may not read', async () => {
    const proxy = await startFaultProxy(store.endpoint)
    proxy.handle = (method, url) => (method === 'GET' && /cors/.test(url) ? 'deny' : 'pass')
    const through = { ...environment, S3_ENDPOINT: proxy.endpoint }
    await expect(setupBucket(['--yes'], through, stderr)).rejects.toThrow(/403.*s3:GetBucketCORS/)
    expect(await rules()).toEqual({ cors: [], lifecycle: [] })
    await proxy.close()
  })

  it.each([
    ['the bucket', { S3_BUCKET: 'none' }, '404 NoSuchBucket'],
    ['the store', { S3_ENDPOINT: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('leads to the doctor where %s is what is missing', async (_, change, answer) => {
    const refused = setupBucket([], { ...environment, ...change }, stderr)
    await expect(refused).rejects.toThrow(`${answer}. To find out what to change: longhaul doctor`)
  })

  it('says how it is called', async () => {
    await expect(setupBucket(['--now'], environment)).rejects.toThrow(UsageError)
    await expect(doctor(['--now'], environment)).rejects.toThrow(UsageError)
  })
})
