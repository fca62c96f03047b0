import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb'
import * as v from 'valibot'
import { UploadError } from '../../../shared/errors.ts'
import { migrateRecord } from './migrations.ts'
import { isNamed } from './named.ts'

/** What the browser keeps. Everything read from it is parsed: an older version may have written it. */
export interface Schema extends DBSchema {
  /** The uploads' records, by id. */
  uploads: { key: string; value: unknown }
  /** The parts that have arrived, by upload and part number. */
  parts: { key: [id: string, number: number]; value: unknown }
  /** The file system handles of the uploads' files, by id. */
  handles: { key: string; value: unknown }
  /** Of what the copies in the private file system are, by the uploads' ids. */
  copies: { key: string; value: unknown }
  /**
   * `id`: a random one, so that a database that was deleted and made anew is known as another.
   * `link`: the token of the upload link that was opened last. `bandwidth`: how fast may be sent.
   * `notifications`: what they say.
   */
  about: { key: 'id' | 'link' | 'bandwidth' | 'notifications'; value: unknown }
}
export type Database = IDBPDatabase<Schema>

/** 2: records say whether they were handed over; small files are copied; the database has an id. */
const VERSION = 2

/**
 * Opens the database, and makes it where there is none. One of an older version is brought to this
 * one, all of it or nothing; one of a newer version is left alone.
 *
 * @param lost is called when the browser has closed it: nothing can be kept in it any more
 * @throws UploadError newer_data, storage
 */
export async function openDatabase(
  name = 'longhaul',
  lost: () => void = () => undefined,
): Promise<Database> {
  try {
    const database = await openDB<Schema>(name, VERSION, {
      async upgrade(db, from, _to, transaction) {
        if (from < 1) {
          db.createObjectStore('uploads', { keyPath: 'id' })
          db.createObjectStore('parts')
          db.createObjectStore('handles')
        }
        if (from < 2) {
          db.createObjectStore('copies')
          await db.createObjectStore('about').put(crypto.randomUUID(), 'id')
          await migrateRecords(transaction)
        }
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
    if (isNamed(cause, 'VersionError')) {
      throw new UploadError('newer_data', 'the database is of a newer version', { cause })
    }
    throw new UploadError('storage', 'the database could not be opened', { cause })
  }
}

/**
 * The database's own id.
 *
 * @throws UploadError storage
 */
export async function idOfDatabase(database: Database): Promise<string> {
  return orStorageError(async () => v.parse(v.string(), await database.get('about', 'id')))
}

/** @throws UploadError storage, in place of whatever the work throws */
export async function orStorageError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new UploadError('storage', 'records can not be kept or read', { cause })
  }
}

async function migrateRecords(
  transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
): Promise<void> {
  let cursor = await transaction.objectStore('uploads').openCursor()
  while (cursor) {
    const migrated = migrateRecord(cursor.value)
    if (migrated !== null) await cursor.update(migrated)
    cursor = await cursor.continue()
  }
}
