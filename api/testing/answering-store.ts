import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { S3Client } from '@aws-sdk/client-s3'
import { createS3Client } from '../s3/client.ts'

/** A store that answers each request by this, and a client of its bucket `files`. */
export async function openAnsweringStore(
  answer: RequestListener,
): Promise<{ readonly client: S3Client; close(): void }> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = createS3Client({
    bucket: 'files',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    publicEndpoint: undefined,
    forcePathStyle: true,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'secret' },
  })
  return {
    client,
    close() {
      client.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}
