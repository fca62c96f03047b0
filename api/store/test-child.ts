/** The store as a process of its own, which a test may kill. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { BUCKET, CREDENTIALS, REGION } from './test-store.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const END_WITH_PARENT = new URL('../../tests/servers/end-with-parent.js', import.meta.url).href

export interface StoreProcess {
  readonly endpoint: string
  /** The most memory the process ever had, in bytes. */
  peakMemory(): Promise<number>
  /** Ends the process, and gives its exit code once it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** Starts the store alone on a free port; it ends with this process. @throws Error with what it said, when it does not start */
export async function startStoreProcess(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<StoreProcess> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, '--import', 'tsx', MAIN], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      STORE_PORT: '0',
      STORE_BUCKET: BUCKET,
      S3_REGION: REGION,
      STORE_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      STORE_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const endpoint = await readEndpoint(child)
  return {
    endpoint,
    peakMemory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024
    },
    end: async (signal) => {
      child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

async function readEndpoint(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('the output of the store is not piped')
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  for await (const line of createInterface(child.stdout)) {
    const endpoint = /^S3 endpoint (http:\S+),/.exec(line)?.[1]
    if (endpoint !== undefined) {
      child.stdout.resume()
      return endpoint
    }
  }
  throw new Error(errors)
}
