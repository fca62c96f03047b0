import { existsSync } from 'node:fs'
import { installPackage } from './apt.ts'

/** The Firefox that the tests drive: `FIREFOX`, or Debian's. */
export const FIREFOX = process.env['FIREFOX'] || '/usr/bin/firefox-esr'

/**
 * Installs Firefox where it is missing.
 *
 * @throws Error that says what to install or set, when it can't
 */
export async function ensureFirefox(): Promise<void> {
  if (existsSync(FIREFOX)) return
  if (process.env['FIREFOX']) throw new Error(`FIREFOX is set to ${FIREFOX}, where nothing is`)
  await installPackage('firefox-esr', 'Firefox')
}
