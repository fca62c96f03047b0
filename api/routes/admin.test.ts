import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  issuedLinksPageSchema,
  receiptsPageSchema,
  totalsAnswerSchema,
} from '../../shared/admin.ts'
import { readConfig } from '../config.ts'
import { OPEN } from '../identity/settings.ts'
import { create, creation, openApi, type Api } from '../testing/harness.ts'
import { ask, EVERYTHING, HERE, receipts, verified } from '../testing/admin.ts'

let api: Api

beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, adminsHere: true } })
})
afterAll(() => api.close())

describe('with AUTH=open on this machine', () => {
  const identity = (headers: Record<string, string>) =>
    api.call('GET', '/api/identity', { headers })

  it.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost'])(
    'whoever comes to %s is an admin',
    async (host) => expect((await identity({ host })).body).toMatchObject({ admin: true }),
  )

  it.each<Record<string, string>>([
    {},
    { ...HERE, 'x-forwarded-for': '203.0.113.1' },
    { ...HERE, forwarded: 'for=203.0.113.1' },
    { ...HERE, via: '1.1 proxy' },
    // As nginx asks that was told nothing but where.
    { ...HERE, connection: 'close' },
  ])('whoever comes with %j is none', async (headers) => {
    expect((await identity(headers)).body).toMatchObject({ admin: false })
    const answer = await api.call('GET', '/api/admin/totals', { headers })
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  it.each([
    { host: 'evil.example:8080' },
    { host: 'localhost.evil.example' },
    { host: 'localhost@evil.example' },
    { host: 'files.example.com', 'x-forwarded-for': '203.0.113.1' },
  ])('nobody is let in who comes with %j: it was not said that others may', async (headers) => {
    const refused = { status: 403, body: { code: 'forbidden' } }
    expect(await identity(headers)).toMatchObject(refused)
    const begun = await api.call('POST', '/api/uploads', { headers, body: creation() })
    expect(begun).toMatchObject(refused)
  })

  it.each([
    [{}, true],
    [{ PUBLIC_ORIGIN: 'http://localhost:9' }, true],
    [{ PUBLIC_ORIGIN: 'https://files.example.com', AUTH_OPEN_TO_EVERYONE: 'yes' }, false],
    [{ HOST: '0.0.0.0', AUTH_OPEN_TO_EVERYONE: 'yes' }, false],
    [{ AUTH: 'links' }, false],
  ])('the settings %j make that %s', (settings: Record<string, string>, adminsHere) => {
    const given = { S3_PUBLIC_ENDPOINT: 'https://store.example.com', ...settings }
    expect(readConfig(given).auth.adminsHere).toBe(adminsHere)
  })
})

const LONE = 'in/\ud800'
describe('text that UTF-8 can’t carry', () => {
  it.each([
    ['/admin/uploads', { after: { key: LONE, uploadId: '' } }],
    ['/admin/uploads', { after: { key: 'in/a', uploadId: LONE } }],
    ['/admin/uploads/parts', { key: LONE, uploadId: 'a' }],
    ['/admin/uploads/parts', { key: 'in/a', uploadId: LONE }],
    ['/admin/uploads/abort', { uploads: [{ key: LONE, uploadId: 'a' }] }],
    ['/admin/uploads/abort', { uploads: [{ key: 'in/a', uploadId: LONE }] }],
    ['/admin/receipts', { ...EVERYTHING, after: `1234567890123${LONE}` }],
    ['/admin/receipts/one', { key: LONE }],
    ['/admin/receipts/older', { after: LONE }],
  ])('is refused by %s in %j', async (path, body) => {
    expect(await ask(api, path, body)).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  it('is found nowhere', async () => {
    expect((await receipts(api, { text: LONE, person: LONE })).receipts).toEqual([])
    expect((await ask(api, '/links?after=%ED%A0%80')).status).toBe(200)
  })
})

describe('totals', { timeout: 60_000 }, () => {
  it('count what arrived and what did not, and estimate by the prices, if there are any', async () => {
    const priced = await openApi({ auth: { ...OPEN, adminsHere: true } })
    await verified(priced, 'a.mov')
    const request = creation()
    const { token } = await create(priced, request)
    await priced.call('DELETE', `/api/uploads/${request.id}`, { token })
    const day = new Date().toISOString().slice(0, 10)
    const plain = v.parse(totalsAnswerSchema, (await ask(priced, '/admin/totals')).body)
    expect(plain).toMatchObject({
      verified: [{ day, count: 1, bytes: 9, parts: 1 }],
      failed: [{ day, count: 1 }],
      all: { count: 1, bytes: 9 },
      complete: true,
      estimate: null,
    })
    const { prices } = readConfig({
      PRICES: '{"currency":"EUR","storagePerGbMonth":1073741824,"per1000Requests":1}',
    })
    const answer = await priced.callOn({ prices }, 'GET', '/api/admin/totals', { headers: HERE })
    const { estimate } = v.parse(totalsAnswerSchema, answer.body)
    expect(estimate).toMatchObject({ storageMonth: 9, requestCount: 12, requests: 0.012 })
    await priced.close()
  })

  it.each(['{}', '{"currency":"EUR","storagePerGbMonth":-1}', '{"currency":"€"}', 'free'])(
    'want no prices like %j',
    (PRICES) => expect(() => readConfig({ PRICES })).toThrow(/^PRICES must be JSON like/),
  )
})

describe('links', { timeout: 60_000 }, () => {
  it('are listed with what was said of them and what came by them, and receipts by who sent them', async () => {
    const server = await openApi({ auth: { ...OPEN, links: true } })
    const { links, issuedLinks, now } = {
      ...server.deps,
      now: server.deps.now(),
    }
    const limits = { prefix: 'for-ann/', expiresInSeconds: 600, maxFileSize: null, maxBytes: null }
    const request = { ...limits, maxFiles: 2, note: '', admin: true, label: 'Ann' }
    const { label: _, ...allowed } = request
    const made = await links.make(allowed, now)
    await issuedLinks.record(made, request)
    const headers = { 'longhaul-link': made.token }
    const body = creation({ name: 'by ann.mov' })
    const begun = await server.call('POST', '/api/uploads', { body, headers })
    expect(begun.status).toBe(200)
    const listed = await server.call('GET', '/api/links', { headers })
    expect(v.parse(issuedLinksPageSchema, listed.body).links).toMatchObject([
      {
        id: made.id,
        label: 'Ann',
        prefix: 'for-ann/',
        used: { files: 1, bytes: 9 },
        expired: false,
      },
    ])
    const key = 'in/for-ann/x/by ann.mov'
    const entry = { at: now, outcome: 'verified', size: 9, key } as const
    await server.deps.ledgers.verified.add({ ...entry, subject: `link:${made.id}` })
    await server.deps.ledgers.verified.add({ ...entry, at: now - 1, subject: '' })
    for (const [person, count] of [
      [made.id.toUpperCase(), 1],
      [`link:${made.id}`, 1],
      ['nobody', 0],
    ] as const) {
      const search = { ...EVERYTHING, person }
      const found = await server.call('POST', '/api/admin/receipts', { body: search, headers })
      expect(v.parse(receiptsPageSchema, found.body).receipts).toHaveLength(count)
    }
    await server.close()
  })
})
