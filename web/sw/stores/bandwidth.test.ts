import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UNLIMITED } from '../../../shared/bandwidth.ts'
import { openBandwidthStore } from './bandwidth.ts'
import { openDatabase, type Database } from './database.ts'

let database: Database
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  database = await openDatabase(uuid(), () => undefined)
})
afterEach(() => {
  database.close()
  vi.restoreAllMocks()
})

test('nothing is limited, and nothing said of it, before a limit was set', async () => {
  const store = await openBandwidthStore(database)
  expect(store.current()).toEqual(UNLIMITED)
  expect(store.limitAt(Date.now(), true)).toBeNull()
  expect(console.warn).not.toHaveBeenCalled()
})

test('a limit holds at its times of the day, and outlives the worker', async () => {
  const night = { from: 22 * 60, to: 6 * 60, limit: null }
  await (await openBandwidthStore(database)).set({ usual: 1e6, spans: [night] })
  const store = await openBandwidthStore(database)
  expect(store.limitAt(new Date(2026, 1, 2, 12).getTime(), false)).toBe(1e6)
  expect(store.limitAt(new Date(2026, 1, 2, 23).getTime(), false)).toBeNull()
})

test('beside what the browser sends only what it leaves may be sent', async () => {
  const store = await openBandwidthStore(database)
  const limitTo = (usual: number | null) => store.set({ usual, spans: [] })
  const left = () => store.limitAt(Date.now(), true)
  await limitTo(1e6)
  // An earlier worker may have handed over.
  expect(left()).toBe(0)
  store.handedOver()
  expect(left()).toBe(0)
  await limitTo(3e6)
  expect([left(), store.limitAt(Date.now(), false)]).toEqual([2e6, 3e6])
  await limitTo(null)
  expect(left()).toBeNull()
  // As fast as the link is.
  store.handedOver()
  await limitTo(1e9)
  expect(left()).toBe(0)
})

test('one that can not be read is said in the log, and another one can be set', async () => {
  await database.put('about', { usual: 'fast' }, 'bandwidth')
  const store = await openBandwidthStore(database)
  expect(store.current()).toEqual(UNLIMITED)
  expect(console.warn).toHaveBeenCalledOnce()
  await store.set({ usual: 2e6, spans: [] })
  expect((await openBandwidthStore(database)).current().usual).toBe(2e6)
})
