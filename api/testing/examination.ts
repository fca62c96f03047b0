/** What the doctor finds of a store, for tests. */
import type { S3Client } from '@aws-sdk/client-s3'
import type { Deployment } from '../doctor/deployment.ts'
import { examine } from '../doctor/examine.ts'
import { createS3Client, type BucketAddress } from '../s3/client.ts'
import { NO_NOTICES } from '../notices/settings.ts'
import { NO_OBJECT_OPTIONS } from '../s3/object-options.ts'
import { MAX_OBJECT_SIZE } from '../../shared/limits.ts'

export const ORIGIN = 'https://files.example.com'

/** Bytes, seconds: what a server has where nothing is set. */
export const UPLOADS: Deployment['uploads'] = {
  keyPrefix: 'in/',
  receiptPrefix: 'receipts/',
  statePrefix: '.longhaul/',
  maxFileSize: MAX_OBJECT_SIZE,
  presignLifetime: 3600,
  uploadLifetime: 7 * 24 * 60 * 60,
  partRoute: true,
  wholeFileHashes: [],
}

/**
 * @param change what is to differ from the usual
 * @param prepare has the client be answered as another store would
 */
export async function examineAt(
  address: BucketAddress,
  change: Partial<Omit<Deployment, 'client' | 'address'>> = {},
  prepare: (client: S3Client) => void = () => undefined,
) {
  const client = createS3Client(address)
  prepare(client)
  try {
    const findings = await examine({
      client,
      address,
      origin: ORIGIN,
      uploads: UPLOADS,
      objects: NO_OBJECT_OPTIONS,
      notices: NO_NOTICES,
      now: Date.now,
      ...change,
    })
    const bad = findings.filter(({ level }) => level !== 'ok')
    return { findings, bad }
  } finally {
    client.destroy()
  }
}
