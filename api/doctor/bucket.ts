import { HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Finding } from '../../shared/doctor.ts'
import { storeErrorFacts } from '../s3/errors.ts'
import type { Deployment } from './deployment.ts'
import { failure, ok } from './finding.ts'
import { describeRefusal } from './refusal.ts'

const WRONG_REGION = [
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'AuthorizationQueryParametersError',
  'IncorrectEndpoint',
]
const RUN_OUT = ['ExpiredToken', 'InvalidToken', 'TokenRefreshRequired']

/**
 * Whether the store knows the credentials, and has the bucket in the region that is set. That the
 * bucket may not be listed is told with the permissions.
 */
export async function checkBucket({ client, address }: Deployment): Promise<readonly Finding[]> {
  const { bucket, region } = address
  try {
    await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))
  } catch (error) {
    const found = explain(error, bucket, region)
    if (found) return [found]
  }
  const known = ok('Access key', 'The store takes what is signed with it.')
  const seen = ok('Bucket', `The store has the bucket ${bucket}.`)
  return [known, seen, await checkRegion({ client, address })]
}

/** What a refused list means; undefined where just the permission for it lacks. */
function explain(error: unknown, bucket: string, region: string): Finding | undefined {
  const { names, status } = storeErrorFacts(error)
  const is = (...codes: string[]) => codes.some((code) => names.includes(code))
  if (is('InvalidAccessKeyId')) {
    return failure(
      'access_key_unknown',
      'Access key',
      'The store does not know it.',
      'Give the server the access key that belongs to this store.',
    )
  }
  if (is('SignatureDoesNotMatch')) {
    return failure(
      'access_key_mismatch',
      'Access key',
      'The store finds another signature: the secret is not the one of this access key.',
      'Correct the secret access key, and look whether a proxy changes the header Host.',
    )
  }
  if (is(...RUN_OUT)) {
    return failure(
      'access_key_expired',
      'Access key',
      'It has run out.',
      'Renew the credentials of the server.',
    )
  }
  if (is('NoSuchBucket', 'NotFound') || status === 404) {
    return failure(
      'bucket_missing',
      'Bucket',
      `The store has no bucket ${bucket}.`,
      'Create it, or correct S3_BUCKET (and S3_FORCE_PATH_STYLE, if the store takes bucket names only in the path).',
    )
  }
  if (is(...WRONG_REGION) || status === 301) {
    const right = regionIn(error)
    return failure(
      'region_refused',
      'Region',
      `The store does not take ${region}.`,
      right === undefined ? 'Set S3_REGION to the bucket’s own region.' : `Set S3_REGION=${right}.`,
    )
  }
  if (status === 403) return undefined
  return failure(
    'bucket_unreadable',
    'Bucket',
    `The store answered ${describeRefusal(error)}.`,
    'Look in the store’s own log for what is wrong with it, and run this again.',
  )
}

async function checkRegion({
  client,
  address: { bucket, region },
}: Pick<Deployment, 'client' | 'address'>): Promise<Finding> {
  let actual: string | undefined
  try {
    actual = (await client.send(new HeadBucketCommand({ Bucket: bucket }))).BucketRegion
  } catch (error) {
    actual = regionIn(error)
  }
  if (actual === undefined || actual === region) {
    return ok('Region', `The store takes ${region}.`)
  }
  return failure(
    'region_other',
    'Region',
    `The bucket is in ${actual}, not in ${region}.`,
    `Set S3_REGION=${actual}.`,
  )
}

/** The region that an error names, in its body or in a header. */
function regionIn(error: unknown): string | undefined {
  const response = property(error, '$response')
  const named = property(error, 'Region') ?? property(property(response, 'headers'), HEADER)
  return typeof named === 'string' && /^[\w-]{1,64}$/.test(named) ? named : undefined
}

const HEADER = 'x-amz-bucket-region'

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
