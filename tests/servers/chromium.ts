import { existsSync } from 'node:fs'
import { installPackage } from './apt.ts'

/** The browser that the tests drive: `CHROMIUM`, or Debian's. */
export const CHROMIUM = process.env['CHROMIUM'] || '/usr/bin/chromium'

/**
 * Installs Chromium where it is missing.
 *
 * @throws Error that says what to install or set, when it can't
 */
export async function ensureChromium(): Promise<void> {
  if (existsSync(CHROMIUM)) return
  if (process.env['CHROMIUM']) throw new Error(`CHROMIUM is set to ${CHROMIUM}, where nothing is`)
  await installPackage('chromium', 'Chromium')
}
