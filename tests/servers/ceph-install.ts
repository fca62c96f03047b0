import { installPackage, isInstalled } from './apt.ts'

/** One of each is a cluster that takes objects; a manager (ceph-mgr) only counts them. */
const PACKAGES = ['ceph-mon', 'ceph-osd', 'radosgw'] as const

/**
 * Installs Ceph where it is missing.
 *
 * @throws Error that names the package when this machine or this user can't install it
 */
export async function ensureCeph(): Promise<void> {
  for (const name of PACKAGES) {
    if (!(await isInstalled(name))) await installPackage(name, 'Ceph')
  }
}
