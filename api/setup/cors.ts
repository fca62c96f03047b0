import type { CORSRule } from '@aws-sdk/client-s3'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'

/** The rule's name, by which it is found again. */
const CORS_RULE_ID = 'longhaul'

/** Seconds: S3 lets browsers keep the answer to a preflight; Chromium does so for two hours at most. */
const MAX_AGE = 7200

/** A bucket's CORS rules with ours among them, which comes first; all others stay as they are. */
export function withCorsRule(rules: readonly CORSRule[], origin: string): CORSRule[] {
  const others = rules.filter(({ ID }) => ID !== CORS_RULE_ID)
  const earlier = rules.find(({ ID }) => ID === CORS_RULE_ID)?.AllowedOrigins ?? []
  return [
    {
      ID: CORS_RULE_ID,
      // Another deployment on the same bucket keeps its place.
      AllowedOrigins: [...new Set([...earlier, origin])],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['*'],
      ExposeHeaders: ['ETag', CHECKSUM_HEADERS.crc64nvme],
      MaxAgeSeconds: MAX_AGE,
    },
    ...others,
  ]
}
