/// <reference types="vite/client" />
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { deleteDB } from 'idb'
import { expect, test, vi } from 'vitest'
import { keptReceiptOf } from './state.ts'

test('where the browser closed the history by force, it is opened anew', async () => {
  const opening = vi.spyOn(indexedDB, 'open')
  await keptReceiptOf('a')
  const [request] = opening.mock.results
  opening.mockRestore()
  Reflect.apply(forceCloseDatabase, null, [request?.value.result])
  await expect.poll(() => keptReceiptOf('a')).toBeNull()
})

test('where the page closed the history for somebody else, it is opened anew', async () => {
  await keptReceiptOf('a')
  await deleteDB('longhaul-history')
  expect(await keptReceiptOf('a')).toBeNull()
})
