/** A store for a test, with clients for it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { createStore, type Store, type StoreOptions } from './server.ts'

export const BUCKET = 'uploads'
export const REGION = 'us-east-1'
export const CREDENTIALS = { accessKeyId: 'test-key', secretAccessKey: 'test-secret-key' }
export const ORIGIN = 'http://app.example'

export interface TestStore extends Store {
  readonly folder: string
  readonly client: S3Client
  /** Ends the store and starts it again on the same folder. */
  restart(): Promise<TestStore>
  /** Ends the store and removes its folder. */
  dispose(): Promise<void>
}

/** Starts a store on a free port, in a new folder or the one that is given. */
export async function startTestStore(options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'longhaul-store-')))
  const store = await createStore({
    bucket: BUCKET,
    region: REGION,
    ...CREDENTIALS,
    host: '127.0.0.1',
    port: 0,
    corsOrigins: [ORIGIN],
    ...options,
    folder,
  })
  const client = createClient(store.endpoint)
  const end = async (): Promise<void> => {
    client.destroy()
    await store.close()
  }
  return {
    ...store,
    folder,
    client,
    restart: async () => {
      await end()
      return startTestStore({ ...options, folder })
    },
    dispose: async () => {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** An SDK client that sends no checksum of its own accord. */
export function createClient(endpoint: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint,
    region: REGION,
    credentials: CREDENTIALS,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    ...config,
  })
}
