import { S3Client } from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import type { S3Server } from '../servers/s3-server.ts'
import { createPresign, type Presign } from './presign.ts'

/** The origin whose pages may send requests to the servers under test. */
export const ORIGIN = 'http://localhost:5173'

/** What a clause works with. */
export interface S3 {
  readonly server: S3Server
  readonly client: S3Client
  readonly presign: Presign
  /** A bucket and a key in it that no other clause uses. */
  place(name?: string): Place
}

export interface Place {
  readonly Bucket: string
  readonly Key: string
}

export function openS3(server: S3Server): S3 {
  return {
    server,
    client: createClient(server),
    presign: createPresign(server),
    place: (name = 'object') => ({ Bucket: server.bucket, Key: `${randomUUID()}/${name}` }),
  }
}

/** A client as Longhaul's: no checksums but those that are asked for. It tries once only. */
export function createClient(server: S3Server, options: { systemClockOffset?: number } = {}) {
  const { endpoint, region, accessKeyId, secretAccessKey } = server
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    ...options,
  })
}
