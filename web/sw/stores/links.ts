import * as v from 'valibot'
import { linkTokenSchema } from '../../../shared/messages.ts'
import { orStorageError, type Database } from './database.ts'

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
  const stored = await orStorageError(() => database.get('about', CURRENT))
  // What another version wrote keeps nothing from going on; a token is nothing for a log.
  const isKnown = v.is(v.nullish(linkTokenSchema), stored)
  if (!isKnown) console.warn('Longhaul: the link can not be read')
  let current = (isKnown && stored) || null
  return {
    current: () => current,
    open: async (token) => {
      await orStorageError(() => database.put('about', token, CURRENT))
      current = token
    },
  }
}
