import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeSwiftConfiguration } from './swift-configuration.ts'
import { ensureSwift, PYTHON } from './swift-install.ts'
import type { S3Server, S3ServerOptions } from './s3-server.ts'

const LAUNCHER = fileURLToPath(new URL('swift_launcher.py', import.meta.url))

const KEYS = {
  region: 'us-east-1',
  accessKeyId: 'longhaul:tests',
  secretAccessKey: 'secret-of-the-tests',
}

/**
 * Starts OpenStack Swift with its S3 API, a real server that is not ours, on free ports and with
 * its data in a folder of its own. It ends with this process at the latest, however that ends.
 *
 * @throws Error that says what to install, or shows the end of the server's log
 */
export async function startSwift({ corsOrigins = [] }: S3ServerOptions = {}): Promise<S3Server> {
  await ensureSwift()
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-swift-'))

  await writeSwiftConfiguration(folder, { ...KEYS, corsOrigins })

  const log = join(folder, 'log')
  const launcher = await launch(folder, log)
  const close = () => end(launcher, folder)
  try {
    const endpoint = `http://127.0.0.1:${await readPort(launcher)}`
    const bucket = 'contract'
    await createBucket({ ...KEYS, endpoint, bucket })
    return { ...KEYS, endpoint, bucket, close }
  } catch (cause) {
    const lines = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-30)
    await close()
    throw new Error(`OpenStack Swift did not start. Its log ends:\n${lines.join('\n')}`, { cause })
  }
}

async function launch(folder: string, log: string): Promise<ChildProcess> {
  const file = await open(log, 'a')
  try {
    return spawn(PYTHON, [LAUNCHER, folder], { stdio: ['pipe', 'pipe', file.fd] })
  } finally {
    await file.close()
  }
}

/** The launcher's first line, which it writes when all servers listen. */
async function readPort(launcher: ChildProcess): Promise<number> {
  let text = ''
  for await (const chunk of launcher.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) return Number.parseInt(text, 10)
  }
  throw new Error('the launcher ended before it named its port')
}

async function createBucket(server: Omit<S3Server, 'close'>): Promise<void> {
  const { endpoint, region, accessKeyId, secretAccessKey, bucket } = server
  const credentials = { accessKeyId, secretAccessKey }
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  client.destroy()
}

/** The end of its input is the launcher's sign to end everything. */
async function end(launcher: ChildProcess, folder: string): Promise<void> {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    const exit = once(launcher, 'exit')
    launcher.stdin?.end()
    await exit
  }
  await rm(folder, { recursive: true, force: true })
}
