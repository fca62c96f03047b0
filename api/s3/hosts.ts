import type { S3Client } from '@aws-sdk/client-s3'
import { StartError } from '../start-error.ts'
import { bucketUrl, type BucketAddress, type BucketUrl } from './client.ts'

/** The same bucket under different host names: the first is the one that is taken unasked. */
export type BucketUrls = readonly [BucketUrl, ...BucketUrl[]]

/**
 * Every address by which browsers reach the bucket, as a browser opens only so many connections to
 * one host name (PLATFORM.md, "Sending").
 *
 * On AWS these are virtual-host and path style, each also as dual-stack ("Using Amazon S3 dual-stack
 * endpoints"), and those of Transfer Acceleration where that is switched on.
 *
 * @throws StartError when the bucket can't have Transfer Acceleration
 */
export async function browserBucketUrls(
  client: S3Client,
  address: BucketAddress,
): Promise<BucketUrls> {
  const endpoint = address.publicEndpoint ?? address.endpoint
  const first = await bucketUrl(client, address, endpoint)
  const others =
    endpoint === undefined
      ? await addressesOnAws(client, address)
      : await Promise.all(
          (address.otherEndpoints ?? []).map((other) => bucketUrl(client, address, other)),
        )
  return [first, ...differing(first, others)]
}

async function addressesOnAws(client: S3Client, address: BucketAddress): Promise<BucketUrl[]> {
  const styles = [{ UseDualStack: true }, { ForcePathStyle: true }]
  const urls = await Promise.all(
    [...styles, { UseDualStack: true, ForcePathStyle: true }].map((style) =>
      bucketUrl(client, address, undefined, style),
    ),
  )
  return address.accelerate ? [...urls, ...(await acceleratedAddresses(client, address))] : urls
}

async function acceleratedAddresses(client: S3Client, address: BucketAddress) {
  try {
    return await Promise.all(
      [false, true].map((UseDualStack) =>
        bucketUrl(client, address, undefined, { Accelerate: true, UseDualStack }),
      ),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'unknown'
    throw new StartError(`S3_ACCELERATE must be off for this bucket: ${reason}.`, { cause })
  }
}

/** Without those of a host name that came before. */
function differing(first: BucketUrl, others: readonly BucketUrl[]): BucketUrl[] {
  const origins = new Set([first.origin])
  return others.filter(({ origin }) => !origins.has(origin) && origins.add(origin))
}
