import type { IDBPObjectStore } from 'idb'
import * as v from 'valibot'
import type { ArrivedPart } from '../engine/events.ts'
import { uploadRecordSchema, type UploadRecord } from '../engine/record.ts'
import type { Changes, Log, RecordStore } from '../ports.ts'
import { orStorageError, type Database, type Schema } from './database.ts'

const partSchema = v.object({
  number: v.number(),
  checksum: v.nullable(v.string()),
  /** Version 1 did not say it, and sent no part without its checksum. */
  hashed: v.optional(v.boolean(), true),
})

/** Keeps records and parts in IndexedDB. */
export function createRecordStore(database: Database, log: Log): RecordStore {
  return {
    load: () => orStorageError(() => loadRecords(database, log)),
    commit: (changes) => orStorageError(() => commit(database, changes)),
    partsOf: (id) => orStorageError(() => partsOf(database, id, log)),
  }
}

async function loadRecords(database: Database, log: Log): Promise<UploadRecord[]> {
  return readable(uploadRecordSchema, await database.getAll('uploads'), log)
}

/** Those of the rows that this version knows: the others, of another version say, keep nothing from going on. */
function readable<T>(
  schema: v.GenericSchema<unknown, T>,
  rows: readonly unknown[],
  log: Log,
  uploadId?: string,
): T[] {
  return rows.flatMap((row) => {
    const parsed = v.safeParse(schema, row)
    if (parsed.success) return [parsed.output]
    const facts = { code: 'storage', uploadId, cause: v.flatten(parsed.issues) } as const
    log.warn(facts, 'a record of another version is left alone')
    return []
  })
}

async function commit(database: Database, changes: Changes): Promise<void> {
  const durability = isFoundAgain(changes) ? 'relaxed' : 'strict'
  const transaction = database.transaction(['uploads', 'parts'], 'readwrite', { durability })
  const uploads = transaction.objectStore('uploads')
  const parts = transaction.objectStore('parts')
  const writes: Promise<unknown>[] = []
  for (const record of changes.put) writes.push(uploads.put(record))
  for (const id of changes.remove) {
    writes.push(uploads.delete(id), parts.delete(allPartsOf(id)))
  }
  for (const { id, parts: all } of changes.allParts) await replaceParts(parts, id, all)
  for (const { id, part } of changes.parts) writes.push(parts.put(part, [id, part.number]))
  await Promise.all([...writes, transaction.done])
}

/** Writes what differs alone: a list mostly tells what was known already. */
async function replaceParts(
  store: IDBPObjectStore<Schema, ('uploads' | 'parts')[], 'parts', 'readwrite'>,
  id: string,
  all: readonly ArrivedPart[],
): Promise<void> {
  if (all.length === 0) return store.delete(allPartsOf(id))
  const [keys, values] = await Promise.all([
    store.getAllKeys(allPartsOf(id)),
    store.getAll(allPartsOf(id)),
  ])
  const known = new Map(keys.map(([, number], at) => [number, values[at]]))
  const writes: Promise<unknown>[] = []
  for (const part of all) {
    const isKnown = isSamePart(known.get(part.number), part)
    known.delete(part.number)
    if (!isKnown) writes.push(store.put(part, [id, part.number]))
  }
  for (const number of known.keys()) writes.push(store.delete([id, number]))
  await Promise.all(writes)
}

function isSamePart(value: unknown, { number, checksum, hashed }: ArrivedPart): boolean {
  const { success, output } = v.safeParse(partSchema, value)
  return (
    success && output.number === number && output.checksum === checksum && output.hashed === hashed
  )
}

/** A part that is forgotten in a power cut is found again in S3's list; any other change is not. */
function isFoundAgain({ put, remove, parts, allParts }: Changes): boolean {
  const arrived = new Set(parts.map(({ id }) => id))
  const isProgress = ({ id, phase }: UploadRecord) => phase === 'sending' && arrived.has(id)
  return remove.length === 0 && allParts.length === 0 && put.every(isProgress)
}

/** What can't be read is found again in S3's list. */
async function partsOf(database: Database, id: string, log: Log): Promise<ArrivedPart[]> {
  return readable(partSchema, await database.getAll('parts', allPartsOf(id)), log, id)
}

function allPartsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity])
}
