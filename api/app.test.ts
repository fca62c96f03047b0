import { v7 } from 'uuid'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptSchema } from '../shared/receipt.ts'
import { listPartsAnswerSchema, signPartsAnswerSchema } from '../shared/wire.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from './testing/harness.ts'

const LETTER = Buffer.from('123456789')
const CRC = 'rosUhgp5mIg='
let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

async function sent(change: Parameters<typeof creation>[0] = {}, content = LETTER) {
  const request = creation({ size: content.length, ...change })
  const answer = await create(api, request)
  await sendParts(api, request.id, answer.token, [content])
  const { token, key } = answer
  const crc = await crc64(content)
  const complete = (checksum: string | null = crc) =>
    api.call('POST', `/api/uploads/${request.id}/complete`, { token, body: { checksum } })
  return { ...request, token, key, complete }
}

async function partsOf(id: string, token: string) {
  const { body } = await api.call('GET', `/api/uploads/${id}/parts`, { token })
  return v.parse(listPartsAnswerSchema, body).parts
}

describe('the way of an upload', () => {
  it('ends in a receipt of what the store has', async () => {
    const { id, key, token, complete } = await sent({ name: 'zwölf ☃.txt', path: 'a/b' })
    expect(await partsOf(id, token)).toEqual([
      { number: 1, size: 9, etag: '25f9e794323b453885f5181f1b624d0b', checksum: CRC },
    ])
    const { status, body } = await complete()
    expect(status).toBe(200)
    const receipt = v.parse(receiptSchema, body)
    expect(receipt).toMatchObject({
      id,
      key,
      bucket: 'files',
      name: 'zwölf ☃.txt',
      path: 'a/b',
      size: 9,
      partCount: 1,
      etag: '5927c5d64d94a5786f90003aa26d0159-1',
      checksum: { algorithm: 'crc64nvme', value: CRC, proof: 'object-checksum' },
    })
    expect(await api.deps.store.head(key)).toMatchObject({
      metadata: { 'longhaul-id': id, 'longhaul-name': "UTF-8''zw%C3%B6lf%20%E2%98%83.txt" },
    })
    const stored = await api.call('GET', `/api/uploads/${id}/receipt`, { token })
    expect(stored.body).toEqual(receipt)
    expect((await complete()).body).toEqual(receipt)
  })

  it('takes a file of no bytes', async () => {
    const { complete } = await sent({}, Buffer.alloc(0))
    expect((await complete()).body).toMatchObject({ size: 0, checksum: { value: 'AAAAAAAAAAA=' } })
  })

  it('takes several parts', async () => {
    const partSize = 16 * 1024 * 1024
    const contents = [Buffer.alloc(partSize), Buffer.from('the rest')]
    const request = creation({ size: partSize + 8 })
    const { token } = await create(api, request)
    await sendParts(api, request.id, token, contents)
    const checksum = await crc64(Buffer.concat(contents))
    const { body } = await api.call('POST', `/api/uploads/${request.id}/complete`, {
      token,
      body: { checksum },
    })
    expect(body).toMatchObject({ partCount: 2, checksum: { value: checksum } })
  })

  it('signs for just the bytes of the part', async () => {
    const request = creation()
    const { token } = await create(api, request)
    const { body } = await api.call('POST', `/api/uploads/${request.id}/sign`, {
      token,
      body: { parts: [{ number: 1 }] },
    })
    const url = v.parse(signPartsAnswerSchema, body).parts[0]?.url ?? ''
    const put = (content: string) => fetch(url, { method: 'PUT', body: content })
    expect((await put('12345678')).status).toBe(403)
    expect((await put('1234567890')).status).toBe(403)
    expect((await put('123456789')).status).toBe(200)
  })
})

describe('creation', () => {
  it('repeated finds the same upload', async () => {
    const request = creation({ id: v7() })
    const first = await create(api, request)
    await sendParts(api, request.id, first.token, [LETTER])
    const again = await create(api, request)
    expect(again.key).toBe(first.key)
    expect([first.isNew, again.isNew]).toEqual([true, false])
    expect(await partsOf(request.id, again.token)).toHaveLength(1)
    expect(await api.deps.store.findUploads(first.key)).toHaveLength(1)
  })

  it('repeated on another day finds it too', async () => {
    const request = creation({ id: v7() })
    const first = await create(api, request)
    api.clock.ahead = 3 * 24 * 60 * 60_000
    const again = await create(api, request)
    api.clock.ahead = 0
    expect(again.key).toBe(first.key)
  })

  it('repeated after the end leads to the receipt', async () => {
    const { id, name, size, key, complete } = await sent()
    const receipt = (await complete()).body
    const again = await create(api, creation({ id, name, size }))
    expect(again).toMatchObject({ key, isNew: false })
    expect(await api.deps.store.findUploads(key)).toEqual([])
    expect(await partsOf(id, again.token)).toEqual([
      { number: 1, size: 9, etag: '', checksum: CRC },
    ])
    const sign = await api.call('POST', `/api/uploads/${id}/sign`, {
      token: again.token,
      body: { parts: [{ number: 1 }] },
    })
    expect(sign).toMatchObject({ status: 409, body: { code: 'parts_missing' } })
    const completed = await api.call('POST', `/api/uploads/${id}/complete`, {
      token: again.token,
      body: { checksum: CRC },
    })
    expect(completed.body).toEqual(receipt)
  })

  it('of another file under the same id is another upload', async () => {
    const request = creation()
    const one = await create(api, request)
    const other = await create(api, { ...request, lastModified: 5 })
    expect(other.key).not.toBe(one.key)
  })

  it('refuses a name that fits no token, and a file above the limit', async () => {
    const path = '☃'.repeat(4096)
    const long = await api.call('POST', '/api/uploads', { body: creation({ path }) })
    expect(long).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    const settings = { ...api.deps.settings, maxFileSize: 8 }
    const large = await api.callOn({ settings }, 'POST', '/api/uploads', { body: creation() })
    expect(large).toMatchObject({ status: 413, body: { code: 'file_too_large' } })
  })
})

describe('completion', () => {
  it('is refused while parts are missing or of another size', async () => {
    const request = creation({ size: 17 * 1024 * 1024 })
    const { token } = await create(api, request)
    const { status, body } = await api.call('POST', `/api/uploads/${request.id}/complete`, {
      token,
      body: { checksum: CRC },
    })
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'parts_missing' } })
  })

  it('is refused by the store when the checksum is another, and may be tried again', async () => {
    const { complete } = await sent()
    expect(await complete('AAAAAAAAAAA=')).toMatchObject({
      status: 409,
      body: { code: 'object_mismatch' },
    })
    expect((await complete()).status).toBe(200)
  })

  it('is never a success on a store that overlooks a wrong checksum', async () => {
    const { id, token, key } = await sent()
    const { store } = api.deps
    const careless = {
      ...store,
      complete: (...[upload, parts, guards]: Parameters<typeof store.complete>) =>
        store.complete(upload, parts, { ...guards, crc64nvme: null }),
    }
    const answer = await api.callOn({ store: careless }, 'POST', `/api/uploads/${id}/complete`, {
      token,
      body: { checksum: 'AAAAAAAAAAA=' },
    })
    expect(answer).toMatchObject({ status: 409, body: { code: 'object_mismatch' } })
    expect(await store.head(key)).toBeUndefined()
  })

  it('interrupted before the receipt is healed by the next', async () => {
    const { id, token, key, complete } = await sent()
    const store = {
      ...api.deps.store,
      addDocument: () => Promise.reject(new Error('the server died')),
    }
    const path = `/api/uploads/${id}/complete`
    const died = await api.callOn({ store }, 'POST', path, { token, body: { checksum: CRC } })
    expect(died).toMatchObject({ status: 500, body: { code: 'server_error' } })
    expect(await api.deps.store.head(key)).toBeDefined()
    expect(await complete()).toMatchObject({ status: 200, body: { id, key } })
  })

  it('still answers the receipt when the object was moved away', async () => {
    const { key, complete } = await sent()
    const receipt = (await complete()).body
    await api.deps.store.remove(key)
    expect((await complete()).body).toEqual(receipt)
    expect(await complete('AAAAAAAAAAA=')).toMatchObject({ body: { code: 'object_mismatch' } })
  })

  it('of two at once makes one object and one answer', async () => {
    const { complete } = await sent()
    const answers = await Promise.all([complete(), complete(), complete()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('wants the checksum of the kind that the upload has', async () => {
    const { complete } = await sent()
    for (const checksum of [null, `${'0'.repeat(32)}-1`]) {
      expect(await complete(checksum)).toMatchObject({
        status: 400,
        body: { code: 'bad_request' },
      })
    }
  })
})

describe('abort', () => {
  it('leaves no parts, and may be repeated', async () => {
    const { id, token, key } = await sent()
    const abort = () => api.call('DELETE', `/api/uploads/${id}`, { token })
    expect((await abort()).status).toBe(204)
    expect((await abort()).status).toBe(204)
    expect(await api.deps.store.findUploads(key)).toEqual([])
    const parts = await api.call('GET', `/api/uploads/${id}/parts`, { token })
    expect(parts).toMatchObject({ status: 404, body: { code: 'upload_gone' } })
  })

  it('leaves a completed object', async () => {
    const { id, token, key, complete } = await sent()
    await complete()
    await api.call('DELETE', `/api/uploads/${id}`, { token })
    expect(await api.deps.store.head(key)).toBeDefined()
  })
})

describe('a store that checks MD5s only', () => {
  const md5 = {
    checksum: 'md5',
    etagOfParts: true,
    guardedComplete: false,
    guardedPut: false,
  } as const

  it('proves the object by its ETag', async () => {
    const ability = () => Promise.resolve(md5)
    const request = creation()
    const made = await api.callOn({ ability }, 'POST', '/api/uploads', { body: request })
    const { token } = v.parse(v.object({ token: v.string() }), made.body)
    const signed = await api.callOn({ ability }, 'POST', `/api/uploads/${request.id}/sign`, {
      token,
      body: { parts: [{ number: 1, checksum: 'JfnnlDI7RTiF9RgfG2JNCw==' }] },
    })
    const [part] = v.parse(signPartsAnswerSchema, signed.body).parts
    expect(part?.headers).toEqual({ 'content-md5': 'JfnnlDI7RTiF9RgfG2JNCw==' })
    const put = await fetch(part?.url ?? '', {
      method: 'PUT',
      headers: part?.headers ?? {},
      body: '123456789',
    })
    expect(put.status).toBe(200)
    const complete = (checksum: string) =>
      api.callOn({ ability }, 'POST', `/api/uploads/${request.id}/complete`, {
        token,
        body: { checksum },
      })
    expect(await complete('5927c5d64d94a5786f90003aa26d0159-1')).toMatchObject({
      status: 200,
      body: { checksum: { algorithm: 'md5', proof: 'parts-checksum' } },
    })
    expect(await complete(`${'0'.repeat(32)}-1`)).toMatchObject({ status: 409 })
  })
})
