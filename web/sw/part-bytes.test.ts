import { v7 as uuid } from 'uuid'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createRecord, type UploadRecord } from './engine/record.ts'
import type * as PartBytes from './part-bytes.ts'

const file = { id: uuid(), name: 'a', path: '', size: 20, type: '', lastModified: 1 }
const server = { token: 't', key: 'k', partSize: 10, partCount: 2, checksum: 'none' as const }
const record: UploadRecord = { ...createRecord(file, 1), phase: 'sending', server }

let open: typeof PartBytes.open
/** ms */
let now = 0

// What is known of a drive is kept from test to test, but is to be that of these tests alone.
beforeAll(async () => {
  vi.resetModules()
  ;({ open } = await import('./part-bytes.ts'))
})
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now))
afterEach(() => void vi.restoreAllMocks())

it('opens a part, and leaves no timer behind', async () => {
  const bytes = new Blob(['bytes'])
  const begun = vi.spyOn(globalThis, 'setTimeout')
  const ended = vi.spyOn(globalThis, 'clearTimeout')
  const opened = await open(record, 2, { files: { slice: async () => bytes } })
  expect(opened).toEqual({ server, bytes })
  const [timer] = begun.mock.results
  expect(ended).toHaveBeenCalledWith(timer?.value)
})

it('waits no longer than a minute for a drive that never answers', async () => {
  expect(await timeOfOpening()).toBe(60_000)
})

it('waits less for others after that, for some minutes', async () => {
  for (let count = 0; count < 5; count++) expect(await timeOfOpening()).toBe(10_000)
  const bytes = new Blob()
  const slow = async () => {
    now += 9000
    return bytes
  }
  expect((await open(record, 1, { files: { slice: slow } })).bytes).toBe(bytes)
  now += 10 * 60_000
  expect(await timeOfOpening()).toBe(60_000)
})

/** ms until a part of a file that never answers is given up. */
async function timeOfOpening(): Promise<number> {
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const slice = () => new Promise<Blob>(() => undefined)
  const reason = open(record, 1, { files: { slice } }).catch((error: unknown) => error)
  const [[late, limit = 0] = []] = timers.mock.calls
  const [timer] = timers.mock.results
  timers.mockRestore()
  clearTimeout(timer?.value)
  now += limit
  late?.()
  expect(await reason).toMatchObject({ code: 'file_unreadable' })
  return limit
}
