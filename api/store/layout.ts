/** Where the store keeps what. No name that a client chose is ever part of a path. */
import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFolderDurably } from './durable.ts'

export interface Layout {
  /** One record per object, named by the SHA-256 of its key. */
  readonly objects: string
  /** One folder of bytes per upload or put, named by its id. */
  readonly data: string
  /** One journal per upload that is neither completed nor aborted. */
  readonly uploads: string
  /** One small record per completed upload, so that completing can be repeated. */
  readonly completed: string
  /** Files while they are written. */
  readonly temporary: string
  /** The bucket's own settings. */
  readonly settings: string
}

/** The layout of a store's folder, with its folders made and what a crash left half written gone. */
export async function prepareLayout(folder: string): Promise<Layout> {
  const layout: Layout = {
    objects: join(folder, 'objects'),
    data: join(folder, 'data'),
    uploads: join(folder, 'uploads'),
    completed: join(folder, 'completed'),
    temporary: join(folder, 'temporary'),
    settings: join(folder, 'bucket.json'),
  }
  await rm(layout.temporary, { recursive: true, force: true })
  for (const path of [layout.objects, layout.data, layout.uploads, layout.completed]) {
    await createFolderDurably(path)
  }
  await createFolderDurably(layout.temporary)
  return layout
}

/** Hexadecimal, so that a file system which folds case can't mix up two ids. */
const ID = /^[0-9a-f]{48}$/

/** An id nobody can guess, for an upload or a put, which also names its folder. */
export function createId(): string {
  return randomBytes(24).toString('hex')
}

/** Whether a text has the form of an id: only then may it become part of a path. */
export function isId(text: string): boolean {
  return ID.test(text)
}

/** The record of a key: two keys differ in its name even where they differ only in case. */
export function objectPath(layout: Layout, key: string): string {
  return join(layout.objects, `${createHash('sha256').update(key, 'utf8').digest('hex')}.json`)
}

/** The folder of the bytes of an id. */
export function dataPath(layout: Layout, id: string): string {
  if (!isId(id)) throw new RangeError('not an id')
  return join(layout.data, id)
}

/** The journal of an open upload. */
export function journalPath(layout: Layout, id: string): string {
  if (!isId(id)) throw new RangeError('not an id')
  return join(layout.uploads, `${id}.log`)
}

/** The record of a completed upload. */
export function completedPath(layout: Layout, id: string): string {
  if (!isId(id)) throw new RangeError('not an id')
  return join(layout.completed, `${id}.json`)
}
