import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../../api/store/server.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'

const KEYS = {
  region: 'us-east-1',
  accessKeyId: 'longhaul-tests',
  secretAccessKey: 'secret-of-the-tests',
  bucket: 'contract',
}

/** Starts our own store in this process, on a free port and in a folder that goes with it. */
export async function startEmbeddedStore({
  corsOrigins = [],
}: S3ServerOptions = {}): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-store-'))
  const store = await createStore({ ...KEYS, folder, host: '127.0.0.1', port: 0, corsOrigins })
  return {
    ...KEYS,
    endpoint: store.endpoint,
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
