import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import type { Clauses } from './clause.ts'

const RULE = {
  ID: 'incomplete uploads',
  Status: 'Enabled',
  Filter: { Prefix: 'in/' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 8 },
} as const

export const lifecycle: Clauses = {
  'keeps the rules that abort incomplete uploads': async ({ client, server }) => {
    const at = { Bucket: server.bucket }
    const LifecycleConfiguration = { Rules: [RULE] }
    await client.send(new PutBucketLifecycleConfigurationCommand({ ...at, LifecycleConfiguration }))
    const kept = await client.send(new GetBucketLifecycleConfigurationCommand(at))
    expect(kept.Rules).toEqual([RULE])
  },
}
