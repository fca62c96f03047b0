/** The store and the API as processes of their own, so that each one's costs can be told apart. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import type { ChecksumAlgorithm } from '../../shared/checksum.ts'
import { clientConfigSchema } from '../../shared/wire.ts'
import type { Endings } from './ending.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const START_LIMIT = 30_000
const END_LIMIT = 10_000

export const BUCKET = 'uploads'
export const REGION = 'us-east-1'
export const CREDENTIALS = {
  accessKeyId: 'longhaul-bench',
  secretAccessKey: randomBytes(24).toString('base64url'),
}

/** Whose a bucket is. */
export interface Account {
  readonly bucket: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** That of the embedded store. */
export const EMBEDDED: Account = { bucket: BUCKET, region: REGION, credentials: CREDENTIALS }

export interface Running {
  readonly pid: number
  /** Where it listens. */
  readonly address: string
}

/** Starts the embedded store in a folder, open to every origin. */
export async function startStore(folder: string, endings: Endings): Promise<Running> {
  const child = start(['--import', 'tsx', 'api/store/main.ts'], {
    DATA_DIR: folder,
    STORE_PORT: '0',
    STORE_BUCKET: BUCKET,
    STORE_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    STORE_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    STORE_CORS_ORIGINS: '*',
  })
  endings.add(() => end(child))
  return { pid: child.pid ?? 0, address: await lineOf(child, /S3 endpoint (http:\S+?),/) }
}

/**
 * Starts the built API and page on a store.
 *
 * @param endpoint the store as the API reaches it
 * @param publicEndpoints the store as browsers reach it, one or several
 * @param checksum what the API has to find the store to check; null for whatever it finds
 */
export async function startApi(
  endpoint: string,
  publicEndpoints: readonly string[],
  checksum: ChecksumAlgorithm | null,
  endings: Endings,
  { bucket, region, credentials } = EMBEDDED,
): Promise<Running> {
  const main = join(resolve(ROOT, process.env['LONGHAUL_DIST'] ?? 'dist'), 'api', 'main.js')
  await access(main).catch((cause: unknown) => {
    throw new Error('build the program before: npm run build', { cause })
  })
  const child = start([main], {
    PORT: '0',
    S3_BUCKET: bucket,
    S3_REGION: region,
    S3_ENDPOINT: endpoint,
    S3_PUBLIC_ENDPOINT: publicEndpoints[0] ?? endpoint,
    S3_ENDPOINTS: publicEndpoints.join(','),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    TOKEN_SECRET: randomBytes(32).toString('hex'),
  })
  endings.add(() => end(child))
  const address = await lineOf(child, /Longhaul is ready: (\S+)/)
  const response = await fetch(`${address}/api/config`)
  const config = v.parse(v.pick(clientConfigSchema, ['checksum']), await response.json())
  if (checksum !== null && config.checksum !== checksum) {
    throw new Error(`the API found the store to check ${config.checksum}, not ${checksum}`)
  }
  return { pid: child.pid ?? 0, address }
}

/** With nothing of this process's settings but where programs and home are. */
function start(command: readonly string[], settings: Record<string, string>): ChildProcess {
  const { PATH, HOME } = process.env
  return spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...(PATH && { PATH }), ...(HOME && { HOME }), ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Waits for a line of the output; what is said later is dropped. */
function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error('a server did not start in time')), START_LIMIT)
    child.once('exit', () => reject(new Error('a server ended before it was ready')))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString()
      const found = pattern.exec(said)?.[1]
      if (found === undefined) return
      clearTimeout(late)
      resolve(found)
    })
  })
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), END_LIMIT)
    child.once('exit', () => {
      clearTimeout(force)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
