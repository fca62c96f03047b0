import type { S3Server } from '../servers/s3-server.ts'

/** What `longhaul` reads of the environment for a bucket of that server, beside the credentials. */
export function settingsOf(server: S3Server, origin: string): Record<string, string> {
  return {
    TOKEN_SECRET: 'a-secret-that-only-the-tests-know-of',
    S3_BUCKET: server.bucket,
    S3_REGION: server.region,
    S3_ENDPOINT: server.endpoint,
    PUBLIC_ORIGIN: origin,
    AUTH_OPEN_TO_EVERYONE: 'yes',
    KEY_PREFIX: 'in/',
  }
}

/** Where the AWS SDK's own chain finds them. */
export function credentialsOf({ accessKeyId, secretAccessKey }: S3Server): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
}
