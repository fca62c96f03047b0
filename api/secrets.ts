/** Secrets that nobody was asked for: made once, and kept where the data is. */
import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { StartError } from './start-error.ts'

const BYTES = 32

/**
 * The secret of this name in the data folder, made at the first call: 43 characters that are safe
 * in URLs, in a file that only its owner can read.
 *
 * @param name lower-case words with hyphens; becomes the name of the file
 * @throws RangeError for another name, Error when the file can't be used or is empty
 */
export async function keepSecret(dataDir: string, name: string): Promise<string> {
  const path = pathOf(dataDir, name)
  await makeFolder(dirname(path))
  return (await find(path)) ?? (await create(path)) ?? (await read(path))
}

/**
 * The secret of this name if it was made before: a new one would be known to nobody else.
 *
 * @throws StartError where there is none, or it can't be read
 */
export async function readSecret(dataDir: string, name: string): Promise<string> {
  const kept = await find(pathOf(dataDir, name)).catch((cause: unknown) => {
    throw secretError(cause)
  })
  if (kept !== undefined) return kept
  const setting = name.toUpperCase().replaceAll('-', '_')
  throw new StartError(
    `There is no ${name.replaceAll('-', ' ')} in DATA_DIR (${dataDir}): start the server first, ` +
      `which makes it, or give the server's own DATA_DIR or ${setting}.`,
  )
}

/** That a secret can't be had, as one line. */
export function secretError(cause: unknown): StartError {
  const reason = cause instanceof Error ? cause.message : 'unknown'
  return new StartError(`The secrets in DATA_DIR can't be used: ${reason}.`, { cause })
}

function pathOf(dataDir: string, name: string): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) throw new RangeError(`no name of a secret: ${name}`)
  return join(dataDir, 'secrets', name)
}

async function read(path: string): Promise<string> {
  const kept = (await readFile(path, 'utf8')).trim()
  if (kept === '') throw new Error(`${path} is empty: delete it, and a new secret is made`)
  return kept
}

async function find(path: string): Promise<string | undefined> {
  try {
    return await read(path)
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
