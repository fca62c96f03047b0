import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = resolve(import.meta.dirname, '../..')

/** Stands in every file that must not get into an image. */
export const SECRET = 'must not get into an image'
/** What may lie around where an operator builds. */
const LYING_AROUND = [
  '.env',
  '.git/config',
  'api/.env',
  'data/secrets/token-secret',
  'deploy/longhaul.env',
  'deploy/tls/privkey.pem',
  'dist/api/main.js',
  'node_modules/left-behind/index.js',
  'tests/.artifacts/film.mov',
  'web/.env.local',
]

/** A clone of the project as it is here, in which an operator has worked already. */
export async function makeCheckout(to: string): Promise<void> {
  const words = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { stdout } = await run('git', words, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 })
  const paths = stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)))
  for (const path of paths) await cp(join(ROOT, path), join(to, path))
  for (const path of LYING_AROUND) {
    await mkdir(dirname(join(to, path)), { recursive: true })
    await writeFile(join(to, path), `${SECRET}\n`)
  }
}
