import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_PART_COUNT, MIB } from '../../shared/limits.ts'
import { uploadStatusSchema } from '../../shared/upload-status.ts'
import { ApiFailure } from '../failure.ts'
import { crc64, openApi, type Api } from '../testing/harness.ts'
import { begun, LETTER } from '../testing/watched.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('the status of an upload', () => {
  it('tells what the store has of it, part by part', async () => {
    const upload = await begun(api, { name: 'zwölf ☃.txt', path: 'a/b', size: 16 * MIB + 8 })
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
    const upload = await begun(api)
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
    const upload = await begun(api)
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
    const upload = await begun(api)
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
    const upload = await begun(api)
    await upload.send(LETTER)
    const receipt = await upload.complete(LETTER)
    const again = await begun(api, { id: upload.id })
    expect(again.key).toBe(upload.key)
    expect(await again.status()).toMatchObject({ state: 'completed', receipt })
  })

  it('is found although it is completed just while it is looked up', async () => {
    const upload = await begun(api)
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
    const upload = await begun(api)
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
    const upload = await begun(api)
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
    const upload = await begun(api)
    await upload.call('DELETE', '')
    await api.deps.store.putDocument(upload.key, '{"else": 1}')
    expect(await upload.status()).toMatchObject({ state: 'gone', receipt: null })
  })

  it('of an upload of no bytes comes to its receipt too', async () => {
    const upload = await begun(api, { size: 0 })
    expect(await upload.status()).toMatchObject({ state: 'sending', sent: 0, partCount: 1 })
    await upload.send(Buffer.alloc(0))
    await upload.complete(Buffer.alloc(0))
    expect(await upload.status()).toMatchObject({ state: 'completed', receipt: { size: 0 } })
  })

  it('is to be asked for the more seldom, the more it costs the store', async () => {
    const upload = await begun(api, { size: MAX_PART_COUNT * 16 * MIB })
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
    const upload = await begun(api)
    const listParts = () =>
      Promise.reject(new ApiFailure('slow_down', 'the store asks for less', { retryAfter: 9 }))
    const store = { ...api.deps.store, listParts }
    const path = `/api/uploads/${upload.id}/status`
    const answer = await api.callOn({ store }, 'GET', path, { token: upload.watch.token })
    expect(answer).toMatchObject({ status: 503, body: { code: 'slow_down', retryable: true } })
    expect(answer.headers.get('retry-after')).toBe('9')
  })
})
