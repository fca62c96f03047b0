import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createBucket } from './bucket.ts'
import { createS3Client } from './client.ts'

/** What a bucket says of a store that answers everything by this. */
async function asking<T>(
  status: number,
  code: string,
  ask: (bucket: ReturnType<typeof createBucket>) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = createS3Client({
    bucket: 'files',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  })
  try {
    return await ask(createBucket(client, 'files'))
  } finally {
    client.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const UPLOAD = { key: 'a', uploadId: 'u' }
const GUARDS = { size: 0, crc64nvme: null, guarded: false }

describe('an upload that the store does not have', () => {
  // Ceph says NoSuchKey where S3 says NoSuchUpload.
  it.each(['NoSuchUpload', 'NoSuchKey'])('is gone by the code %s', async (code) => {
    const gone = { code: 'upload_gone' }
    await expect(asking(404, code, (b) => b.listParts(UPLOAD))).rejects.toMatchObject(gone)
    await expect(asking(404, code, (b) => b.someParts(UPLOAD, 1, 10))).rejects.toMatchObject(gone)
    await expect(asking(404, code, (b) => b.complete(UPLOAD, [], GUARDS))).rejects.toMatchObject(
      gone,
    )
    await asking(404, code, (b) => b.abort(UPLOAD))
  })

  it('is not gone with its bucket', async () => {
    const answer = asking(404, 'NoSuchBucket', (bucket) => bucket.listParts(UPLOAD))
    await expect(answer).rejects.toMatchObject({ code: 'store_denied' })
  })
})
