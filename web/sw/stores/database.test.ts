import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { deleteDB, openDB, unwrap } from 'idb'
import { v7 as uuid } from 'uuid'
import { expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from '../engine/record.ts'
import { openDatabase } from './database.ts'
import { createRecordStore } from './record-store.ts'

function newRecord(): UploadRecord {
  const file = { id: uuid(), name: 'å', path: 'b', size: 3, type: '', lastModified: 1 }
  return createRecord(file, 5)
}

/** As version 1 wrote it. */
function oldForm(record: UploadRecord) {
  const { user, problem } = record.hold
  return { ...record, version: 1, hold: { user, problem } }
}

/** A database of version 1 with these values in place of records. */
async function putOldDatabase(name: string, values: readonly { id: string }[]): Promise<void> {
  const database = await openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('uploads', { keyPath: 'id' })
      db.createObjectStore('parts')
      db.createObjectStore('handles')
    },
  })
  for (const value of values) {
    await database.put('uploads', value)
    await database.put('parts', { number: 1, checksum: 'c' }, [value.id, 1])
  }
  database.close()
}

it('brings the records of version 1 to the present form, and keeps their parts', async () => {
  const name = uuid()
  const paused = newRecord()
  const records = [newRecord(), { ...paused, hold: { ...paused.hold, user: true } }]
  await putOldDatabase(name, records.map(oldForm))
  const store = createRecordStore(await openDatabase(name), { warn: expect.fail })
  const loaded = await store.load()
  expect(loaded).toHaveLength(2)
  expect(loaded).toEqual(expect.arrayContaining(records))
  for (const { id } of records) expect(await store.partsOf(id)).toHaveLength(1)
})

it('leaves alone what is no record of version 1', async () => {
  const name = uuid()
  const odd = [
    { id: uuid(), version: 'one' },
    { ...newRecord(), version: 99 },
    { id: uuid(), version: 1, hold: null },
  ]
  await putOldDatabase(name, odd)
  const database = await openDatabase(name)
  const kept = await database.getAll('uploads')
  expect(kept).toHaveLength(odd.length)
  expect(kept).toEqual(expect.arrayContaining(odd))
})

it('does not touch a database of a newer version, and says so', async () => {
  const name = uuid()
  const newer = await openDB(name, 1000, {
    upgrade: (db) => void db.createObjectStore('of another kind'),
  })
  await newer.put('of another kind', 'value', 'key')
  newer.close()
  await expect(openDatabase(name)).rejects.toMatchObject({ code: 'newer_data' })
  const after = await openDB(name)
  expect(after.version).toBe(1000)
  expect(await after.get('of another kind', 'key')).toBe('value')
  after.close()
})

it('makes way for a newer version, and tells that it is lost', async () => {
  const name = uuid()
  const lost = new Promise<void>((resolve) => void openDatabase(name, resolve))
  const newer = await openDB(name, 1000)
  await lost
  newer.close()
  await deleteDB(name)
})

it('is told when the browser has closed it by force', async () => {
  const lost = vi.fn<() => void>()
  const database = await openDatabase(uuid(), lost)
  Reflect.apply(forceCloseDatabase, null, [unwrap(database)])
  await expect.poll(() => lost.mock.calls.length).toBe(1)
})
