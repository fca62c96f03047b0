import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  S3Client,
  type CORSRule,
} from '@aws-sdk/client-s3'
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { until } from '../survival/until.ts'
import { cephConfiguration, type CephConfiguration } from './ceph-configuration.ts'
import { ensureCeph } from './ceph-install.ts'
import { freePort } from './free-port.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'

const LAUNCHER = fileURLToPath(new URL('ceph_launcher.sh', import.meta.url))

const KEYS = {
  region: 'us-east-1',
  accessKeyId: 'longhaul-tests',
  secretAccessKey: 'secret-of-the-tests',
}

/** ms in which the gateway has to answer once it was started. */
const START = 120_000

type CephOptions = S3ServerOptions & Pick<CephConfiguration, 'smallestPart' | 'lifecycleDay'>

/**
 * Starts Ceph with its S3 gateway (RGW), a real server that is not ours, on free ports and with its
 * data in a folder of its own. It ends with this process at the latest, however that ends.
 *
 * @throws Error that says what to install, or shows the end of the logs
 */
export async function startCeph(options: CephOptions = {}): Promise<S3Server> {
  const { corsOrigins = [], ...limits } = options
  await ensureCeph()
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-ceph-'))
  const ports = { monitor: await freePort(), gateway: await freePort() }
  await writeFile(join(folder, 'ceph.conf'), cephConfiguration({ ...limits, folder, ports }))
  const words = [LAUNCHER, folder, String(ports.monitor), KEYS.accessKeyId, KEYS.secretAccessKey]
  const launcher = spawn('sh', words)
  let complaint = ''
  launcher.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const close = () => end(launcher)
  try {
    await hasStarted(launcher)
    await until(() => answers(ports.gateway), 'the gateway of Ceph listens', START)
    const endpoint = `http://127.0.0.1:${ports.gateway}`
    const bucket = 'contract'
    await createBucket({ ...KEYS, endpoint, bucket }, corsOrigins)
    return { ...KEYS, endpoint, bucket, close }
  } catch (cause) {
    const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '')
    await close()
    const lines = `${log}${complaint}`.trimEnd().split('\n').slice(-30)
    throw new Error(`Ceph did not start. Its log ends:\n${lines.join('\n')}`, { cause })
  }
}

/** The launcher's first line. */
async function hasStarted(launcher: ChildProcessWithoutNullStreams): Promise<void> {
  for await (const chunk of launcher.stdout) {
    if (String(chunk).includes('\n')) return
  }
  throw new Error('the launcher ended before Ceph had started')
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.ok
    },
    () => false,
  )
}

async function createBucket(
  server: Omit<S3Server, 'close'>,
  corsOrigins: readonly string[],
): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey, bucket } = server
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    if (corsOrigins.length > 0) await client.send(letIn(bucket, corsOrigins))
  } finally {
    client.destroy()
  }
}

function letIn(bucket: string, origins: readonly string[]): PutBucketCorsCommand {
  const rule: CORSRule = {
    AllowedOrigins: [...origins],
    AllowedMethods: ['PUT'],
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag', CHECKSUM_HEADERS.crc64nvme, 'x-amz-request-id'],
    MaxAgeSeconds: 3600,
  }
  return new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } })
}

/** The end of its input is the launcher's sign to end everything. */
async function end(launcher: ChildProcessWithoutNullStreams): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return
  const exit = once(launcher, 'exit')
  launcher.stdin.end()
  await exit
}
