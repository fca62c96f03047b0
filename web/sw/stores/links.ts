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
const storedSchema = v.optional(v.nullable(linkTokenSchema), null)

/** Keeps the last link that was opened: an upload's record has its own. */
export async function openLinkStore(database: Database): Promise<LinkStore> {
  let current = await orStorageError(async () =>
    v.parse(storedSchema, await database.get('about', CURRENT)),
  )
  return {
    current: () => current,
    open: async (token) => {
      await orStorageError(() => database.put('about', token, CURRENT))
      current = token
    },
  }
}
