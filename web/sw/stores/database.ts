import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { UploadError } from '../../../shared/errors.ts'

/** What the browser keeps. Everything read from it is parsed: an older version may have written it. */
export interface Schema extends DBSchema {
  /** The uploads' records, by id. */
  uploads: { key: string; value: unknown }
  /** The parts that have arrived, by upload and part number. */
  parts: { key: [id: string, number: number]; value: unknown }
  /** The file system handles of the uploads' files, by id. */
  handles: { key: string; value: unknown }
}
export type Database = IDBPDatabase<Schema>

const VERSION = 1

/**
 * Opens the database, and makes it where there is none.
 *
 * @param lost is called when the browser has closed it: nothing can be kept in it any more
 * @throws UploadError storage
 */
export async function openDatabase(
  name = 'longhaul',
  lost: () => void = () => undefined,
): Promise<Database> {
  try {
    const database = await openDB<Schema>(name, VERSION, {
      upgrade(db) {
        db.createObjectStore('uploads', { keyPath: 'id' })
        db.createObjectStore('parts')
        db.createObjectStore('handles')
      },
      // A newer version of the app must not wait for this one.
      blocking() {
        database.close()
        lost()
      },
      terminated: lost,
    })
    return database
  } catch (cause) {
    throw new UploadError('storage', 'the database could not be opened', { cause })
  }
}
