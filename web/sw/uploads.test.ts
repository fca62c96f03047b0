import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRecord } from './engine/record.ts'
import { startUploads } from './uploads.ts'

const page = {
  url: 'http://app.example/',
  postMessage: vi.fn<(message: unknown) => void>(),
}

beforeEach(() => {
  page.postMessage.mockReset()
  vi.stubGlobal('self', {
    location: { origin: 'http://app.example' },
    navigator: { onLine: true },
    registration: {},
    clients: { matchAll: () => Promise.resolve([page]) },
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await deleteDB('longhaul')
  vi.unstubAllGlobals()
})

it('starts although old file handles could not be let go: the engine runs already', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(() => {
    throw new DOMException('the disk failed', 'UnknownError')
  })
  const { engine } = await startUploads(() => undefined)
  expect(engine.uploads().size).toBe(0)
  expect(warned).toHaveBeenCalledOnce()
  engine.stop()
})

it('stops the engine when the browser takes its database away, and says so', async () => {
  const lost = vi.fn<() => void>()
  const { engine, database } = await startUploads(lost)
  await expect.poll(() => page.postMessage).toHaveBeenCalledOnce()
  indexedDB.deleteDatabase('longhaul')
  await expect.poll(() => lost).toHaveBeenCalledOnce()
  await expect.poll(() => page.postMessage).toHaveBeenCalledTimes(2)
  expect(page.postMessage).toHaveBeenLastCalledWith({ type: 'stale' })
  expect(engine.isBusy()).toBe(false)
  await expect(engine.apply([])).rejects.toMatchObject({ code: 'storage' })

  // Pages tell by its id that it is another database.
  const again = await startUploads(lost)
  expect(again.database).not.toBe(database)
  again.engine.stop()
})

it('waits for a start that is further ahead than a timer lasts', async () => {
  const { engine } = await startUploads(() => undefined)
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const startAt = Date.now() + 30 * 24 * 3_600_000
  const file = { id: uuid(), name: 'a', path: '', size: 1, type: '', lastModified: 1, startAt }
  await engine.add([createRecord(file, Date.now())])
  await new Promise((resolve) => setTimeout(resolve, 50))
  engine.stop()
  const delays = timers.mock.calls.map(([, delay]) => delay ?? 0)
  expect(Math.max(...delays)).toBe(2 ** 31 - 1)
})
