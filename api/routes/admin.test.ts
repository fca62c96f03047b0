import { AbortMultipartUploadCommand, CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  issuedLinksPageSchema,
  receiptsPageSchema,
  totalsAnswerSchema,
  uploadsPageSchema,
} from '../../shared/admin.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import { readConfig } from '../config.ts'
import { OPEN } from '../identity/settings.ts'
import { createS3Client } from '../s3/client.ts'
import {
  create,
  creation,
  openApi,
  openStore,
  sendParts,
  type Api,
  type OpenBucket,
} from '../testing/harness.ts'

const LETTER = Buffer.from('123456789')
const CRC = 'rosUhgp5mIg='
const HERE = { host: 'localhost:8080' }
const EVERYTHING = { text: '', person: '', from: null, to: null, after: null }
const DAY = 24 * 60 * 60 * 1000

let bucket: OpenBucket
let api: Api

beforeAll(async () => {
  bucket = await openStore()
  api = await openApi({ bucket, auth: { ...OPEN, adminsHere: true } })
})
afterAll(() => api.close())

function ask(path: string, body?: unknown, server = api) {
  const method = body === undefined ? 'GET' : 'POST'
  return server.call(method, `/api${path}`, { headers: HERE, ...(body !== undefined && { body }) })
}

async function verified(name: string, server = api): Promise<string> {
  const request = creation({ name })
  const { token, key } = await create(server, request)
  await sendParts(server, request.id, token, [LETTER])
  const path = `/api/uploads/${request.id}/complete`
  const { status } = await server.call('POST', path, { token, body: { checksum: CRC } })
  expect(status).toBe(200)
  return key
}

async function receipts(change: Partial<typeof EVERYTHING> | { from: string }, server = api) {
  const { body } = await ask('/admin/receipts', { ...EVERYTHING, ...change }, server)
  return v.parse(receiptsPageSchema, body)
}

describe('with AUTH=open on this machine', () => {
  const identity = (headers: Record<string, string>) =>
    api.call('GET', '/api/identity', { headers })

  it.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost'])(
    'whoever comes to %s is an admin',
    async (host) => expect((await identity({ host })).body).toMatchObject({ admin: true }),
  )

  it.each<Record<string, string>>([
    {},
    { host: 'evil.example:8080' },
    { host: 'localhost.evil.example' },
    { host: 'localhost@evil.example' },
    { ...HERE, 'x-forwarded-for': '203.0.113.1' },
    { ...HERE, forwarded: 'for=203.0.113.1' },
    { ...HERE, via: '1.1 proxy' },
  ])('whoever comes with %j is none', async (headers) => {
    expect((await identity(headers)).body).toMatchObject({ admin: false })
    const answer = await api.call('GET', '/api/admin/totals', { headers })
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
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

describe('uploads', { timeout: 60_000 }, () => {
  it('are listed page by page, each once, and those of others in the bucket never', async () => {
    const client = createS3Client(api.address)
    const begin = async (key: string) => {
      const at = { Bucket: 'files', Key: key }
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
      return { ...at, UploadId }
    }
    const begun = []
    const keys = Array.from(
      { length: 210 },
      (_, number) => `in/2026/${number % 70}/☃ ${number % 3}`,
    )
    for (const key of keys) begun.push(await begin(key))
    begun.push(await begin('else/where'))
    const seen: string[] = []
    let after: unknown = null
    do {
      const page = v.parse(uploadsPageSchema, (await ask('/admin/uploads', { after })).body)
      expect(page.uploads.length).toBeLessThanOrEqual(100)
      seen.push(...page.uploads.map(({ uploadId }) => uploadId))
      after = page.next
    } while (after !== null)
    const ours = begun.slice(0, 210).map(({ UploadId = '' }) => UploadId)
    expect(seen.toSorted()).toEqual(ours.toSorted())
    for (const at of begun) await client.send(new AbortMultipartUploadCommand(at))
    client.destroy()
  })

  it('are abandoned once nobody may resume them, say what arrived, and can be aborted', async () => {
    const request = creation({ name: 'left.mov' })
    const { token, key } = await create(api, request)
    await sendParts(api, request.id, token, [LETTER])
    const list = async () =>
      v.parse(uploadsPageSchema, (await ask('/admin/uploads', { after: null })).body).uploads
    expect(await list()).toMatchObject([{ key, abandoned: false }])
    api.clock.ahead = 7 * DAY + 1000
    const [upload] = await list()
    api.clock.ahead = 0
    expect(upload?.abandoned).toBe(true)
    const name = { key, uploadId: upload?.uploadId }
    expect((await ask('/admin/uploads/parts', name)).body).toMatchObject({ parts: 1, bytes: 9 })

    const other = { key: 'else/where', uploadId: 'x' }
    const refused = await ask('/admin/uploads/abort', { uploads: [name, other] })
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    expect(await list()).toHaveLength(1)
    const aborted = await ask('/admin/uploads/abort', { uploads: [name] })
    expect(aborted.body).toEqual({ aborted: 1, failed: [] })
    expect(await list()).toEqual([])
    expect(await ask('/admin/uploads/parts', name)).toMatchObject({ status: 404 })
  })

  it('that the store does not abort are named, and the others are aborted all the same', async () => {
    const uploads = ['a', 'b', 'c'].map((name) => ({ key: `in/${name}`, uploadId: name }))
    const abort = ({ key }: { key: string }) =>
      key === 'in/b' ? Promise.reject(new Error('the store failed')) : Promise.resolve()
    const store = { ...api.deps.store, abort }
    const answer = await api.callOn({ store }, 'POST', '/api/admin/uploads/abort', {
      body: { uploads },
      headers: HERE,
    })
    expect(answer.body).toEqual({ aborted: 2, failed: ['b'] })
  })
})

describe('receipts', { timeout: 60_000 }, () => {
  it('are there at once, are found by name in any case and form, and read as a whole', async () => {
    const key = await verified('Übersicht Zürich.mov')
    await verified('else.mov')
    const found = await receipts({ text: 'zu\u0308rich ÜBER' })
    expect(found.receipts).toMatchObject([{ key, size: 9, person: '' }])
    expect((await receipts({ text: 'zürich else' })).receipts).toEqual([])
    const { body } = await ask('/admin/receipts/one', { key })
    expect(v.parse(receiptSchema, body).name).toBe('Übersicht Zürich.mov')
    const today = new Date().toISOString().slice(0, 10)
    expect((await receipts({ from: today })).receipts.length).toBeGreaterThan(1)
    const missing = await ask('/admin/receipts/one', { key: 'in/none' })
    expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const wrong = await ask('/admin/receipts', { ...EVERYTHING, after: '../x' })
    expect(wrong).toMatchObject({ status: 400 })
  })

  it('from before the list was kept are added once, and no other twice', async () => {
    const older = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const kept = await verified('kept.mov', older)
    const lost = await verified('lost.mov', older)
    const { store } = older.deps
    const entries = await store.listKeys('.longhaul/ledger/verified/entries/')
    for (const entry of entries.filter((name) => name.endsWith(lost))) await store.remove(entry)
    await store.putDocument('receipts/in/damaged.json', '{')
    expect(await receipts({}, older)).toMatchObject({ older: true, receipts: [{ key: kept }] })
    const added = await ask('/admin/receipts/older', { after: '' }, older)
    expect(added.body).toEqual({ looked: 3, added: 1, next: null })
    const all = await receipts({}, older)
    expect(all.receipts.map(({ key }) => key).toSorted()).toEqual([kept, lost].toSorted())
    expect(all.older).toBe(false)
    const again = await ask('/admin/receipts/older', { after: '' }, older)
    expect(again.body).toMatchObject({ added: 0 })
    await older.close()
  })
})

describe('totals', { timeout: 60_000 }, () => {
  it('count what arrived and what did not, and estimate by the prices, if there are any', async () => {
    const priced = await openApi({ auth: { ...OPEN, adminsHere: true } })
    await verified('a.mov', priced)
    const request = creation()
    const { token } = await create(priced, request)
    await priced.call('DELETE', `/api/uploads/${request.id}`, { token })
    const day = new Date().toISOString().slice(0, 10)
    const plain = v.parse(totalsAnswerSchema, (await ask('/admin/totals', undefined, priced)).body)
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
    expect(estimate).toMatchObject({ storageMonth: 9, requestCount: 11, requests: 0.011 })
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
