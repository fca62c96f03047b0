/// <reference types="vite/client" />
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { deleteDB } from 'idb'
import { expect, test, vi } from 'vitest'
import { entryOf } from './entry.ts'
import { cleared, clearHistory, keptReceiptOf, restoreHistory } from './state.ts'
import { openHistory } from './store.ts'
import { testReceipt, testView } from './testing.ts'

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

test('what was cleared before can be put back too after it was cleared again', async () => {
  const store = await openHistory()
  const [first, second] = [testView(1), testView(2)]
  const receipt = testReceipt(first.id)
  await store.change([{ entry: entryOf(first, 'verified', receipt, undefined, 1), receipt }], [])
  await clearHistory()
  await store.change([{ entry: entryOf(second, 'failed', null, undefined, 2), receipt: null }], [])
  await clearHistory()
  expect(cleared.value?.entries).toHaveLength(2)
  await restoreHistory()
  expect(cleared.value).toBeNull()
  expect(Object.fromEntries(await store.known())).toEqual({
    [first.id]: 'verified',
    [second.id]: 'failed',
  })
  expect((await keptReceiptOf(first.id))?.receipt).toEqual(receipt)
})
