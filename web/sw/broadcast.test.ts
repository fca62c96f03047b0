import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MOST_IN_MESSAGE, type Changed } from '../../shared/messages.ts'
import { createBroadcast } from './broadcast.ts'
import { createRecord } from './engine/record.ts'
import { EMPTY_FLIGHT } from './engine/flight.ts'
import { viewOf } from './engine/view.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const file = { name: 'a', path: '', size: 1, type: '', lastModified: 0 }
const viewOfId = (id: string) => {
  const record = createRecord({ ...file, id }, 0)
  return id.startsWith('gone') ? null : viewOf({ record, flight: EMPTY_FLIGHT }, 0, true)
}

test('pages are told of what has changed alone, each once, in messages of bounded size', () => {
  const sent: Changed[] = []
  const broadcast = createBroadcast(viewOfId, (message) => sent.push(message))
  const ids = Array.from({ length: 1000 }, (_, number) => `${number}`)
  for (const id of ids) broadcast(new Set([id]))
  broadcast(new Set(['3', 'gone']))
  expect(sent).toEqual([])
  vi.runAllTimers()
  expect(sent.flatMap(({ uploads }) => uploads.map(({ id }) => id))).toEqual(ids)
  expect(sent.flatMap(({ removed }) => removed)).toEqual(['gone'])
  expect(sent).toHaveLength(1000 / MOST_IN_MESSAGE)
  broadcast(new Set(['3']))
  vi.runAllTimers()
  expect(sent.slice(1000 / MOST_IN_MESSAGE).map(({ uploads }) => uploads.length)).toEqual([1])
})
