import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_PART_COUNT, MIB } from '../../shared/limits.ts'
import { createUploadAnswerSchema, watchAnswerSchema } from '../../shared/wire.ts'
import { uploadStatusSchema } from '../../shared/upload-status.ts'
import { ApiFailure } from '../failure.ts'
import { OPEN } from '../identity/settings.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'

const LETTER = Buffer.from('123456789')
const DAY = 24 * 60 * 60
let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** An upload that was begun, with the token that lets another device watch it. */
async function begun(change: Parameters<typeof creation>[0] = {}) {
  const request = creation(change)
  const { token, key } = await create(api, request)
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, `/api/uploads/${request.id}${path}`, { token, body })
  const watch = v.parse(watchAnswerSchema, (await call('POST', '/watch', {})).body)
  const answer = () => api.call('GET', `/api/uploads/${request.id}/status`, { token: watch.token })
  return {
    ...request,
    token,
    key,
    watch,
    call,
    answer,
    status: async () => v.parse(uploadStatusSchema, (await answer()).body),
    send: (...contents: Buffer[]) => sendParts(api, request.id, token, contents),
    complete: async (content: Buffer) =>
      (await call('POST', '/complete', { checksum: await crc64(content) })).body,
  }
}

describe('the status of an upload', () => {
  it('tells what the store has of it, part by part', async () => {
    const upload = await begun({ name: 'zwölf ☃.txt', path: 'a/b', size: 16 * MIB + 8 })
    const before = Date.now()
    expect(await upload.status()).toMatchObject({
      state: 'sending',
      name: 'zwölf ☃.txt',
      path: 'a/b',
      size: 16 * MIB + 8,
      sent: 0,
      parts: 0,
      partCount: 2,
      receipt: null,
      nextInSeconds: 3,
    })
    await upload.send(Buffer.alloc(16 * MIB))
    const status = await upload.status()
    expect(status).toMatchObject({ state: 'sending', sent: 16 * MIB, parts: 1, receipt: null })
    expect(Date.parse(status.updatedAt)).toBeGreaterThanOrEqual(before)
    api.clock.ahead = 60_000
    const later = await upload.status()
    api.clock.ahead = 0
    expect(later.updatedAt).toBe(status.updatedAt)
    expect(later.unchangedForSeconds - status.unchangedForSeconds).toBeGreaterThan(55)
  })

  it('tells the receipt of a completed one', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    expect(await upload.status()).toMatchObject({ state: 'sending', sent: 9, parts: 1 })
    const receipt = await upload.complete(LETTER)
    expect(receipt).toMatchObject({ id: upload.id })
    expect(await upload.status()).toMatchObject({
      state: 'completed',
      sent: 9,
      parts: 1,
      partCount: 1,
      receipt,
    })
  })

  it('still tells it when the object was moved away', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    const receipt = await upload.complete(LETTER)
    expect(await upload.status()).toMatchObject({ state: 'completed', stored: true })
    await api.deps.store.remove(upload.key)
    expect(await upload.status()).toMatchObject({ state: 'completed', stored: false, receipt })
    // What somebody else has put there is not what arrived.
    await api.deps.store.putDocument(upload.key, 'another')
    expect((await upload.status()).stored).not.toBe(true)
  })

  it('of one whose receipt is not stored yet is complete without one', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    const store = { ...api.deps.store, addDocument: () => Promise.reject(new Error('died')) }
    const path = `/api/uploads/${upload.id}/complete`
    const body = { checksum: await crc64(LETTER) }
    expect(await api.callOn({ store }, 'POST', path, { token: upload.token, body })).toMatchObject({
      status: 500,
    })
    expect(await upload.status()).toMatchObject({ state: 'completed', sent: 9, receipt: null })
    const receipt = await upload.complete(LETTER)
    expect(await upload.status()).toMatchObject({ state: 'completed', receipt })
  })

  it('can be asked for anew after the end', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    const receipt = await upload.complete(LETTER)
    const again = await begun({ id: upload.id })
    expect(again.key).toBe(upload.key)
    expect(await again.status()).toMatchObject({ state: 'completed', receipt })
  })

  it('is found although it is completed just while it is looked up', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    const listParts = async () => {
      await upload.complete(LETTER)
      throw new ApiFailure('upload_gone', 'completed')
    }
    const store = { ...api.deps.store, listParts }
    const path = `/api/uploads/${upload.id}/status`
    const { body } = await api.callOn({ store }, 'GET', path, { token: upload.watch.token })
    expect(body).toMatchObject({ state: 'completed', receipt: { id: upload.id } })
  })

  it('is not that it runs on a store that still lists the parts of a completed one', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    const [running] = await api.deps.store.findUploads(upload.key)
    if (!running) throw new Error('the upload does not run')
    const parts = await api.deps.store.listParts(running)
    await upload.complete(LETTER)
    const store = { ...api.deps.store, listParts: () => Promise.resolve(parts) }
    const path = `/api/uploads/${upload.id}/status`
    const look = () => api.callOn({ store }, 'GET', path, { token: upload.watch.token })
    const completed = { body: { state: 'completed', receipt: { id: upload.id } } }
    expect(await look()).toMatchObject(completed)
    await api.deps.store.remove(upload.key)
    expect(await look()).toMatchObject(completed)
  })

  it('of an aborted one is that it is gone', async () => {
    const upload = await begun()
    await upload.send(LETTER)
    expect((await upload.call('DELETE', '')).status).toBe(204)
    expect(await upload.status()).toMatchObject({
      state: 'gone',
      name: 'letter.txt',
      sent: 0,
      parts: 0,
      receipt: null,
      nextInSeconds: 60,
    })
  })

  it('takes no other object under the key for the upload', async () => {
    const upload = await begun()
    await upload.call('DELETE', '')
    await api.deps.store.putDocument(upload.key, '{"else": 1}')
    expect(await upload.status()).toMatchObject({ state: 'gone', receipt: null })
  })

  it('of an upload of no bytes comes to its receipt too', async () => {
    const upload = await begun({ size: 0 })
    expect(await upload.status()).toMatchObject({ state: 'sending', sent: 0, partCount: 1 })
    await upload.send(Buffer.alloc(0))
    await upload.complete(Buffer.alloc(0))
    expect(await upload.status()).toMatchObject({ state: 'completed', receipt: { size: 0 } })
  })

  it('is to be asked for the more seldom, the more it costs the store', async () => {
    const upload = await begun({ size: MAX_PART_COUNT * 16 * MIB })
    const waits = []
    for (const count of [1000, 1001, MAX_PART_COUNT]) {
      const parts = Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        size: 16 * MIB,
        etag: 'e',
        crc64nvme: undefined,
        lastModified: undefined,
      }))
      const store = { ...api.deps.store, listParts: () => Promise.resolve(parts) }
      const path = `/api/uploads/${upload.id}/status`
      const { body } = await api.callOn({ store }, 'GET', path, { token: upload.watch.token })
      const { nextInSeconds, sent } = v.parse(uploadStatusSchema, body)
      expect(sent).toBe(count * 16 * MIB)
      waits.push(nextInSeconds)
    }
    expect(waits).toEqual([3, 6, 30])
  })

  it('carries on that the store asks for less, and takes no fault for an end', async () => {
    const upload = await begun()
    const listParts = () =>
      Promise.reject(new ApiFailure('slow_down', 'the store asks for less', { retryAfter: 9 }))
    const store = { ...api.deps.store, listParts }
    const path = `/api/uploads/${upload.id}/status`
    const answer = await api.callOn({ store }, 'GET', path, { token: upload.watch.token })
    expect(answer).toMatchObject({ status: 503, body: { code: 'slow_down', retryable: true } })
    expect(answer.headers.get('retry-after')).toBe('9')
  })
})

describe('a watch token', () => {
  it('tells no mail address to whoever reads it', async () => {
    const told = await openApi({ auth: { ...OPEN, links: true } })
    const link = await told.deps.links.make(
      {
        prefix: '',
        expiresInSeconds: 600,
        maxFileSize: null,
        maxFiles: 1,
        maxBytes: null,
        note: '',
        notify: 'ann@example.com',
        admin: false,
      },
      told.deps.now(),
    )
    const headers = { 'longhaul-link': link.token }
    const body = creation()
    const begun = await told.call('POST', '/api/uploads', { headers, body })
    const { token } = v.parse(createUploadAnswerSchema, begun.body)
    const path = `/api/uploads/${body.id}`
    const own = { ...headers, 'longhaul-token': token }
    const answer = await told.call('POST', `${path}/watch`, { headers: own, body: {} })
    const watch = v.parse(watchAnswerSchema, answer.body)
    expect(Object.keys(decodeJwt(watch.token)).toSorted()).toEqual([
      'checksum',
      'createdAt',
      'exp',
      'iat',
      'id',
      'iss',
      'key',
      'name',
      'partCount',
      'partSize',
      'path',
      'size',
      'sub',
      'uploadId',
    ])
    const status = await told.call('GET', `${path}/status`, { token: watch.token })
    expect(status).toMatchObject({ status: 200, body: { state: 'sending' } })
    await told.close()
  })

  it('runs out when the upload’s own does', async () => {
    const upload = await begun()
    expect(upload.watch.expiresInSeconds).toBeGreaterThan(7 * DAY - 60)
    api.clock.ahead = 3 * DAY * 1000
    const late = v.parse(watchAnswerSchema, (await upload.call('POST', '/watch', {})).body)
    const stillGood = await upload.answer()
    api.clock.ahead = 7 * DAY * 1000 + 1000
    const answers = []
    for (const token of [upload.watch.token, late.token]) {
      answers.push(await api.call('GET', `/api/uploads/${upload.id}/status`, { token }))
    }
    api.clock.ahead = 0
    expect(late.expiresInSeconds).toBeLessThanOrEqual(4 * DAY)
    expect(stillGood.status).toBe(200)
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, body: { code: 'token_expired' } })
    }
  })

  it.each([
    ['POST', '/watch', {}],
    ['POST', '/sign', { parts: [{ number: 1 }] }],
    ['GET', '/parts', undefined],
    ['PUT', '/parts/1', '123456789'],
    ['POST', '/complete', { checksum: 'rosUhgp5mIg=' }],
    ['GET', '/receipt', undefined],
    ['DELETE', '', undefined],
  ])('is refused by %s %s', async (method, path, body) => {
    const upload = await begun()
    const answer = await api.call(method, `/api/uploads/${upload.id}${path}`, {
      token: upload.watch.token,
      body,
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'token_invalid' } })
    expect(await upload.status()).toMatchObject({ state: 'sending', parts: 0 })
  })

  it('and no other lets anybody watch', async () => {
    const [one, other] = [await begun(), await begun()]
    const path = `/api/uploads/${one.id}/status`
    const [head, , signature] = one.watch.token.split('.')
    const payload = other.watch.token.split('.')[1]
    const wrong: Record<string, string> = {
      'the upload’s own': one.token,
      'of another upload': other.watch.token,
      'of another’s content': [head, payload, signature].join('.'),
      'that is none': 'a.b.c',
    }
    for (const [what, token] of Object.entries(wrong)) {
      const { status, body } = await api.call('GET', path, { token })
      expect({ what, status, body }).toMatchObject({
        what,
        status: 403,
        body: { code: 'token_invalid' },
      })
    }
    expect(await api.call('GET', path)).toMatchObject({ status: 401 })
  })

  it('is given for the upload’s own token alone', async () => {
    const [one, other] = [await begun(), await begun()]
    const path = `/api/uploads/${one.id}/watch`
    const ask = (token?: string) =>
      api.call('POST', path, { body: {}, ...(token === undefined ? {} : { token }) })
    expect(await ask()).toMatchObject({ status: 401 })
    for (const token of [other.token, one.watch.token]) {
      expect(await ask(token)).toMatchObject({ status: 403, body: { code: 'token_invalid' } })
    }
    api.clock.ahead = 8 * DAY * 1000
    const late = await ask(one.token)
    api.clock.ahead = 0
    expect(late).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })
})
