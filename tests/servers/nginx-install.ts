import { existsSync } from 'node:fs'
import { installPackage } from './apt.ts'

export const NGINX = '/usr/sbin/nginx'
export const OPENSSL = '/usr/bin/openssl'
export const SYSTEMD_ANALYZE = '/usr/bin/systemd-analyze'
/** Of the same package. */
export const SYSTEMCTL = '/usr/bin/systemctl'

/**
 * Installs nginx, and what its configuration and that of systemd are tested with, where it is missing.
 *
 * @throws Error that names the package when this machine or this user can't install it
 */
export async function ensureNginx(): Promise<void> {
  if (!existsSync(NGINX)) await installPackage('nginx', 'nginx')
  await ensureOpenssl()
  if (!existsSync(SYSTEMD_ANALYZE)) await installPackage('systemd', 'systemd-analyze')
}

/** Installs OpenSSL where it is missing. @throws Error as above */
export async function ensureOpenssl(): Promise<void> {
  if (!existsSync(OPENSSL)) await installPackage('openssl', 'OpenSSL')
}
