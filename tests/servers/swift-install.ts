import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { installPackage } from './apt.ts'

const run = promisify(execFile)

/** Debian's own Python, the one that Debian's packages install for. */
export const PYTHON = '/usr/bin/python3'

/** Has the code of all of Swift's servers, without their daemons. */
const PACKAGE = 'python3-swift'

/**
 * Installs Swift where it is missing.
 *
 * @throws Error that names the package when this machine or this user can't install it
 */
export async function ensureSwift(): Promise<void> {
  if (!(await isInstalled())) await installPackage(PACKAGE, 'OpenStack Swift')
}

async function isInstalled(): Promise<boolean> {
  return run('dpkg-query', ['-W', '-f', '${Status}', PACKAGE]).then(
    ({ stdout }) => stdout === 'install ok installed',
    () => false,
  )
}
