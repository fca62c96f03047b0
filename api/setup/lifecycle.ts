import type { LifecycleRule } from '@aws-sdk/client-s3'
import type { UploadSettings } from '../dependencies.ts'
import { leastDays } from '../doctor/lifecycle.ts'

/** A bucket's lifecycle rules with ours among them; all others stay as they are. */
export function withLifecycleRule(
  rules: readonly LifecycleRule[],
  { keyPrefix, uploadLifetime }: UploadSettings,
): LifecycleRule[] {
  const id = `longhaul incomplete uploads ${keyPrefix}`.trimEnd()
  return [
    ...rules.filter(({ ID }) => ID !== id),
    {
      ID: id,
      Status: 'Enabled',
      Filter: { Prefix: keyPrefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: leastDays(uploadLifetime) },
    },
  ]
}
