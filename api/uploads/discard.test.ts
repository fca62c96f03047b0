import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  batchCompleteAnswerSchema,
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
} from '../../shared/wire.ts'
import type { ObjectStore } from '../s3/store.ts'
import { crc64, creation, openApi, type Api } from '../testing/harness.ts'

/** Files that are put as a whole, found to be damaged by one server and mended by another meanwhile. */

const LETTER = Buffer.from('123456789')
const DAMAGED = Buffer.from('12345678x')
let api: Api

beforeAll(async () => {
  api = await openApi()
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
async function complete({ token }: Upload, store = api.deps.store): Promise<string> {
  const uploads = [{ token, checksum: await crc64(LETTER) }]
  const { body } = await api.callOn({ store }, 'POST', '/api/batch/complete', { body: { uploads } })
  return v.parse(batchCompleteAnswerSchema, body).uploads[0]?.error?.code ?? 'done'
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
