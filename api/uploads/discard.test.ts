import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  batchCompleteAnswerSchema,
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
} from '../../shared/wire.ts'
import type { ObjectStore } from '../s3/store.ts'
import { raceOn, type Work } from '../testing/halting.ts'
import { crc64, creation, openApi, type Api } from '../testing/harness.ts'
import { MARK_LASTS } from './place.ts'

/** Files that are put as a whole, found to be damaged by one server and mended by another meanwhile. */

const LETTER = Buffer.from('123456789')
const DAMAGED = Buffer.from('12345678x')
let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterEach(() => {
  api.clock.ahead = 0
})
afterAll(() => api.close())

async function begin() {
  const request = creation()
  const { body } = await api.call('POST', '/api/batch/create', { body: { uploads: [request] } })
  const [created] = v.parse(batchCreateAnswerSchema, body).uploads
  if (!created?.done) throw new Error('it was not created')
  return { id: request.id, ...created.done }
}

type Upload = Awaited<ReturnType<typeof begin>>

async function put({ token }: Upload, content: Buffer): Promise<number> {
  const parts = [{ number: 1, checksum: await crc64(content) }]
  const { body } = await api.call('POST', '/api/batch/sign', {
    body: { uploads: [{ token, parts }] },
  })
  const part = v.parse(batchSignAnswerSchema, body).uploads[0]?.done?.parts[0]
  if (!part) throw new Error('it was not signed')
  const answer = await fetch(part.url, {
    method: 'PUT',
    headers: part.headers,
    body: new Uint8Array(content),
  })
  return answer.status
}

/** 'done', or the code of why not. */
async function complete(
  { token }: Upload,
  store = api.deps.store,
  content = LETTER,
): Promise<string> {
  const uploads = [{ token, checksum: await crc64(content) }]
  const { body } = await api.callOn({ store }, 'POST', '/api/batch/complete', { body: { uploads } })
  return v.parse(batchCompleteAnswerSchema, body).uploads[0]?.error?.code ?? 'done'
}

/** States another checksum than that of what is there. */
async function completeOther(upload: Upload, store = api.deps.store): Promise<string> {
  return complete(upload, store, DAMAGED)
}

async function discard({ id, token }: Upload, store = api.deps.store): Promise<string> {
  const path = `/api/uploads/${id}/discard`
  const { status } = await api.callOn({ store }, 'POST', path, { token, body: {} })
  return String(status)
}

/** The store of a server that does something else before it removes an object. */
function removingAfter(key: string, work: () => Promise<void>): ObjectStore {
  const { store } = api.deps
  return {
    ...store,
    remove: async (removed, ...condition) => {
      if (removed === key) await work()
      await store.remove(removed, ...condition)
    },
  }
}

/** Questions to the store after which one server halts: until both have ended. */
const HALTS = [0, 1, 2, 3, 4]
/** Where there is a mark from before, which has to make way. */
const HALTS_AT_MARK = [2, 3, 4, 5, 6, 7, 8]

describe('a file of one part that one server verifies while another', { timeout: 120_000 }, () => {
  it.each([
    ['discards it', 'complete', HALTS, discard],
    ['discards it', 'discard', HALTS, discard],
    ['is told that it is another', 'complete', HALTS, completeOther],
    ['is told that it is another', 'discard', HALTS, completeOther],
    ['discards it once more', 'complete', HALTS_AT_MARK, discard],
    ['discards it once more', 'discard', HALTS_AT_MARK, discard],
  ])(
    '%s is there with a receipt or gone without, and can be put anew (%s first)',
    async (_, earlier, halts, remove) => {
      const race = async (first: number, second: number) => {
        const upload = await begin()
        expect(await put(upload, LETTER)).toBe(200)
        if (halts === HALTS_AT_MARK) {
          expect(await discard(upload)).toBe('204')
          expect(await put(upload, LETTER)).toBe(200)
        }
        let completed = ''
        let removed = ''
        const works: [Work, Work] = [
          async (store) => void (completed = await complete(upload, store)),
          async (store) => void (removed = await remove(upload, store)),
        ]
        if (earlier === 'discard') works.reverse()
        await raceOn(api.deps.store, works, [first, second])
        const object = await api.deps.store.head(upload.key)
        const place = await api.deps.store.getDocument(`receipts/${upload.key}.json`)
        const isDone = completed === 'done'
        const where = { first, second, completed, removed }
        expect({ ...where, hasReceipt: place?.includes('"jws"') ?? false }).toEqual({
          ...where,
          hasReceipt: isDone,
        })
        // Who is told to ask again may find it there.
        if (isDone || removed === '204') {
          expect({ ...where, isThere: object !== undefined }).toEqual({ ...where, isThere: isDone })
        }
        expect(await put(upload, LETTER)).toBe(object ? 412 : 200)
        expect(await complete(upload)).toBe('done')
        return completed
      }
      const found = new Set<string>()
      for (const first of halts) {
        for (const end of await Promise.all(halts.map((second) => race(first, second))))
          found.add(end)
      }
      expect(found).toContain('done')
      expect(found.size).toBeGreaterThan(1)
    },
  )
})

describe('a file of one part that was damaged', () => {
  it.each([
    ['is discarded', discard, '204'],
    ['does not match at Complete', complete, 'object_mismatch'],
  ])(
    'stays as it was sent and verified anew while one server %s it late',
    async (_, late, told) => {
      const upload = await begin()
      expect(await put(upload, DAMAGED)).toBe(200)
      const store = removingAfter(upload.key, async () => {
        // While it is at it another server is to ask again, but not for ever.
        expect(await discard(upload)).toBe('503')
        api.clock.ahead = MARK_LASTS
        expect(await discard(upload)).toBe('204')
        expect(await put(upload, LETTER)).toBe(200)
        expect(await complete(upload)).toBe('done')
      })
      expect(await late(upload, store)).toBe(told)
      expect(await api.deps.store.head(upload.key)).toMatchObject({ size: LETTER.length })
      expect(await complete(upload)).toBe('done')
    },
  )
})
