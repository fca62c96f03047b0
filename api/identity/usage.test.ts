import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  batchCreateAnswerSchema,
  createUploadAnswerSchema,
  signPartsAnswerSchema,
} from '../../shared/wire.ts'
import type { NewObject } from '../s3/store.ts'
import {
  creation,
  openApi,
  openStore,
  type Answer,
  type Api,
  type OpenBucket,
} from '../testing/harness.ts'
import type { LinkRequest } from './links.ts'
import { OPEN } from './settings.ts'
import { createCounter } from './usage.ts'

const CRC = 'rosUhgp5mIg='
const LINK: LinkRequest = {
  prefix: 'for-ann/',
  expiresInSeconds: 3600,
  maxFileSize: null,
  maxFiles: null,
  maxBytes: null,
  note: 'The film, please.',
  admin: false,
}

let bucket: OpenBucket
/** Three servers that share nothing but the bucket and the secret. */
let servers: readonly Api[]

beforeAll(async () => {
  bucket = await openStore()
  const shared = { address: bucket.address, close: () => Promise.resolve() }
  const auth = { ...OPEN, links: true }
  servers = await Promise.all([0, 1, 2].map(() => openApi({ bucket: shared, auth })))
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await bucket.close()
})

function server(number: number): Api {
  const found = servers[number % servers.length]
  if (!found) throw new RangeError('there is no such server')
  return found
}

async function linkWith(limits: Partial<LinkRequest>) {
  const { deps } = server(0)
  const request = { ...LINK, ...limits }
  const made = await deps.links.make(request, deps.now())
  await deps.issuedLinks.record(made, { ...request, label: '' })
  const { id, token } = made
  const headers = { 'longhaul-link': token }
  return {
    id,
    headers,
    begin: (number: number, request = creation()) =>
      server(number).call('POST', '/api/uploads', { body: request, headers }),
    cancel: (upload: string, token: string) =>
      server(1).call('DELETE', `/api/uploads/${upload}`, {
        headers: { ...headers, 'longhaul-token': token },
      }),
    left: async () => (await server(2).call('GET', '/api/identity', { headers })).body,
  }
}

function tokenOf({ body }: Answer): string {
  return v.parse(createUploadAnswerSchema, body).token
}

describe('a link’s limits', { timeout: 30_000 }, () => {
  it('hold for all servers together, one after the other', async () => {
    const { begin, left } = await linkWith({ maxFiles: 3 })
    for (const number of [0, 1, 2]) expect((await begin(number)).status).toBe(200)
    expect(await begin(0)).toMatchObject({ status: 403, body: { code: 'limit_reached' } })
    expect(await left()).toMatchObject({ note: 'The film, please.', filesLeft: 0, bytesLeft: null })
  })

  it('are never passed by many who ask at once, and all places are taken in the end', async () => {
    const { begin, left } = await linkWith({ maxFiles: 5 })
    const waiting = Array.from({ length: 12 }, () => creation())
    const taken: string[] = []
    for (let round = 0; waiting.length > 7 && round < 50; round++) {
      const asked = round === 0 ? [...waiting] : waiting.slice(0, 1)
      const answers = await Promise.all(asked.map((request, index) => begin(index, request)))
      for (const [index, answer] of answers.entries()) {
        const request = asked[index]
        if (answer.status === 200 && request) {
          taken.push(request.id)
          waiting.splice(waiting.indexOf(request), 1)
        } else
          expect(answer.body).toMatchObject({
            code: expect.stringMatching(/slow_down|limit_reached/),
          })
      }
      expect(taken.length).toBeLessThanOrEqual(5)
    }
    expect(taken).toHaveLength(5)
    expect(await begin(1, waiting[0])).toMatchObject({ body: { code: 'limit_reached' } })
    expect(await left()).toMatchObject({ filesLeft: 0 })
  })

  it.each([{ maxFiles: 20 }, { maxBytes: 20 * 9 }])(
    'are used up by one batch that asks for more, by %j',
    async (limits) => {
      const { headers, left } = await linkWith(limits)
      const { deps, callOn } = server(0)
      // As long as a store takes that is far away: all that are let go at once ask at once.
      const putDocument = async (key: string, text: string) => {
        await sleep(20)
        await deps.store.putDocument(key, text)
      }
      const counter = createCounter({ ...deps.store, putDocument }, '.longhaul/', deps.now)
      const uploads = Array.from({ length: 30 }, () => creation())
      const call = { headers, body: { uploads } }
      const answer = await callOn({ counter }, 'POST', '/api/batch/create', call)
      const created = v.parse(batchCreateAnswerSchema, answer.body).uploads
      expect(created.map(({ error }) => error?.code ?? 'done')).toEqual([
        ...Array.from({ length: 20 }, () => 'done'),
        ...Array.from({ length: 10 }, () => 'limit_reached'),
      ])
      expect(await left()).toMatchObject('maxFiles' in limits ? { filesLeft: 0 } : { bytesLeft: 0 })
    },
  )

  it('count a file once, however often and wherever its upload is asked for', async () => {
    const { begin, left } = await linkWith({ maxFiles: 2, maxBytes: 30 })
    const request = creation()
    const answers = await Promise.all([0, 1, 2, 0, 1].map((number) => begin(number, request)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await left()).toMatchObject({ filesLeft: 1, bytesLeft: 21 })
  })

  it('let many requests for one file begin no more than one upload of it', async () => {
    const { begin } = await linkWith({ maxFiles: 1, maxBytes: 100 })
    const request = creation({ size: 90 })
    const asked = Array.from({ length: 30 }, (_, number) => begin(number, request))
    const answers = (await Promise.all(asked)).map(({ body }) =>
      v.parse(createUploadAnswerSchema, body),
    )
    const { store, tokens, now } = server(0).deps
    const uploads = await store.findUploads(answers[0]?.key ?? '')
    // Two of the same millisecond may each find itself the first.
    expect(uploads.length).toBeLessThanOrEqual(2)
    const ids = uploads.map(({ uploadId }) => uploadId)
    for (const { token } of answers) {
      expect(ids).toContain((await tokens.verify(token, now())).uploadId)
    }
  })

  it('are counted over all pages of the bucket’s list', async () => {
    const { id, left } = await linkWith({ maxFiles: 1500, maxBytes: 10_000 })
    const { store } = server(0).deps
    const mark = (index: number) => `${index.toString(16).padStart(32, '0')}.2.0123456789abcdef`
    for (let index = 0; index < 1200; index += 100) {
      const batch = Array.from({ length: 100 }, (_, more) => mark(index + more))
      await Promise.all(
        batch.map((name) => store.putDocument(`.longhaul/counted/link/${id}/${name}`, '{}')),
      )
    }
    expect(await left()).toMatchObject({ filesLeft: 300, bytesLeft: 7600 })
  }, 60_000)

  it('bound a file’s size and the bytes of all', async () => {
    const { begin } = await linkWith({ maxFileSize: 20, maxBytes: 25 })
    expect(await begin(0, creation({ size: 21 }))).toMatchObject({
      body: { code: 'file_too_large' },
    })
    expect((await begin(1, creation({ size: 20 }))).status).toBe(200)
    expect(await begin(2, creation({ size: 6 }))).toMatchObject({ body: { code: 'limit_reached' } })
    expect((await begin(2, creation({ size: 5 }))).status).toBe(200)
  })

  it('have room again for what was cancelled', async () => {
    const { begin, cancel, left } = await linkWith({ maxFiles: 1 })
    const request = creation()
    const cancelled = await cancel(request.id, tokenOf(await begin(0, request)))
    expect(cancelled.status).toBe(204)
    expect(await left()).toMatchObject({ filesLeft: 1 })
    expect((await begin(2)).status).toBe(200)
  })

  it('have room again for what was begun twice and cancelled', async () => {
    const { begin, cancel, left } = await linkWith({ maxFiles: 1 })
    const request = creation()
    await begin(0, request)
    const again = await begin(1, request)
    expect((await cancel(request.id, tokenOf(again))).status).toBe(204)
    expect(await left()).toMatchObject({ filesLeft: 1 })
  })

  it('keep counting what was verified and moved away since, though its uploader cancels it', async () => {
    const { begin, cancel, headers, left } = await linkWith({ maxFiles: 1 })
    const { deps, call, callOn } = server(0)
    const request = creation()
    const begun = await begin(0, request)
    const { token, key } = v.parse(createUploadAnswerSchema, begun.body)
    const own = { ...headers, 'longhaul-token': token }
    const path = `/api/uploads/${request.id}`
    const parts = [{ number: 1, checksum: CRC }]
    const signed = await call('POST', `${path}/sign`, { headers: own, body: { parts } })
    const [part] = v.parse(signPartsAnswerSchema, signed.body).parts
    await fetch(part?.url ?? '', { method: 'PUT', headers: part?.headers ?? {}, body: '123456789' })
    const body = { checksum: CRC }
    expect((await call('POST', `${path}/complete`, { headers: own, body })).status).toBe(200)
    await deps.store.remove(key)
    const told: unknown[] = []
    const events = { ...deps.events, uploadAborted: (...end: unknown[]) => void told.push(end) }
    expect((await callOn({ events }, 'DELETE', path, { headers: own })).status).toBe(204)
    expect((await cancel(request.id, token)).status).toBe(204)
    expect(told).toEqual([])
    expect(await left()).toMatchObject({ filesLeft: 0 })
  })

  it('let nothing in by a mark that is taken back before the upload is there', async () => {
    const { begin, cancel, headers, left } = await linkWith({ maxFiles: 1 })
    const body = creation()
    const token = tokenOf(await begin(0, body))
    const { deps, callOn } = server(0)
    await cancel(body.id, token)
    let key = ''
    const createUpload = async (object: NewObject) => {
      await cancel(body.id, token)
      key = object.key
      return deps.store.createUpload(object)
    }
    const store = { ...deps.store, createUpload }
    const again = await callOn({ store }, 'POST', '/api/uploads', { body, headers })
    expect(again).toMatchObject({ status: 503, body: { code: 'slow_down' } })
    expect(await deps.store.findUploads(key)).toEqual([])
    expect(await left()).toMatchObject({ filesLeft: 1 })
  })

  it('put what comes by it under its prefix', async () => {
    const { begin } = await linkWith({})
    expect((await begin(0)).body).toMatchObject({ key: expect.stringMatching(/^in\/for-ann\/20/) })
  })
})

describe('a link that is taken back', { timeout: 30_000 }, () => {
  it('lets nobody in at the server that was told, and within ten seconds at all others', async () => {
    const { id, begin } = await linkWith({})
    const admin = await linkWith({ admin: true })
    for (const number of [0, 1, 2]) expect((await begin(number)).status).toBe(200)
    const { status } = await server(1).call('DELETE', `/api/links/${id}`, {
      headers: admin.headers,
    })
    expect(status).toBe(204)
    expect(await begin(1)).toMatchObject({ status: 403, body: { code: 'link_revoked' } })
    for (const number of [0, 2]) {
      server(number).clock.ahead = 10_000
      expect(await begin(number)).toMatchObject({ status: 403, body: { code: 'link_revoked' } })
      server(number).clock.ahead = 0
    }
  })

  it('is not forgotten where two are taken back at the same moment', async () => {
    const links = await Promise.all([0, 1, 2, 3, 4].map(() => linkWith({})))
    await Promise.all(links.map(({ id }, number) => server(number).deps.revocations.revoke(id)))
    server(2).clock.ahead = 10_000
    const answers = await Promise.all(links.map(({ begin }) => begin(2)))
    server(2).clock.ahead = 0
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
  })

  it('lets nobody in while it can’t be known which were', async () => {
    const { headers } = await linkWith({})
    const away = { ...bucket.address, endpoint: 'http://127.0.0.1:1' }
    const dark = await openApi({
      bucket: { address: away, close: () => Promise.resolve() },
      auth: { ...OPEN, links: true },
    })
    expect(await dark.deps.links.read(headers['longhaul-link'])).toMatchObject({ kind: 'link' })
    await expect(dark.deps.revocations.isRevoked(randomUUID())).rejects.toMatchObject({
      code: 'network',
    })
    await dark.close()
  })
})
