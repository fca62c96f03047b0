import type { LifecycleRule } from '@aws-sdk/client-s3'
import type { UploadSettings } from '../dependencies.ts'
import { leastDays } from '../doctor/lifecycle.ts'
import { notesPrefix } from '../uploads/notes.ts'

/** A bucket's lifecycle rules with ours among them, which come last; all others stay as they are. */
export function withLifecycleRule(
  rules: readonly LifecycleRule[],
  uploads: UploadSettings,
): LifecycleRule[] {
  const { keyPrefix, uploadLifetime } = uploads
  const days = leastDays(uploadLifetime)
  const notes = notesPrefix(uploads)
  const ours: LifecycleRule[] = [
    {
      ID: `longhaul incomplete uploads ${keyPrefix}`.trimEnd(),
      Status: 'Enabled',
      Filter: { Prefix: keyPrefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
    },
    {
      ID: `longhaul notes of uploads ${notes}`,
      Status: 'Enabled',
      Filter: { Prefix: notes },
      Expiration: { Days: days },
    },
  ]
  return [...rules.filter(({ ID }) => ours.every((rule) => rule.ID !== ID)), ...ours]
}
