import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import { open } from './part-bytes.ts'

const file = { id: uuid(), name: 'a', path: '', size: 20, type: '', lastModified: 1 }
const server = { token: 't', key: 'k', partSize: 10, partCount: 2, checksum: 'none' as const }
const record: UploadRecord = { ...createRecord(file, 1), phase: 'sending', server }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('opens a part, and leaves no timer behind', async () => {
  const bytes = new Blob(['bytes'])
  const opened = await open(record, 2, { files: { slice: async () => bytes } })
  expect(opened).toEqual({ server, bytes })
  expect(vi.getTimerCount()).toBe(0)
})

it('waits no longer than a minute for a drive that never answers', async () => {
  const slice = () => new Promise<Blob>(() => undefined)
  const reason = open(record, 1, { files: { slice } }).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await reason).toMatchObject({ code: 'file_unreadable' })
})
