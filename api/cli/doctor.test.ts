import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { PROBLEMS } from '../../shared/doctor-problems.ts'
import * as v from 'valibot'
import { createS3Client } from '../s3/client.ts'
import { startFront, type Front, type Misbehaviour } from '../testing/front.ts'
import { CREDENTIALS, openStore, SECRET, type OpenStore } from '../testing/harness.ts'
import { AUDIENCE, ISSUER, openKeySet, type KeySet } from '../testing/key-set.ts'
import {
  PROVOCATIONS,
  RIGHT_CORS,
  RIGHT_LIFECYCLE,
  type Provocation,
} from '../testing/provocations.ts'
import { doctor } from './doctor.ts'

const answerSchema = v.object({
  findings: v.array(
    v.object({
      check: v.string(),
      level: v.picklist(['ok', 'warning', 'failure']),
      code: v.string(),
      saw: v.string(),
      change: v.string(),
    }),
  ),
})

let store: OpenStore
let client: S3Client
let folder: string
const fronts: Front[] = []
let signIn: KeySet

beforeAll(async () => {
  store = await openStore()
  client = createS3Client(store.address)
  signIn = await openKeySet()
  signIn.publish((await signIn.createKey('of the sign-in')).jwk)
  folder = await mkdtemp(join(tmpdir(), 'longhaul-doctor-'))
})
afterAll(async () => {
  client.destroy()
  await signIn.close()
  await store.close()
  await rm(folder, { recursive: true })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const front of fronts.splice(0)) await front.close()
})

async function endpointOf(misbehaviour: (() => Misbehaviour) | undefined): Promise<string> {
  if (!misbehaviour) return store.endpoint
  const front = await startFront(store.endpoint, misbehaviour())
  fronts.push(front)
  return front.endpoint
}

/** Has a deployment be so, and gives the settings of its server. */
async function setUp(provocation: Provocation): Promise<Record<string, string>> {
  const { settings, identity, form, cors, lifecycle = RIGHT_LIFECYCLE } = provocation
  store.clock.ahead = -(provocation.storeBehind ?? 0) * 60_000
  const Bucket = store.address.bucket
  const CORSConfiguration = { CORSRules: [{ ...RIGHT_CORS, ...cors }] }
  await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }))
  const LifecycleConfiguration = { Rules: [...lifecycle] }
  await client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }))

  vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey)
  for (const [name, value] of Object.entries(identity ?? {})) vi.stubEnv(name, value)

  const ofPages = await endpointOf(provocation.frontOfPages)
  const { hostOfPages = '127.0.0.1' } = provocation
  const schema = join(folder, 'form.json')
  if (form) await writeFile(schema, JSON.stringify(form))
  signIn.setAnswer(provocation.keySet)
  return {
    TOKEN_SECRET: SECRET,
    S3_BUCKET: Bucket,
    S3_ENDPOINT: await endpointOf(provocation.front),
    S3_PUBLIC_ENDPOINT: ofPages.replace('127.0.0.1', hostOfPages),
    PUBLIC_ORIGIN: 'https://files.example.com',
    AUTH: 'jwt',
    JWT_JWKS_URL: signIn.settings().keySet,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    KEY_PREFIX: 'in/',
    ...(form ? { FORM_SCHEMA: schema } : {}),
    ...settings,
  }
}

/** Removes what the bucket has, and gives its keys. */
async function takeLeft(): Promise<string[]> {
  const Bucket = store.address.bucket
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
  for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }))
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
  for (const { Key, UploadId } of Uploads) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
  }
  return [...Contents, ...Uploads].map(({ Key = '' }) => Key)
}

async function findings(environment: Record<string, string>) {
  const { text, exitCode } = await doctor(['--json'], environment)
  const answer = v.parse(v.pipe(v.string(), v.parseJson(), answerSchema), text)
  return { exitCode, bad: answer.findings.filter(({ level }) => level !== 'ok') }
}

describe('longhaul doctor', { timeout: 60_000 }, () => {
  it('finds nothing where all is well', async () => {
    expect(await findings(await setUp({}))).toEqual({ exitCode: 0, bad: [] })
    expect(await takeLeft()).toEqual([])
  })

  it('is given a deployment for each problem that it knows', () => {
    expect(Object.keys(PROVOCATIONS)).toEqual(PROBLEMS)
  })

  it.each(PROBLEMS)('finds %s where it really is', async (code) => {
    const provocation = PROVOCATIONS[code]
    const { bad, exitCode } = await findings(await setUp(provocation))
    const left = await takeLeft()
    const found = new Set(bad.map((finding) => finding.code))
    expect(found).toEqual(new Set([code, ...(provocation.also ?? [])]))
    for (const { saw, change } of bad) expect([saw, change]).not.toContain('')
    expect(exitCode).toBe(bad.some(({ level }) => level === 'failure') ? 1 : 0)
    expect(left.length > 0).toBe(provocation.leaves ?? false)
    const told = bad.map(({ saw }) => saw).join('\n')
    expect(left.filter((key) => !told.includes(key))).toEqual([])
  })
})
