import { cp } from 'node:fs/promises'

/**
 * Copies a build, for one that is to differ from it.
 *
 * @param built the other one's folder; the copy is put beside it
 * @returns the copy's folder
 */
export async function copyBuild(built: string, name: string): Promise<string> {
  const folder = `${built}-${name}`
  // What was compressed of the other one is no more that of this.
  await cp(built, folder, { recursive: true, filter: (path) => !path.endsWith('.gz') })
  return folder
}
