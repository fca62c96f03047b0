import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { open } from './part-bytes.ts'

const file = { id: uuid(), name: 'a', path: '', size: 20, type: '', lastModified: 1 }
const server = { token: 't', key: 'k', partSize: 10, partCount: 2, checksum: 'none' as const }
const record: UploadRecord = { ...createRecord(file, 1), phase: 'sending', server }

// The clock goes on from test to test, as what is known of a drive does.
beforeAll(() => vi.useFakeTimers())
afterAll(() => vi.useRealTimers())

it('opens a part, and leaves no timer behind', async () => {
  const bytes = new Blob(['bytes'])
  const opened = await open(record, 2, { files: { slice: async () => bytes } })
  expect(opened).toEqual({ server, bytes })
  expect(vi.getTimerCount()).toBe(0)
})

it('waits no longer than a minute for a drive that never answers', async () => {
  expect(await timeOfOpening()).toBe(60_000)
})

it('waits less for others after that, for some minutes', async () => {
  for (let count = 0; count < 5; count++) expect(await timeOfOpening()).toBe(10_000)
  const slow = () => new Promise<Blob>((resolve) => setTimeout(resolve, 9000, new Blob()))
  const opened = open(record, 1, { files: { slice: slow } })
  await vi.advanceTimersByTimeAsync(9000)
  await opened
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(await timeOfOpening()).toBe(60_000)
})

/** ms until a part of a file that never answers is given up. */
async function timeOfOpening(): Promise<number> {
  const slice = () => new Promise<Blob>(() => undefined)
  const begin = performance.now()
  let end = 0
  const reason = open(record, 1, { files: { slice } }).catch((error: unknown) => {
    end = performance.now()
    return error
  })
  while (end === 0) await vi.advanceTimersByTimeAsync(1000)
  expect(await reason).toMatchObject({ code: 'file_unreadable' })
  return end - begin
}
