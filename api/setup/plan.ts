import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type CORSRule,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { UploadSettings } from '../dependencies.ts'
import { describeRefusal, isUnknownTo } from '../doctor/refusal.ts'
import { storeErrorFacts } from '../s3/errors.ts'
import { StartError } from '../start-error.ts'
import { withCorsRule } from './cors.ts'
import { withLifecycleRule } from './lifecycle.ts'

/** One kind of rules of a bucket: as they are, as they would be, and what makes them so. */
export interface Change {
  readonly name: string
  readonly before: readonly (CORSRule | LifecycleRule)[]
  readonly after: readonly (CORSRule | LifecycleRule)[]
  apply(): Promise<void>
}

/**
 * What is to change in a bucket for pages of that origin; nothing is changed yet.
 *
 * @throws StartError when the rules can't be read: they would be lost
 */
export async function planChanges(
  client: S3Client,
  bucket: string,
  origin: string,
  uploads: UploadSettings,
): Promise<Change[]> {
  const at = { Bucket: bucket }
  const cors =
    (
      await read('CORS rules', 'NoSuchCORSConfiguration', 's3:GetBucketCORS', () =>
        client.send(new GetBucketCorsCommand(at)),
      )
    )?.CORSRules ?? []
  const found = await read(
    'lifecycle rules',
    'NoSuchLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
    () => client.send(new GetBucketLifecycleConfigurationCommand(at)),
  )
  const lifecycle = found?.Rules ?? []
  const size = found?.TransitionDefaultMinimumObjectSize
  const corsAfter = withCorsRule(cors, origin)
  const lifecycleAfter = withLifecycleRule(lifecycle, uploads)
  return [
    {
      name: 'CORS rules',
      before: cors,
      after: corsAfter,
      apply: () =>
        write('CORS rules', 's3:PutBucketCORS', () =>
          client.send(
            new PutBucketCorsCommand({ ...at, CORSConfiguration: { CORSRules: corsAfter } }),
          ),
        ),
    },
    {
      name: 'lifecycle rules',
      before: lifecycle,
      after: lifecycleAfter,
      apply: () =>
        write('lifecycle rules', 's3:PutLifecycleConfiguration', () =>
          client.send(
            new PutBucketLifecycleConfigurationCommand({
              ...at,
              LifecycleConfiguration: { Rules: lifecycleAfter },
              ...(size && { TransitionDefaultMinimumObjectSize: size }),
            }),
          ),
        ),
    },
  ]
}

async function read<T>(
  name: string,
  none: string,
  action: string,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask()
  } catch (cause) {
    if (storeErrorFacts(cause).names.includes(none)) return undefined
    throw refusal(`The bucket's ${name} can't be read`, action, cause)
  }
}

async function write(name: string, action: string, send: () => Promise<unknown>): Promise<void> {
  try {
    await send()
  } catch (cause) {
    throw refusal(`The bucket's ${name} can't be set`, action, cause)
  }
}

function refusal(what: string, action: string, cause: unknown): StartError {
  const isAllowed = !storeErrorFacts(cause).names.includes('AccessDenied')
  const next =
    isAllowed && !isUnknownTo(cause)
      ? 'To find out what to change: longhaul doctor'
      : `Allow ${action} to whoever runs this, or, where the store has no such rules, set up the store's own way.`
  return new StartError(`${what}: the store answered ${describeRefusal(cause)}. ${next}`, { cause })
}
