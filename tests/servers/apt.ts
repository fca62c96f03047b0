import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether a Debian package is installed; false where there are none. */
export async function isInstalled(name: string): Promise<boolean> {
  return run('dpkg-query', ['-W', '-f', '${Status}', name]).then(
    ({ stdout }) => stdout === 'install ok installed',
    () => false,
  )
}

/**
 * Installs a Debian package that the tests need.
 *
 * @param purpose what it is, for the message
 * @throws Error that says what to install, when this machine or this user can't install it
 */
export async function installPackage(name: string, purpose: string): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Error(`${purpose} is missing: install it (on Debian the package is "${name}")`)
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      `${purpose} is missing: run "apt-get install --no-install-recommends ${name}" as root`,
    )
  }
  process.stdout.write(`Installing ${purpose} (${name}) …\n`)
  try {
    await install(name)
  } catch {
    // The package lists of a fresh machine are empty or old.
    await apt('update')
    await install(name)
  }
}

const install = (name: string) => apt('install', '-y', '--no-install-recommends', name)

async function apt(...words: string[]): Promise<void> {
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], {
    // In runlevel 1 no package starts its service.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
}
