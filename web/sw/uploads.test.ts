import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { answer } from './messages.ts'
import { openDatabase } from './stores/database.ts'
import { startUploads } from './uploads.ts'

const recordOf = (id: string) =>
  createRecord({ id, name: 'a', path: '', size: 1, type: '', lastModified: 1 }, 1)

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
  // Pages are told of a change 200 ms after it, which needs `self`.
  await new Promise((resolve) => setTimeout(resolve, 250))
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

it('lets go of the files that no upload needs, and of none whose record it can not read', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const database = await openDatabase()
  const [ended, newer, removed] = [uuid(), uuid(), uuid()]
  await database.put('uploads', { ...recordOf(ended), phase: 'cancelled' })
  await database.put('uploads', { ...recordOf(newer), phase: 'of a newer version' })
  for (const id of [ended, newer, removed]) await database.put('handles', 'a handle', id)
  const { engine } = await startUploads(() => undefined)
  expect(await database.getAllKeys('handles')).toEqual([newer])
  engine.stop()
  database.close()
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

it('stops the engine where the browser takes its database away while that is being made', async () => {
  const lost = vi.fn<() => void>()
  const { getAll } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementationOnce(function (
    this: IDBObjectStore,
  ) {
    const change = new IDBVersionChangeEvent('versionchange', { oldVersion: 2, newVersion: null })
    this.transaction.db.dispatchEvent(change)
    return getAll.call(this)
  })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { engine } = await startUploads(lost)
  expect(lost).toHaveBeenCalledOnce()
  await expect(engine.apply([])).rejects.toMatchObject({ code: 'storage' })
})

it('tells pages nothing more of what it knew once its database was taken away', async () => {
  const { engine } = await startUploads(() => undefined)
  await expect.poll(() => page.postMessage).toHaveBeenCalledOnce()
  await engine.add([{ ...recordOf(uuid()), phase: 'verified' }])
  // Before what has changed is told, which is gathered for a while.
  indexedDB.deleteDatabase('longhaul')
  await expect.poll(() => page.postMessage).toHaveBeenCalledTimes(2)
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(page.postMessage.mock.calls).toEqual([[{ type: 'stale' }], [{ type: 'stale' }]])
})

it('looks at the clock once a minute while it waits for a start: the computer may have slept', async () => {
  const { engine } = await startUploads(() => undefined)
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const startAt = Date.now() + 30 * 24 * 3_600_000
  const file = { id: uuid(), name: 'a', path: '', size: 1, type: '', lastModified: 1, startAt }
  await engine.add([createRecord(file, Date.now())])
  const longest = () => Math.max(...timers.mock.calls.map(([, delay]) => delay ?? 0))
  await expect.poll(longest).toBe(60_000)
  engine.stop()
})

it('shows no page what was removed, though the server does not let go of it yet', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const refusal = { code: 'sign_in_required', message: '', retryable: true }
  const ask = vi.fn<typeof fetch>(async () => Response.json(refusal, { status: 401 }))
  vi.stubGlobal('fetch', ask)
  const answerer = await startUploads(() => undefined)
  const { engine } = answerer
  const id = uuid()
  const file = { id, name: 'a', path: '', size: 1, type: '', lastModified: 1 }
  const server = { token: 't', key: 'k', partSize: 1, partCount: 1, checksum: 'none' as const }
  const cancelling: UploadRecord = { ...createRecord(file, 1), phase: 'cancelling', server }
  await engine.add([cancelling])
  expect(await answer({ type: 'hello' }, answerer)).toMatchObject({
    value: { uploads: [{ id, state: 'cancelled' }] },
  })
  page.postMessage.mockReset()
  await engine.apply([{ type: 'remove', id }])
  const removed = { type: 'changed', uploads: [], removed: [id] }
  await expect.poll(() => page.postMessage).toHaveBeenCalledWith(removed)
  expect(await answer({ type: 'hello' }, answerer)).toMatchObject({ value: { uploads: [] } })
  await expect.poll(() => engine.isBusy()).toBe(false)
  expect(ask).toHaveBeenCalled()
  expect(engine.uploads().get(id)?.record.phase).toBe('cancelling')
  engine.stop()
})

it('notifies of a server that wants somebody to sign in, where no page is in sight', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const refusal = { code: 'sign_in_required', message: '', retryable: true }
  vi.stubGlobal(
    'fetch',
    vi.fn<typeof fetch>(async () => Response.json(refusal, { status: 401 })),
  )
  vi.stubGlobal('Notification', { permission: 'granted' })
  const showNotification = vi.fn<(title: string, options: object) => Promise<void>>(
    async () => undefined,
  )
  const record = recordOf(uuid())
  const close = () => undefined
  const getNotifications = vi.fn<(filter: object) => Promise<object[]>>(async () => [
    { data: [record.id], close },
  ])
  const registration = { showNotification, getNotifications }
  vi.stubGlobal('self', Object.assign(self, { registration }))
  const { engine } = await startUploads(() => undefined)
  await engine.add([{ ...record, name: 'a.mov' }])
  await expect.poll(() => showNotification, { timeout: 10_000 }).toHaveBeenCalledOnce()
  const more = { body: 'a.mov', tag: 'waiting', renotify: true, data: [record.id] }
  expect(showNotification.mock.calls[0]?.[1]).toMatchObject(more)
  expect(getNotifications).toHaveBeenCalledWith({ tag: 'waiting' })
  engine.stop()
})

it('tells whether the server takes parts as it is now, or was when it last answered', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const setTo = (partRoute: boolean) =>
    Response.json({ version: '1.0.0', maxFileSize: 1, checksum: 'crc64nvme', partRoute })
  const answers = [setTo(true), setTo(false)]
  vi.stubGlobal('fetch', async () => answers.shift() ?? Promise.reject(new TypeError('no network')))
  const { engine, partRoute } = await startUploads(() => undefined)
  expect(await partRoute()).toBe(true)
  expect(await partRoute()).toBe(false)
  expect(await partRoute()).toBe(false)
  expect(answers).toEqual([])
  engine.stop()
})

it('has the app’s icon say how many are left: none that has ended or was removed', async () => {
  const setAppBadge = vi.fn<(left: number) => Promise<void>>(async () => undefined)
  const registration = { getNotifications: async () => [] }
  const navigator = { onLine: false, setAppBadge }
  vi.stubGlobal('self', Object.assign(self, { navigator, registration }))
  // What is told is gathered for a while first.
  const { setTimeout: wait } = globalThis
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((call) => wait(call, 1))
  const { engine } = await startUploads(() => undefined)
  const paused = { user: true, problem: null, handedOver: false }
  await engine.add([
    { ...recordOf(uuid()), hold: paused },
    { ...recordOf(uuid()), hold: paused },
    { ...recordOf(uuid()), phase: 'failed' },
    { ...recordOf(uuid()), phase: 'cancelled' },
    { ...recordOf(uuid()), phase: 'verified' },
  ])
  await expect.poll(() => setAppBadge).toHaveBeenCalledWith(2)
  engine.stop()
})
