import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Clauses } from './clause.ts'

const RULES = [
  {
    ID: 'incomplete uploads',
    Status: 'Enabled',
    Filter: { Prefix: 'in/' },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
  },
  {
    ID: 'marks',
    Status: 'Enabled',
    Filter: { Prefix: 'marks/' },
    Expiration: { Days: 8 },
  },
] as const

export const lifecycle: Clauses = {
  'keeps the rules that abort incomplete uploads and remove old objects': async ({
    client,
    server,
  }) => {
    const at = { Bucket: server.bucket }
    const LifecycleConfiguration = { Rules: [...RULES] }
    await client.send(new PutBucketLifecycleConfigurationCommand({ ...at, LifecycleConfiguration }))
    const kept = await client.send(new GetBucketLifecycleConfigurationCommand(at))
    expect(kept.Rules).toEqual(RULES)
  },
}
