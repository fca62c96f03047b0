import { hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import type { Dependencies, UploadSettings } from './dependencies.ts'
import { createBucket } from './s3/bucket.ts'
import { bucketUrl, createS3Client, type BucketAddress } from './s3/client.ts'
import { browserBucketUrls, type BucketUrls } from './s3/hosts.ts'
import { createPresigner } from './s3/presign.ts'
import { probeStore, remember } from './s3/probe.ts'
import { RELAY_LIMITS, type RelayLimits } from './s3/relay.ts'
import { createTokens } from './token.ts'

/** What makes a server's dependencies, beside the network. */
export interface Parts {
  readonly address: BucketAddress
  readonly uploads: UploadSettings
  readonly tokenSecret: string
  readonly log: Logger
  readonly version: string
  readonly webFolder: string | undefined
  readonly https: boolean
  /** ms since 1970. */
  readonly now?: () => number
  readonly relayLimits?: RelayLimits
}

/** The dependencies of the app on one bucket, and what ends them. */
export async function assemble(parts: Parts): Promise<Dependencies & { end(): void }> {
  const { address, uploads, log, version, webFolder, https, tokenSecret } = parts
  const client = createS3Client(address)
  const presignerFor = (urls: BucketUrls) =>
    createPresigner(urls, address.region, () => client.config.credentials())
  return {
    settings: uploads,
    store: createBucket(client, address.bucket),
    presigner: presignerFor(await browserBucketUrls(client, address)),
    innerPresigner: presignerFor([await bucketUrl(client, address, address.endpoint)]),
    relayLimits: parts.relayLimits ?? RELAY_LIMITS,
    ability: remember(() => probeStore(client, address.bucket, uploads.keyPrefix, log)),
    tokens: createTokens(derive(tokenSecret, 'longhaul token')),
    watchTokens: createTokens(derive(tokenSecret, 'longhaul watch token')),
    keySecret: derive(tokenSecret, 'longhaul object key'),
    now: parts.now ?? Date.now,
    log,
    version,
    webFolder,
    https,
    end: () => client.destroy(),
  }
}

/** A key for one purpose (RFC 5869), so that what one signs is worth nothing to another. */
function derive(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32))
}
