/// <reference types="vite/client" />
import { beforeEach, expect, test, vi } from 'vitest'
import { testView } from '../history/testing.ts'
import type { control } from '../worker-door.ts'
import { finishRemoval, removeAfter, removeUploads } from './removal.ts'
import { list } from './uploads.ts'

const worker = vi.hoisted(() => ({ control: vi.fn<typeof control>() }))
const failed = vi.hoisted(() => vi.fn<(error: unknown) => void>())

vi.mock(import('../worker-door.ts'), async (original) => ({ ...(await original()), ...worker }))
vi.mock(import('./notices.ts'), async (original) => ({
  ...(await original()),
  attempt: (_subject, action) => void action().catch(failed),
}))

const views = [1, 2].map((number) => testView(number, { state: 'verified' }))
const ids = views.map(({ id }) => id)
const [first] = ids

beforeEach(() => {
  list.change({ uploads: views, removed: [] })
  worker.control.mockReset().mockResolvedValue()
  failed.mockReset()
})

/** Takes all out for good, and gives what is in the list then. */
async function remove(): Promise<string[]> {
  removeUploads(ids)
  finishRemoval()
  await new Promise((resolve) => setTimeout(resolve))
  return list.views().map(({ id }) => id)
}

test('what was taken out is forgotten once it is written how it ended', async () => {
  const written = new Set<string>()
  removeAfter({
    isWritten: (id) => written.has(id),
    async settle() {
      for (const id of ids) written.add(id)
    },
  })
  expect(await remove()).toEqual([])
  expect(worker.control.mock.calls).toEqual([['remove', ids]])
  expect(failed).not.toBeCalled()
})

test('what holds one of which it can not be written is all in the list again, and it is said', async () => {
  removeAfter({ isWritten: (id) => id === first, settle: () => Promise.resolve() })
  expect(await remove()).toEqual(ids)
  expect(worker.control).not.toBeCalled()
  expect(failed.mock.calls).toEqual([[expect.objectContaining({ code: 'storage' })]])
})

test('what the worker did not forget is in the list again', async () => {
  removeAfter({ isWritten: () => true, settle: () => Promise.resolve() })
  worker.control.mockRejectedValue(new Error('no answer'))
  expect(await remove()).toEqual(ids)
})
