import { S3Client } from '@aws-sdk/client-s3'
import { observeClient, type ObserveStore } from './observe.ts'

/** How a bucket is reached. */
export interface BucketAddress {
  readonly bucket: string
  readonly region: string
  /** Undefined for AWS. */
  readonly endpoint: string | undefined
  /** The endpoint as browsers reach it, where that is another. */
  readonly publicEndpoint: string | undefined
  /** Further endpoints by which browsers reach the same bucket. */
  readonly otherEndpoints?: readonly string[]
  /** Whether AWS's Transfer Acceleration is switched on for the bucket. */
  readonly accelerate?: boolean
  readonly forcePathStyle: boolean
  /** Undefined for the SDK's own chain: environment, files, instance and container roles. */
  readonly credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

const CONNECT_TIMEOUT = 5_000
const ANSWER_TIMEOUT = 60_000

/**
 * The SDK's client, which adds no checksum of its own (PLATFORM.md, "S3").
 *
 * @param observe hears of every request
 */
export function createS3Client(
  { region, endpoint, forcePathStyle, credentials }: BucketAddress,
  observe?: ObserveStore,
): S3Client {
  const client = new S3Client({
    region,
    forcePathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT,
      requestTimeout: ANSWER_TIMEOUT,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  })
  if (observe) observeClient(client, observe)
  return client
}

/** Where a bucket's objects are: virtual-host or path style, as the SDK decides. */
export interface BucketUrl {
  readonly origin: string
  readonly host: string
  /** What comes before the key, without '/' at its end: '' or '/bucket'. */
  readonly basePath: string
}

/** What else an AWS bucket's address may be asked to be. */
interface AddressStyle {
  readonly ForcePathStyle?: boolean
  readonly UseDualStack?: boolean
  readonly Accelerate?: boolean
}

/**
 * The bucket's URL at an endpoint, undefined for AWS.
 *
 * @throws Error where AWS has no such address
 */
export async function bucketUrl(
  client: S3Client,
  { bucket, region, forcePathStyle }: BucketAddress,
  endpoint: string | undefined,
  style: AddressStyle = {},
): Promise<BucketUrl> {
  const { url } = client.config.endpointProvider({
    Bucket: bucket,
    Region: region,
    ForcePathStyle: forcePathStyle,
    UseFIPS: await client.config.useFipsEndpoint(),
    UseDualStack: await client.config.useDualstackEndpoint(),
    ...style,
    ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
  })
  return { origin: url.origin, host: url.host, basePath: url.pathname.replace(/\/+$/, '') }
}
