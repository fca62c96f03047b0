import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyBuild } from './copy-build.ts'

const TITLE = 'Longhaul, a newer version'

/** A build of a version that came after another one. */
export interface NewerBuild {
  readonly folder: string
  /** Its page's, by which it is told from the other one. */
  readonly title: string
}

/**
 * Copies a build and changes its page and its worker, as a new version of the app does.
 *
 * @param built the other one's folder; the copy is put beside it
 */
export async function makeNewerBuild(built: string): Promise<NewerBuild> {
  const folder = await copyBuild(built, 'newer')
  const page = join(folder, 'web', 'index.html')
  const worker = join(folder, 'web', 'sw.js')
  const before = await readFile(page, 'utf8')
  const after = before.replace(/<title>[^<]*<\/title>/, `<title>${TITLE}</title>`)
  const code = await readFile(worker, 'utf8')
  const newer = code.replaceAll(revisionOf(before), revisionOf(after))
  if (after === before || newer === code) throw new Error('the build could not be made a newer one')
  await writeFile(page, after)
  await writeFile(worker, newer)
  return { folder, title: TITLE }
}

/** By which the worker knows a file's content: the build names it so (vite.config.ts). */
function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
