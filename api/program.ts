import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { StartError } from './start-error.ts'

const manifestSchema = v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() }))

/**
 * The program's version, and the page where it was built beside the program.
 *
 * @param from the program's own folder, somewhere below its package.json
 */
export async function describeProgram(
  from: string,
): Promise<{ version: string; webFolder: string | undefined }> {
  const root = await findUpwards(from, 'package.json')
  const manifest = v.parse(manifestSchema, await readFile(join(root, 'package.json'), 'utf8'))
  const webFolder = join(from, '..', 'web')
  const built = await exists(join(webFolder, 'sw.js'))
  return { version: manifest.version, webFolder: built ? webFolder : undefined }
}

async function findUpwards(from: string, name: string): Promise<string> {
  if (await exists(join(from, name))) return from
  if (dirname(from) === from) throw new StartError(`${name} is missing beside the program.`)
  return findUpwards(dirname(from), name)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
