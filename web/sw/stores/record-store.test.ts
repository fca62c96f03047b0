import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { describe, expect, it, vi } from 'vitest'
import { upTo } from '../../../shared/ranges.ts'
import { createTape } from '../../../tests/engine/tape.ts'
import { createVirtualClock } from '../../../tests/engine/virtual-clock.ts'
import { createMemoryStore } from '../../../tests/engine/memory-store.ts'
import { createRecord, type UploadRecord } from '../engine/record.ts'
import type { Changes, RecordStore } from '../ports.ts'
import { openDatabase } from './database.ts'
import { createRecordStore } from './record-store.ts'

const log = { warn: () => undefined }

const stores: [string, () => Promise<RecordStore>][] = [
  ['IndexedDB', async () => createRecordStore(await openDatabase(uuid()), log)],
  ['memory', async () => createMemoryStore(createVirtualClock(), createTape([]), 'at once')],
]

function newRecord(): UploadRecord {
  const file = { id: uuid(), name: 'å', path: 'b', size: 3, type: '', lastModified: 1 }
  return createRecord(file, 5)
}

function changes(some: Partial<Changes>): Changes {
  return { put: [], remove: [], parts: [], allParts: [], ...some }
}

const part = (number: number) => ({ number, checksum: `checksum ${number}`, hashed: true })

describe.each(stores)('the record store: %s', (_name, open) => {
  it('gives back what was committed', async () => {
    const store = await open()
    const record = { ...newRecord(), missing: upTo(7) }
    await store.commit(changes({ put: [record] }))
    expect(await store.load()).toEqual([record])
  })

  it('keeps the last of several commits', async () => {
    const store = await open()
    const record = newRecord()
    await store.commit(changes({ put: [record] }))
    await store.commit(changes({ put: [{ ...record, phase: 'creating' }] }))
    expect((await store.load()).map(({ phase }) => phase)).toEqual(['creating'])
  })

  it('gives the parts in order of their numbers, of their upload alone', async () => {
    const store = await open()
    const [one, other] = [newRecord(), newRecord()]
    const parts = [10, 9, 100, 1].map((number) => ({ id: one.id, part: part(number) }))
    await store.commit(changes({ put: [one, other], parts }))
    await store.commit(changes({ parts: [{ id: other.id, part: part(2) }] }))
    expect((await store.partsOf(one.id)).map(({ number }) => number)).toEqual([1, 9, 10, 100])
    expect(await store.partsOf(other.id)).toEqual([part(2)])
  })

  it('replaces all parts, and adds those that arrived after the list', async () => {
    const store = await open()
    const { id } = newRecord()
    await store.commit(changes({ parts: [{ id, part: part(1) }] }))
    await store.commit(
      changes({ allParts: [{ id, parts: [part(2)] }], parts: [{ id, part: part(3) }] }),
    )
    expect(await store.partsOf(id)).toEqual([part(2), part(3)])
  })

  it('removes an upload with its parts', async () => {
    const store = await open()
    const [gone, kept] = [newRecord(), newRecord()]
    const parts = [gone, kept].map(({ id }) => ({ id, part: part(1) }))
    await store.commit(changes({ put: [gone, kept], parts }))
    await store.commit(changes({ remove: [gone.id] }))
    expect((await store.load()).map(({ id }) => id)).toEqual([kept.id])
    expect(await store.partsOf(gone.id)).toEqual([])
    expect(await store.partsOf(kept.id)).toEqual([part(1)])
  })
})

describe('the record store in IndexedDB', () => {
  it('leaves alone what it cannot read, and loads the rest', async () => {
    const name = uuid()
    const database = await openDatabase(name)
    const record = newRecord()
    await database.put('uploads', { ...newRecord(), version: 99 })
    const reports: unknown[] = []
    const store = createRecordStore(database, { warn: (facts) => void reports.push(facts) })
    await store.commit(changes({ put: [record] }))
    expect(await store.load()).toEqual([record])
    expect(reports).toHaveLength(1)
    expect(await database.count('uploads')).toBe(2)
  })

  it('leaves out a part that it cannot read, which S3’s list then mends', async () => {
    const database = await openDatabase(uuid())
    const reports: unknown[] = []
    const store = createRecordStore(database, { warn: (facts) => void reports.push(facts) })
    const { id } = newRecord()
    await store.commit(changes({ parts: [{ id, part: part(1) }] }))
    await database.put('parts', { number: 2, sum: 'of another version' }, [id, 2])
    expect(await store.partsOf(id)).toEqual([part(1)])
    expect(reports).toMatchObject([{ code: 'storage', uploadId: id }])
    await store.commit(changes({ allParts: [{ id, parts: [part(1), part(2)] }] }))
    expect(await store.partsOf(id)).toEqual([part(1), part(2)])
  })

  it('lets only what S3 can tell again be lost in a power cut', async () => {
    const database = await openDatabase(uuid())
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const store = createRecordStore(database, log)
    const [added, last] = [newRecord(), newRecord()]
    const sending: UploadRecord = { ...last, phase: 'sending' }
    const parts = [{ id: sending.id, part: part(1) }]
    await store.commit(changes({ put: [sending], parts }))
    await store.commit(changes({ put: [sending, added], parts }))
    await store.commit(changes({ put: [sending], parts, remove: [added.id] }))
    await store.commit(changes({ put: [{ ...sending, phase: 'completing' }], parts }))
    const durabilities = begun.mock.calls.map(([, , options]) => options?.durability)
    begun.mockRestore()
    expect(durabilities).toEqual(['relaxed', 'strict', 'strict', 'strict'])
  })

  it('writes nothing of a list that tells what is known', async () => {
    const store = createRecordStore(await openDatabase(uuid()), log)
    const { id } = newRecord()
    const parts = [1, 2, 3].map(part)
    await store.commit(changes({ allParts: [{ id, parts }] }))
    const written = vi.spyOn(IDBObjectStore.prototype, 'put')
    const deleted = vi.spyOn(IDBObjectStore.prototype, 'delete')
    await store.commit(changes({ allParts: [{ id, parts }] }))
    expect([written.mock.calls.length, deleted.mock.calls.length]).toEqual([0, 0])
    const [first, second] = [part(1), { ...part(2), checksum: 'another' }]
    await store.commit(changes({ allParts: [{ id, parts: [first, second] }] }))
    expect([written.mock.calls.length, deleted.mock.calls.length]).toEqual([1, 1])
    written.mockRestore()
    deleted.mockRestore()
    expect(await store.partsOf(id)).toEqual([first, second])
  })

  it('tells that it could not commit', async () => {
    const database = await openDatabase(uuid())
    const store = createRecordStore(database, log)
    database.close()
    await expect(store.commit(changes({ put: [newRecord()] }))).rejects.toMatchObject({
      code: 'storage',
    })
    await expect(store.load()).rejects.toMatchObject({ code: 'storage' })
  })
})
