import * as v from 'valibot'
import { UploadError } from '../../../shared/errors.ts'
import { linkTokenSchema } from '../../../shared/messages.ts'
import type { Database } from './database.ts'

/** The upload links that were opened in this browser. */
export interface LinkStore {
  /** The last one, by which new uploads are begun; null where there was none. */
  current(): string | null
  /** Resolves when the link would survive the worker's end. @throws UploadError storage */
  open(token: string): Promise<void>
}

const CURRENT = 'link'

/** Keeps the last link that was opened: an upload's record has its own. */
export async function openLinkStore(database: Database): Promise<LinkStore> {
  let current = await orStorageError(read(database))
  return {
    current: () => current,
    open: async (token) => {
      await orStorageError(database.put('about', token, CURRENT))
      current = token
    },
  }
}

async function read(database: Database): Promise<string | null> {
  const value = await database.get('about', CURRENT)
  return value === undefined ? null : v.parse(linkTokenSchema, value)
}

async function orStorageError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new UploadError('storage', 'the browser could not keep or read a link', { cause })
  }
}
