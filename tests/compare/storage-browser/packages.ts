import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const HERE = { cwd: import.meta.dirname }

/**
 * Installs the packages of this folder, which nothing else needs, unless they are there.
 *
 * @throws Error with what npm said
 */
export async function installPackages(): Promise<void> {
  const areThere = await run('npm', ['ls'], HERE).then(
    () => true,
    () => false,
  )
  if (areThere) return
  process.stdout.write('Installing Storage Browser for S3 (130 MB) …\n')
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], HERE)
}
