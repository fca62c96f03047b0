import { existsSync } from 'node:fs'
import { installPackage, isInstalled } from './apt.ts'

/** Drives a browser that is made of WebKitGTK. */
export const WEBKIT_DRIVER = '/usr/bin/WebKitWebDriver'
/** A display in memory: WebKitGTK can't do without one. */
export const DISPLAY_SERVER = '/usr/bin/Xvfb'

/**
 * Installs WebKitGTK, its driver, what a program in Python needs to be a browser by it, and a
 * display, where they are missing.
 *
 * @throws Error that names the package when this machine or this user can't install it
 */
export async function ensureWebKit(): Promise<void> {
  if (!existsSync(WEBKIT_DRIVER)) await installPackage('webkit2gtk-driver', 'WebKitGTK’s driver')
  if (!existsSync(DISPLAY_SERVER)) await installPackage('xvfb', 'Xvfb, a display in memory')
  for (const name of ['gir1.2-webkit2-4.1', 'python3-gi']) {
    if (!(await isInstalled(name))) await installPackage(name, 'WebKitGTK for Python')
  }
}
