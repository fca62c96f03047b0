import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { BucketAddress } from '../s3/client.ts'
import { readSecret } from '../secrets.ts'

/** Where people open the page. */
export function originOf({ publicOrigin, port }: Config): string {
  return publicOrigin ?? `http://localhost:${port}`
}

/**
 * The bucket. The embedded store is asked as any other: it runs beside the server.
 *
 * @throws StartError where the server keeps no secret of that store yet
 */
export async function addressOf(config: Config): Promise<BucketAddress> {
  const { storage, host, dataFolder } = config
  if (storage.kind === 's3') return storage.address
  const secretAccessKey =
    storage.secretAccessKey ?? (await readSecret(resolve(dataFolder), 'store-secret-access-key'))
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const { hostname } = new URL(originOf(config))
  return {
    bucket: storage.bucket,
    region: storage.region,
    endpoint: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${storage.port}`,
    publicEndpoint: storage.publicEndpoint ?? `http://${hostname}:${storage.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: storage.accessKeyId ?? 'longhaul', secretAccessKey },
  }
}
