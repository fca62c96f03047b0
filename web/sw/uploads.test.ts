import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import { startUploads } from './uploads.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('starts although old file handles could not be let go: the engine runs already', async () => {
  vi.stubGlobal('self', {
    location: { origin: 'http://app.example' },
    navigator: { onLine: true },
    registration: {},
  })
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
  vi.stubGlobal('self', {
    location: { origin: 'http://app.example' },
    navigator: { onLine: true },
    registration: {},
  })
  const lost = vi.fn<() => void>()
  const { engine } = await startUploads(lost)
  indexedDB.deleteDatabase('longhaul')
  await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce())
  expect(engine.isBusy()).toBe(false)
  await expect(engine.apply([])).rejects.toMatchObject({ code: 'storage' })
})
