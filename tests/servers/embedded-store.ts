import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStoreProcess } from '../../api/store/test-child.ts'
import { BUCKET, CREDENTIALS, REGION } from '../../api/store/test-store.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'

/** Starts our own store in a process of its own, on a free port and in a folder that goes with it. */
export async function startEmbeddedStore({
  corsOrigins = [],
}: S3ServerOptions = {}): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-store-'))
  const origins = corsOrigins.join(',')
  const store = await startStoreProcess(folder, { STORE_CORS_ORIGINS: origins })
  return {
    endpoint: store.endpoint,
    region: REGION,
    bucket: BUCKET,
    ...CREDENTIALS,
    async close() {
      await store.end('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
