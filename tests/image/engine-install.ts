import { installPackage, isInstalled } from '../servers/apt.ts'
import { ensureNginx } from '../servers/nginx-install.ts'

const PACKAGES = {
  'docker.io': 'Docker',
  'docker-compose': 'Docker Compose',
  debootstrap: 'what makes a base image',
} as const

/** @throws Error that names the package when this machine or this user can't install it */
export async function ensureEngine(): Promise<void> {
  for (const [name, purpose] of Object.entries(PACKAGES)) {
    if (!(await isInstalled(name))) await installPackage(name, purpose)
  }
  // With it comes what certificates are made with.
  await ensureNginx()
}
