import { installPackage, isInstalled } from './apt.ts'

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
  if (!(await isInstalled(PACKAGE))) await installPackage(PACKAGE, 'OpenStack Swift')
}
