/** Secrets that nobody was asked for: made once, and kept where the data is. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const BYTES = 32

/**
 * The secret of this name in the data folder, made at the first call: 43 characters that are safe
 * in URLs, in a file that only its owner can read.
 *
 * @param name lower-case words with hyphens; becomes the name of the file
 * @throws RangeError for another name, Error when the file can't be used or is empty
 */
export async function keepSecret(dataDir: string, name: string): Promise<string> {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) throw new RangeError(`no name of a secret: ${name}`)
  const folder = join(dataDir, 'secrets')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  const kept = (await create(path)) ?? (await readFile(path, 'utf8')).trim()
  if (kept === '') throw new Error(`${path} is empty: delete it, and a new secret is made`)
  return kept
}

/** Two starts at once must not each make one: only the first creates the file. */
async function create(path: string): Promise<string | undefined> {
  const secret = randomBytes(BYTES).toString('base64url')
  try {
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile(`${secret}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return secret
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  }
}
