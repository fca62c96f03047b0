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

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

/**
 * Chromium without windows, for tests that only look at pages: it opens one in half the time. It is
 * the whole browser where `CHROMIUM` is set, or Debian's package is not there.
 */
export function headlessChromium(): string {
  return !process.env['CHROMIUM'] && existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : CHROMIUM
}

/** Installs it where it is missing; says so where it can't, which only makes the tests slower. */
export async function ensureHeadlessChromium(): Promise<void> {
  if (process.env['CHROMIUM'] || existsSync(HEADLESS_SHELL)) return
  try {
    await installPackage('chromium-headless-shell', 'Chromium without windows')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stdout.write(`Pages are looked at in ${CHROMIUM}, which takes longer: ${reason}\n`)
  }
}
