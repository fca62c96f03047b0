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
const storedSchema = v.optional(v.nullable(linkTokenSchema), null)

/** Keeps the last link that was opened: an upload's record has its own. */
export async function openLinkStore(database: Database): Promise<LinkStore> {
  let current: string | null = null
  try {
    current = v.parse(storedSchema, await database.get('about', CURRENT))
  } catch (cause) {
    throw storageError(cause)
  }
  return {
    current: () => current,
    open: async (token) => {
      try {
        await database.put('about', token, CURRENT)
      } catch (cause) {
        throw storageError(cause)
      }
      current = token
    },
  }
}

function storageError(cause: unknown): UploadError {
  return new UploadError('storage', 'the browser could not keep or read a link', { cause })
}
