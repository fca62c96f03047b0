import 'fake-indexeddb/auto'
import { afterEach, expect, it, vi } from 'vitest'
import { startUploads } from './uploads.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('starts although old file handles could not be let go: the engine runs already', async () => {
  vi.stubGlobal('self', { location: { origin: 'http://app.example' }, navigator: { onLine: true } })
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(() => {
    throw new DOMException('the disk failed', 'UnknownError')
  })
  const { engine } = await startUploads()
  expect(engine.uploads().size).toBe(0)
  expect(warned).toHaveBeenCalledOnce()
  engine.stop()
})
