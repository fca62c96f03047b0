import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BucketAddress } from '../../api/s3/client.ts'
import { examineAt, ORIGIN } from '../../api/testing/examination.ts'
import type { S3Server } from '../servers/s3-server.ts'
import { startSwift } from '../servers/swift.ts'

let swift: S3Server
let address: BucketAddress

beforeAll(async () => {
  swift = await startSwift({ corsOrigins: [ORIGIN] })
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = swift
  const credentials = { accessKeyId, secretAccessKey }
  address = {
    bucket,
    region,
    endpoint,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials,
  }
})
afterAll(() => swift.close())

describe('the doctor on Swift', () => {
  it('warns of what this store lacks, and of nothing else', async () => {
    const { bad } = await examineAt(address)
    expect(bad.map(({ level, code }) => `${level} ${code}`)).toEqual([
      'warning lifecycle_missing',
      'warning lifecycle_of_notes_missing',
      'warning checksums_md5',
      'warning put_unguarded',
    ])
  })

  it('finds that pages of another origin are not let in', async () => {
    const { bad } = await examineAt(address, { origin: 'https://else.example.com' })
    expect(bad).toContainEqual(expect.objectContaining({ level: 'failure', code: 'cors_origin' }))
  })
})
