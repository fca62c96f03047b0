import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { S3ServiceException } from '@aws-sdk/client-s3'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../api/config.ts'
import { checkPermissions } from '../../api/doctor/permissions.ts'
import { createScratch } from '../../api/doctor/scratch.ts'
import { NO_NOTICES } from '../../api/notices/settings.ts'
import { createS3Client } from '../../api/s3/client.ts'
import { NO_OBJECT_OPTIONS } from '../../api/s3/object-options.ts'
import { withCorsRule } from '../../api/setup/cors.ts'
import { withLifecycleRule } from '../../api/setup/lifecycle.ts'
import { createLogger } from '../../api/log.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const AWS = join(ROOT, 'deploy/aws')
const ORIGIN = 'https://files.example.com'

const { uploads } = readConfig({})
const CORS_RULES = withCorsRule([], ORIGIN)
const LIFECYCLE_RULES = withLifecycleRule([], uploads)

/**
 * What a caller needs for each command, by AWS's "Actions, resources, and condition keys for Amazon
 * S3" and "Required permissions for Amazon S3 API operations".
 */
const ACTIONS: Readonly<Record<string, string>> = {
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  CompleteMultipartUpload: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
  GetBucketCors: 's3:GetBucketCORS',
  GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
  GetObject: 's3:GetObject',
  GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
  GetObjectRetention: 's3:GetObjectRetention',
  GetObjectTagging: 's3:GetObjectTagging',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListObjectsV2: 's3:ListBucket',
  ListParts: 's3:ListMultipartUploadParts',
  PutBucketCors: 's3:PutBucketCORS',
  PutBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration',
  PutObject: 's3:PutObject',
  UploadPart: 's3:PutObject',
}
/** Of headers that are sent only where a setting says so. */
const OF_OPTIONS = [
  's3:GetBucketObjectLockConfiguration',
  's3:GetObjectRetention',
  's3:GetObjectTagging',
  's3:PutObjectRetention',
  's3:PutObjectTagging',
  'kms:Decrypt',
  'kms:GenerateDataKey',
]

const policySchema = v.strictObject({
  Version: v.literal('2012-10-17'),
  Statement: v.array(
    v.strictObject({
      Sid: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]+$/)),
      Effect: v.literal('Allow'),
      Action: v.array(v.string()),
      Resource: v.unknown(),
    }),
  ),
})
type Policy = v.InferOutput<typeof policySchema>

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(AWS, name), 'utf8'))
}
async function readPolicy(name: string): Promise<Policy> {
  return v.parse(policySchema, await readJson(name))
}
const actionsOf = ({ Statement }: Policy) => Statement.flatMap(({ Action }) => Action).sort()
const unique = (all: readonly string[]) => [...new Set(all)].sort()

/** Folders of api/ that are no part of a server. */
const NO_SERVER = /^(?:store|setup|testing)\//

/** What the commands of S3 need that the sources send whose paths in api/ are chosen. */
async function actionsSent(isChosen: (path: string) => boolean): Promise<string[]> {
  const commands: string[] = []
  for (const path of await readdir(join(ROOT, 'api'), { recursive: true })) {
    if (!isChosen(path) || !path.endsWith('.ts') || path.endsWith('.test.ts')) continue
    const source = await readFile(join(ROOT, 'api', path), 'utf8')
    commands.push(...[...source.matchAll(/\bnew (\w+)Command\(/g)].map(([, one = '']) => one))
  }
  return unique(commands.map((command) => ACTIONS[command] ?? `unknown: ${command}`))
}

/** The actions that the doctor asks for, of a store that allows nothing but what it must to go on. */
async function actionsOfDoctor(): Promise<string[]> {
  const actions: string[] = []
  // Each is refused once, so that all behind it are tried too.
  for (let refused = 0; ; refused++) {
    const client = createS3Client({
      bucket: 'films',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:1',
      publicEndpoint: undefined,
      forcePathStyle: true,
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    })
    let sent = 0
    client.middlewareStack.add(
      () => async () => {
        if (sent++ === refused) {
          throw new S3ServiceException({
            name: 'AccessDenied',
            $fault: 'client',
            $metadata: { httpStatusCode: 403 },
          })
        }
        const output = { $metadata: {}, UploadId: 'one', ETag: '"one"' }
        return { response: {}, output }
      },
      { step: 'initialize', name: 'answer', priority: 'high' },
    )
    const deployment = {
      client,
      address: {
        bucket: 'films',
        region: 'us-east-1',
        endpoint: undefined,
        publicEndpoint: undefined,
        forcePathStyle: true,
        credentials: undefined,
      },
      origin: ORIGIN,
      uploads,
      objects: NO_OBJECT_OPTIONS,
      notices: NO_NOTICES,
      now: Date.now,
      log: createLogger('silent', { write: () => undefined }),
    }
    const findings = await checkPermissions(deployment, createScratch(deployment))
    client.destroy()
    if (sent <= refused) return unique(actions)
    const wanted = findings.flatMap(({ change }) => /Allow .* (s3:\w+) on /.exec(change)?.[1] ?? [])
    expect(wanted.length, `the refusal of request ${refused}`).toBeGreaterThan(0)
    actions.push(...wanted)
  }
}

describe('the policies', () => {
  it('allow the server what it sends, what the doctor tries, and nothing else', async () => {
    const policy = actionsOf(await readPolicy('server-policy.json'))
    const sent = await actionsSent((path) => !NO_SERVER.test(path))
    expect(sent.filter((action) => !OF_OPTIONS.includes(action))).toEqual(policy)
    const tried = await actionsOfDoctor()
    // The rules are read as well, where they may be.
    expect(policy).toEqual(unique([...tried, 's3:GetLifecycleConfiguration']))
  })

  it('allow with the options what configure.md asks for', async () => {
    expect(actionsOf(await readPolicy('server-policy-with-options.json'))).toEqual(
      OF_OPTIONS.toSorted(),
    )
    const text = await readFile(join(ROOT, 'docs/configure.md'), 'utf8')
    for (const action of OF_OPTIONS) expect(text).toContain(action)
  })

  it('allow whoever sets up the bucket what that sends', async () => {
    expect(actionsOf(await readPolicy('setup-policy.json'))).toEqual(
      await actionsSent((path) => path.startsWith('setup/')),
    )
  })
})

it('has the rules that longhaul setup-bucket makes', async () => {
  expect(await readJson('cors.json')).toEqual({ CORSRules: CORS_RULES })
  expect(await readJson('lifecycle.json')).toEqual({ Rules: LIFECYCLE_RULES })
})

const resourceSchema = v.object({
  Type: v.pipe(v.string(), v.regex(/^AWS::\w+::\w+$/)),
  Properties: v.record(v.string(), v.unknown()),
})
const templateSchema = v.object({
  AWSTemplateFormatVersion: v.literal('2010-09-09'),
  Parameters: v.record(v.string(), v.unknown()),
  Conditions: v.record(v.string(), v.unknown()),
  Resources: v.record(v.string(), resourceSchema),
  Outputs: v.record(v.string(), v.unknown()),
})

describe('the CloudFormation template', () => {
  async function readTemplate() {
    const text = await readFile(join(AWS, 'longhaul.cloudformation.yaml'), 'utf8')
    return v.parse(templateSchema, parse(text))
  }

  it('names nothing that is not there', async () => {
    const template = await readTemplate()
    const known = [...Object.keys(template.Parameters), ...Object.keys(template.Resources)]
    const named = namesIn(template)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
    expect(Object.keys(template.Parameters).filter((name) => !named.includes(name))).toEqual([])
  })

  it('gives the bucket the rules of longhaul setup-bucket, and the server its policy', async () => {
    const { Resources } = await readTemplate()
    const [cors] = CORS_RULES
    const [lifecycle, notes] = LIFECYCLE_RULES
    expect(Resources['Bucket']?.Properties).toMatchObject({
      CorsConfiguration: {
        CorsRules: [
          {
            Id: cors?.ID,
            AllowedOrigins: [{ Ref: 'PublicOrigin' }],
            AllowedMethods: cors?.AllowedMethods,
            AllowedHeaders: cors?.AllowedHeaders,
            ExposedHeaders: cors?.ExposeHeaders,
            MaxAge: cors?.MaxAgeSeconds,
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: lifecycle?.ID,
            Status: lifecycle?.Status,
            Prefix: lifecycle?.Filter?.Prefix,
            AbortIncompleteMultipartUpload: lifecycle?.AbortIncompleteMultipartUpload,
          },
          {
            Id: notes?.ID,
            Status: notes?.Status,
            Prefix: notes?.Filter?.Prefix,
            ExpirationInDays: notes?.Expiration?.Days,
          },
        ],
      },
    })
    const policy = v.parse(policySchema, Resources['ServerPolicy']?.Properties['PolicyDocument'])
    expect(actionsOf(policy)).toEqual(actionsOf(await readPolicy('server-policy.json')))
  })
})

/** What is named by Ref, GetAtt and Sub, however deep. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner]
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])]
    if (key === 'Fn::Sub' && typeof inner === 'string') {
      return [...inner.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
    }
    return namesIn(inner)
  })
}
