import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

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
  if (await isInstalled()) return
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error('OpenStack Swift is missing, and is installed on Debian 12 only: use that')
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      `OpenStack Swift is missing: run "apt-get install --no-install-recommends ${PACKAGE}" as root`,
    )
  }
  try {
    await install()
  } catch {
    // The package lists of a fresh machine are empty or old.
    await apt('update')
    await install()
  }
}

async function isInstalled(): Promise<boolean> {
  return run('dpkg-query', ['-W', '-f', '${Status}', PACKAGE]).then(
    ({ stdout }) => stdout === 'install ok installed',
    () => false,
  )
}

const install = () => apt('install', '-y', '--no-install-recommends', PACKAGE)

async function apt(...words: string[]): Promise<void> {
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
