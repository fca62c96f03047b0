/**
 * The service worker's script as it is served. A browser keeps a worker, and the page that the worker keeps,
 * under the policy that they came with (Service Workers, "policy container"), and takes another worker only
 * where the script's bytes differ. So they have to differ where the policy does: else those who were here
 * before could send nothing to a store that got another address.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const WORKER_PATH = '/sw.js'

/** The page's place in the worker's list of what it keeps, as the build and its minifier write it. */
const KEPT_PAGE =
  /(?<before>url["']?:["'`]\/index\.html["'`],\s*["']?revision["']?:["'`])(?<revision>[0-9a-f]+)/

export interface WorkerScript {
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
}

/**
 * @param folder of the built page
 * @param policy what the page and its worker are bound by
 * @throws Error where the folder has no worker that keeps the page
 */
export function readWorkerScript(folder: string, policy: string): WorkerScript {
  const built = readFileSync(join(folder, WORKER_PATH), 'utf8')
  if (!KEPT_PAGE.test(built))
    throw new Error(`${folder}${WORKER_PATH} keeps no page: build it anew`)
  const script = built.replace(KEPT_PAGE, (_, before: string, revision: string) => {
    const both = createHash('sha256').update(`${revision}\n${policy}`).digest('hex')
    return before + both.slice(0, revision.length)
  })
  const plain = Buffer.from(script)
  return { plain, gzipped: gzipSync(plain, { level: 9 }) }
}
