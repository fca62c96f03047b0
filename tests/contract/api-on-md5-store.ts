import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signPartsAnswerSchema, watchAnswerSchema } from '../../shared/wire.ts'
import { uploadStatusSchema } from '../../shared/upload-status.ts'
import { create, creation, openApi, type Api } from '../../api/testing/harness.ts'
import { openPartServer, putPart } from '../../api/testing/part-server.ts'
import { putByName } from '../../api/testing/put-by-name.ts'
import type { StartServer } from './clause.ts'

const md5 = (content: Buffer) => createHash('md5').update(content).digest()

/** Declares the tests of the API on a server that checks Content-MD5 and no other checksum. */
export function describeApiOn(name: string, start: StartServer): void {
  describe(`the API on ${name}`, () => {
    let api: Api
    let otherName: string

    beforeAll(async () => {
      const { bucket, region, endpoint, close, ...credentials } = await start({ corsOrigins: [] })
      const { accessKeyId, secretAccessKey } = credentials
      otherName = `http://s1.localhost:${new URL(endpoint).port}`
      api = await openApi({
        bucket: {
          address: {
            bucket,
            region,
            endpoint,
            publicEndpoint: undefined,
            otherEndpoints: [otherName],
            forcePathStyle: true,
            credentials: { accessKeyId, secretAccessKey },
          },
          close,
        },
      })
    })
    afterAll(() => api.close())

    /** Creates an upload and sends its parts; answers what completes it. */
    async function send(
      content: Buffer,
      request = creation({ name: 'zwölf ☃.txt', path: 'a/b', size: content.length }),
    ) {
      const { token, key, partSize, partCount } = await create(api, request)
      const call = (method: string, path: string, body?: unknown) =>
        api.call(method, `/api/uploads/${request.id}${path}`, { token, body })
      const digests = Array.from({ length: partCount }, (_, index) =>
        md5(content.subarray(index * partSize, (index + 1) * partSize)),
      )
      const parts = digests.map((digest, index) => ({
        number: index + 1,
        checksum: digest.toString('base64'),
      }))
      const signed = v.parse(signPartsAnswerSchema, (await call('POST', '/sign', { parts })).body)
      for (const { number, url, headers } of signed.parts) {
        const body = new Uint8Array(content.subarray((number - 1) * partSize, number * partSize))
        const { status } = await fetch(url, { method: 'PUT', headers, body })
        expect(status).toBe(200)
      }
      const checksum = `${md5(Buffer.concat(digests)).toString('hex')}-${partCount}`
      return { request, token, key, call, checksum, parts: signed.parts }
    }

    it('finds by trying that the store checks MD5s', async () => {
      const { body } = await api.call('GET', '/ready')
      expect(body).toEqual({ status: 'ok', checksum: 'md5' })
      expect(api.lines).toEqual([])
    })

    it.each([0, 1, 16 * 1024 * 1024 + 5])('carries %d bytes', async (size) => {
      const { request, call, checksum } = await send(Buffer.alloc(size, 'x'))
      const done = await call('POST', '/complete', { checksum })
      expect(done).toMatchObject({
        status: 200,
        body: { size, checksum: { algorithm: 'md5', value: checksum, proof: 'parts-checksum' } },
      })
      expect((await call('POST', '/complete', { checksum })).body).toEqual(done.body)
      expect((await call('DELETE', '')).status).toBe(204)
      const again = await create(api, request)
      const receipt = await api.call('POST', `/api/uploads/${request.id}/complete`, {
        token: again.token,
        body: { checksum },
      })
      expect(receipt.body).toEqual(done.body)
    })

    it('sends a part by another name of the store', async () => {
      const content = Buffer.from('right')
      const request = creation({ size: content.length })
      const { token } = await create(api, request)
      const { body } = await api.call('POST', `/api/uploads/${request.id}/sign`, {
        token,
        body: {
          parts: [{ number: 1, checksum: md5(content).toString('base64'), host: otherName }],
        },
      })
      const { url = '', headers = {} } = v.parse(signPartsAnswerSchema, body).parts[0] ?? {}
      expect(new URL(url).origin).toBe(otherName)
      expect((await putByName(url, headers, content, '127.0.0.1')).status).toBe(403)
      expect((await putByName(url, headers, content)).status).toBe(200)
    })

    it('carries a part through the server', async () => {
      const server = await openPartServer(api)
      const content = Buffer.from('right')
      const request = creation({ size: content.length })
      const { token } = await create(api, request)
      const upload = { id: request.id, token }
      const digest = md5(content)
      const headers = { 'content-md5': digest.toString('base64') }
      const wrong = await putPart(server.origin, upload, 1, Buffer.from('wrong'), headers)
      expect(wrong).toMatchObject({ status: 422, body: { code: 'checksum_mismatch' } })
      const right = await putPart(server.origin, upload, 1, content, headers)
      expect(right).toMatchObject({ status: 200, body: { etag: digest.toString('hex') } })
      const again = await putPart(server.origin, upload, 1, content, headers)
      expect(again).toMatchObject({ status: 409, body: { code: 'part_exists' } })
      await server.close()
      const checksum = `${md5(digest).toString('hex')}-1`
      const done = await api.call('POST', `/api/uploads/${request.id}/complete`, {
        token,
        body: { checksum },
      })
      expect(done).toMatchObject({ status: 200, body: { checksum: { proof: 'parts-checksum' } } })
    })

    it('tells another device how an upload is going, up to its end', async () => {
      const before = Math.floor(Date.now() / 1000) * 1000
      const [one, other] = [await send(Buffer.from('right')), await send(Buffer.from('left'))]
      const watch = async ({ request, call }: typeof one) => {
        const { token } = v.parse(watchAnswerSchema, (await call('POST', '/watch', {})).body)
        const path = `/api/uploads/${request.id}/status`
        return async () =>
          v.parse(uploadStatusSchema, (await api.call('GET', path, { token })).body)
      }
      const [statusOfOne, statusOfOther] = [await watch(one), await watch(other)]
      const sending = await statusOfOne()
      expect(sending).toMatchObject({ state: 'sending', sent: 5, parts: 1, receipt: null })
      expect(Date.parse(sending.updatedAt)).toBeGreaterThanOrEqual(before)
      const { body } = await one.call('POST', '/complete', { checksum: one.checksum })
      expect(await statusOfOne()).toMatchObject({ state: 'completed', receipt: body })
      await other.call('DELETE', '')
      expect(await statusOfOther()).toMatchObject({ state: 'gone', receipt: null })
    })

    it('refuses a part of other bytes', async () => {
      const { parts } = await send(Buffer.from('right'))
      const { url, headers } = parts[0] ?? { url: '', headers: {} }
      const { status } = await fetch(url, { method: 'PUT', headers, body: 'wrong' })
      expect(status).toBe(400)
    })

    it('never calls an object verified that is not what was sent', async () => {
      const { key, call } = await send(Buffer.from('right'))
      const answer = await call('POST', '/complete', { checksum: `${'0'.repeat(32)}-1` })
      expect(answer).toMatchObject({ status: 409, body: { code: 'object_mismatch' } })
      expect(await api.deps.store.head(key)).toBeUndefined()
    })

    it('leaves what another request has verified meanwhile', async () => {
      const { request, key, call, checksum, token } = await send(Buffer.from('right'))
      const { store } = api.deps
      let verified: unknown
      const slower: typeof store = {
        ...store,
        complete: async (...given) => {
          await store.complete(...given)
          verified = (await call('POST', '/complete', { checksum })).body
        },
      }
      const path = `/api/uploads/${request.id}/complete`
      const body = { checksum: `${'0'.repeat(32)}-1` }
      const answer = await api.callOn({ store: slower }, 'POST', path, { token, body })
      expect(answer).toMatchObject({ status: 409, body: { code: 'object_mismatch' } })
      expect(await store.head(key)).toMatchObject({ size: 5 })
      expect(verified).toMatchObject({ checksum: { value: checksum } })
      expect((await call('POST', '/complete', { checksum })).body).toEqual(verified)
    })

    it('takes anew what was taken away as it was not what was sent', async () => {
      const content = Buffer.from('right')
      const { request, call, checksum } = await send(content)
      const wrong = await call('POST', '/complete', { checksum: `${'0'.repeat(32)}-1` })
      expect(wrong).toMatchObject({ body: { code: 'object_mismatch' } })
      const again = await send(content, request)
      expect(await again.call('POST', '/complete', { checksum })).toMatchObject({ status: 200 })
    })

    it('leaves no parts of an aborted upload', async () => {
      const { key, call } = await send(Buffer.from('right'))
      expect((await call('DELETE', '')).status).toBe(204)
      expect(await api.deps.store.findUploads(key)).toEqual([])
      expect(await call('GET', '/parts')).toMatchObject({ body: { code: 'upload_gone' } })
    })
  })
}
