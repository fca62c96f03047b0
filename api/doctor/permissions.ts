/** Every action that the server needs, tried for real on scratch keys. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Finding } from '../../shared/doctor.ts'
import { storeErrorFacts } from '../s3/errors.ts'
import { encryptionInput } from '../s3/object-options.ts'
import { provedBody } from '../s3/proved-body.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok } from './finding.ts'
import type { TriedAction } from '../../shared/doctor-problems.ts'
import { describeRefusal, isUnknownTo } from './refusal.ts'
import type { Scratch } from './scratch.ts'

const BODY = '123456789'

const ENCRYPTION =
  'Change S3_SERVER_SIDE_ENCRYPTION or S3_KMS_KEY_ID, or set the store up for it: it may need https, and keys.'

const BROKEN = 'Look in the store’s own log for what is wrong with it, and run this again.'

export async function checkPermissions(
  deployment: Deployment,
  scratch: Scratch,
): Promise<readonly Finding[]> {
  const { keyPrefix, receiptPrefix, statePrefix } = deployment.uploads
  const tries = createTries(deployment)
  await tryUpload(deployment, scratch, tries)
  for (const prefix of new Set([keyPrefix, receiptPrefix, statePrefix])) {
    await tryObject(deployment, scratch, tries, prefix)
  }
  return tries.findings
}

/** Tries actions one after another, and keeps what came of each. */
function createTries({ address: { bucket }, objects }: Deployment) {
  const findings: Finding[] = []
  return {
    findings,
    /** The answer, undefined where it was refused. */
    async attempt<T>(
      operation: TriedAction,
      action: string,
      place: { readonly prefix: string } | 'bucket',
      work: Promise<T>,
    ): Promise<T | undefined> {
      const resource = place === 'bucket' ? bucket : `${bucket}/${place.prefix}*`
      const isBare = place === 'bucket' || place.prefix === ''
      const check = isBare ? operation : (`${operation} under ${place.prefix}` as const)
      try {
        const answer = await work
        findings.push(ok(check, 'It works.'))
        return answer
      } catch (error) {
        const saw = `The store answered ${describeRefusal(error)}.`
        const { status } = storeErrorFacts(error)
        const isEncrypted = objects.encryption !== undefined && action === 's3:PutObject'
        const mayBeEncryption = isEncrypted && status !== undefined
        if (isOfStore(error) && !mayBeEncryption) {
          findings.push(failure('action_failed', check, saw, BROKEN))
          return undefined
        }
        if (mayBeEncryption && !isForbidden(error)) {
          findings.push(failure('encryption_unknown', check, saw, ENCRYPTION))
          return undefined
        }
        const change = `Allow the server's credentials ${action} on arn:aws:s3:::${resource}.`
        findings.push(failure(`refused_${operation}`, check, saw, change))
        return undefined
      }
    },
  }
}

/** A failure of the store's own, which no permission mends. */
function isOfStore(error: unknown): boolean {
  const { status } = storeErrorFacts(error)
  return status === undefined || (status >= 500 && !isUnknownTo(error))
}

function isForbidden(error: unknown): boolean {
  return storeErrorFacts(error).status === 403
}

type Tries = ReturnType<typeof createTries>

/** One upload from its creation to the object, and one that is aborted. */
async function tryUpload(
  { client, address: { bucket }, objects, uploads }: Deployment,
  scratch: Scratch,
  { attempt }: Tries,
): Promise<void> {
  const prefix = uploads.keyPrefix
  const place = { prefix }
  const key = scratch.key(prefix)
  const at = { Bucket: bucket, Key: key }
  const create = () =>
    client.send(new CreateMultipartUploadCommand({ ...at, ...encryptionInput(objects) }))
  const begin = async () => {
    const { UploadId = '' } = await create()
    scratch.begun({ key, uploadId: UploadId })
    return { ...at, UploadId }
  }

  const listed = { Bucket: bucket, Prefix: prefix, MaxKeys: 1 }
  await attempt(
    'ListBucket',
    's3:ListBucket',
    'bucket',
    client.send(new ListObjectsV2Command(listed)),
  )
  await attempt(
    'ListMultipartUploads',
    's3:ListBucketMultipartUploads',
    'bucket',
    client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key })),
  )
  const first = await attempt('CreateMultipartUpload', 's3:PutObject', place, begin())
  if (!first) return
  const part = await attempt(
    'UploadPart',
    's3:PutObject',
    place,
    client.send(new UploadPartCommand({ ...first, PartNumber: 1, ...provedBody(BODY) })),
  )
  await attempt(
    'ListParts',
    's3:ListMultipartUploadParts',
    place,
    client.send(new ListPartsCommand(first)),
  )
  if (part) {
    const parts = { MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] } }
    await attempt(
      'CompleteMultipartUpload',
      's3:PutObject',
      place,
      client.send(new CompleteMultipartUploadCommand({ ...first, ...parts })),
    )
  }
  await attempt(
    'AbortMultipartUpload',
    's3:AbortMultipartUpload',
    place,
    begin().then((second) => client.send(new AbortMultipartUploadCommand(second))),
  )
}

/** One small object, as receipts and what servers keep for each other are. */
async function tryObject(
  { client, address: { bucket }, objects }: Deployment,
  scratch: Scratch,
  { attempt }: Tries,
  prefix: string,
): Promise<void> {
  const at = { Bucket: bucket, Key: scratch.key(prefix) }
  const place = { prefix }
  const put = new PutObjectCommand({ ...at, ...provedBody(BODY), ...encryptionInput(objects) })
  if (!(await attempt('PutObject', 's3:PutObject', place, client.send(put)))) return
  await attempt('HeadObject', 's3:GetObject', place, client.send(new HeadObjectCommand(at)))
  await attempt(
    'GetObject',
    's3:GetObject',
    place,
    client.send(new GetObjectCommand(at)).then(({ Body }) => Body?.transformToString()),
  )
  await attempt('DeleteObject', 's3:DeleteObject', place, client.send(new DeleteObjectCommand(at)))
}
