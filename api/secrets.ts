/** Secrets that nobody was asked for: made once, and kept where the data is. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
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
  const kept = (await find(path)) ?? (await create(path)) ?? (await readFile(path, 'utf8')).trim()
  if (kept === '') throw new Error(`${path} is empty: delete it, and a new secret is made`)
  return kept
}

async function find(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Two starts at once must not each make one: a link to a whole file is made by the first only.
 */
async function create(path: string): Promise<string | undefined> {
  const secret = randomBytes(BYTES).toString('base64url')
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(`${secret}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(draft, path)
    return secret
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}
