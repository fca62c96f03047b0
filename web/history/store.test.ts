import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { entryOf, type Entry, type Outcome } from './entry.ts'
import { openHistory, type HistoryStore } from './store.ts'
import { testReceipt, testView } from './testing.ts'

function newEntry(outcome: Outcome = 'verified'): Entry {
  return entryOf(testView(1, { id: uuid() }), outcome, null, undefined, 7)
}

const withReceipt = (entry: Entry) => ({ entry, receipt: testReceipt(entry.id) })
const withoutReceipt = (entry: Entry) => ({ entry, receipt: null })

async function contentOf(store: HistoryStore): Promise<{ entries: Entry[]; others: number }> {
  const content: { entries: Entry[]; others: number } = { entries: [], others: 0 }
  await store.read((entries, others) => {
    content.entries.push(...entries)
    content.others += others
  })
  return content
}

test('what was put in is read, by and by, with its receipt, also when it is opened again', async () => {
  const name = uuid()
  const store = await openHistory(name)
  const entries = Array.from({ length: 1203 }, () => newEntry())
  await store.change(entries.map(withReceipt), [])
  await store.change(entries.slice(0, 5).map(withReceipt), [])
  const again = await openHistory(name)
  expect((await contentOf(again)).entries).toHaveLength(1203)
  const { id = '' } = entries[0] ?? {}
  expect(await again.receiptOf(id)).toEqual(testReceipt(id))
  expect(await again.receiptOf(uuid())).toBeNull()
})

test('it knows how each ended, and forgets what goes on again', async () => {
  const store = await openHistory(uuid())
  const [failed, cancelled] = [newEntry('failed'), newEntry('cancelled')]
  await store.change([failed, cancelled].map(withoutReceipt), [])
  await store.change([], [failed.id])
  expect([...(await store.known())]).toEqual([[cancelled.id, 'cancelled']])
  expect((await contentOf(store)).entries).toEqual([cancelled])
})

test('a receipt that got hashes later is kept with them, but not of what was taken out', async () => {
  const store = await openHistory(uuid())
  const entry = newEntry()
  const hashes = { computedBy: 'browser', md5: '0'.repeat(32) } as const
  const receipt = { ...testReceipt(entry.id), hashes }
  expect(await store.renew(receipt)).toBeNull()
  await store.change([withReceipt(entry)], [])
  expect(await store.renew(receipt)).toEqual({ ...entry, hashes })
  expect(await store.renew(receipt)).toBeNull()
  expect(await store.receiptOf(entry.id)).toEqual(receipt)
  expect((await contentOf(store)).entries).toEqual([{ ...entry, hashes }])
  await store.clear([[entry.id, 'verified']])
  expect(await store.renew(receipt)).toBeNull()
  expect((await contentOf(store)).entries).toEqual([])
})

test('what another version wrote is counted and left alone', async () => {
  const name = uuid()
  const store = await openHistory(name)
  const entry = newEntry()
  const newer = { ...entry, version: 2, more: 'of it' }
  const database = await openDB(name)
  await database.put('entries', newer)
  await database.put('entries', { id: 'odd' })
  await store.change([withoutReceipt(entry)], [])
  expect(await contentOf(store)).toEqual({ entries: [], others: 2 })
  expect(await database.get('entries', entry.id)).toEqual(newer)
  database.close()
})

test('a database of a newer version is not touched', async () => {
  const name = uuid()
  const newer = await openDB(name, 1000)
  newer.close()
  await expect(openHistory(name)).rejects.toMatchObject({ name: 'VersionError' })
})

test('what was cleared is gone, is not taken for new, and can be put back', async () => {
  const store = await openHistory(uuid())
  const [inList, removed, since] = [newEntry(), newEntry(), newEntry('failed')]
  await store.change([inList, removed].map(withReceipt), [])
  const cleared = await store.clear([[inList.id, 'verified']])
  expect(await contentOf(store)).toEqual({ entries: [], others: 0 })
  expect(await store.receiptOf(removed.id)).toBeNull()
  expect([...(await store.known())]).toEqual([[inList.id, 'verified']])
  await store.change([withoutReceipt(since)], [])
  await store.restore({ ...cleared, entries: [...cleared.entries, { id: 'odd' }] })
  const { entries, others } = await contentOf(store)
  expect(entries).toHaveLength(3)
  expect(entries).toEqual(expect.arrayContaining([inList, removed, since]))
  expect(others).toBe(1)
  expect(await store.receiptOf(removed.id)).toEqual(testReceipt(removed.id))
})

test('what came while it was cleared is not overwritten by what is put back', async () => {
  const store = await openHistory(uuid())
  const before = newEntry('failed')
  await store.change([withoutReceipt(before)], [])
  const cleared = await store.clear([])
  const after: Entry = { ...before, outcome: 'verified' }
  await store.change([withoutReceipt(after)], [])
  await store.restore(cleared)
  expect((await contentOf(store)).entries).toEqual([after])
})
