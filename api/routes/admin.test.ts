import { AbortMultipartUploadCommand, CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import { v4 as uuid } from 'uuid'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  issuedLinksPageSchema,
  receiptsPageSchema,
  totalsAnswerSchema,
  uploadsPageSchema,
} from '../../shared/admin.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { readConfig } from '../config.ts'
import { ApiFailure } from '../failure.ts'
import { OPEN } from '../identity/settings.ts'
import type { MailSettings, NoticeSettings } from '../notices/settings.ts'
import { createS3Client } from '../s3/client.ts'
import { openKeySet } from '../testing/key-set.ts'
import {
  openMailServer,
  openReceiver,
  SMTP_PASSWORD,
  WEBHOOK_SECRET,
} from '../testing/receivers.ts'
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
const LINK = {
  prefix: '',
  expiresInSeconds: 600,
  maxFileSize: null,
  maxFiles: null,
  maxBytes: null,
  note: '',
  admin: false,
  notify: null,
}
const ABORTED_ONE = { aborted: 1, failed: [], completed: [] }
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
    expect(await ask(path, body)).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  it('is found nowhere', async () => {
    expect((await receipts({ text: LONE, person: LONE })).receipts).toEqual([])
    expect((await ask('/links?after=%ED%A0%80')).status).toBe(200)
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
    expect(aborted.body).toEqual(ABORTED_ONE)
    expect(await list()).toEqual([])
    expect(await ask('/admin/uploads/parts', name)).toMatchObject({ status: 404 })
  })

  it('say who sends them and how large they become, and that an admin ended one is told', async () => {
    const receiver = await openReceiver()
    const mailServer = await openMailServer()
    const mail: MailSettings = {
      host: '127.0.0.1',
      port: mailServer.port,
      security: 'none',
      login: { user: 'longhaul', password: SMTP_PASSWORD },
      from: 'longhaul@example.com',
      to: [],
      linkOwners: true,
    }
    const webhooks = { urls: [receiver.url], secrets: [WEBHOOK_SECRET] }
    const notices: NoticeSettings = { kinds: ['aborted'], webhooks, mail }
    const told = await openApi({ auth: { ...OPEN, links: true }, notices, audit: true })
    const link = { ...LINK, notify: 'ann@example.com' }
    const ann = await told.deps.links.make(link, told.deps.now())
    const admin = await told.deps.links.make({ ...LINK, admin: true }, told.deps.now())
    const asAdmin = (path: string, body: unknown) =>
      told.call('POST', `/api/admin${path}`, { headers: { 'longhaul-link': admin.token }, body })
    const list = async () =>
      v.parse(uploadsPageSchema, (await asAdmin('/uploads', { after: null })).body).uploads

    const headers = { 'longhaul-link': ann.token }
    const [first, second] = [
      creation({ name: 'a/b.mov', size: 20 }),
      creation({ name: 'b', size: 7 }),
    ]
    for (const body of [first, second]) await told.call('POST', '/api/uploads', { headers, body })
    const listed = await list()
    const person = `link:${ann.id}`
    expect(new Set(listed.map(({ size }) => size))).toEqual(new Set([7, 20]))
    expect(listed.map((upload) => upload.person)).toEqual([person, person])

    const { key = '', uploadId } = listed.find(({ size }) => size === 20) ?? {}
    await asAdmin('/uploads/abort', { uploads: [{ key, uploadId }] })
    await expect.poll(() => receiver.received).toHaveLength(1)
    const data = { upload: first.id, key, name: 'a/b.mov', size: 20, who: person }
    expect(receiver.received[0]?.body).toMatchObject({
      type: 'upload.aborted',
      data: { ...data, code: 'aborted_by_admin', receipt: null },
    })
    await expect.poll(() => mailServer.mails).toMatchObject([{ to: ['ann@example.com'] }])
    expect(mailServer.mails[0]?.source).toContain('an admin aborted it (aborted_by_admin)')
    expect(await list()).toMatchObject([{ size: 7 }])
    const notes = await told.deps.store.listKeys('.longhaul/uploads/')
    expect(notes).toEqual([expect.stringMatching(/\/7\.link-[\w-]+$/)])
    const [note = ''] = await Promise.all(notes.map((name) => told.deps.store.getDocument(name)))
    expect(note).not.toContain(ann.token.split('.')[2])

    // Of what nothing was noted it is not told, and it is aborted all the same.
    const { deps } = told
    const unknown = { contentType: 'text/plain', metadata: {}, checksum: 'crc64nvme' as const }
    const other = await deps.store.createUpload({ key: 'in/unknown', ...unknown })
    expect(await list()).toContainEqual(
      expect.objectContaining({ key: 'in/unknown', size: null, person: null }),
    )
    const uploads = [{ key: 'in/unknown', uploadId: other }]
    expect((await asAdmin('/uploads/abort', { uploads })).body).toEqual(ABORTED_ONE)
    expect(receiver.received).toHaveLength(1)
    await told.close()
    await mailServer.close()
    receiver.close()
  })

  it('leave no note once they ended', async () => {
    const key = await verified('done.mov')
    const request = creation({ name: 'given up.mov' })
    const { token } = await create(api, request)
    const notes = () => api.deps.store.listKeys('.longhaul/uploads/')
    expect(await notes()).toHaveLength(1)
    await api.call('DELETE', `/api/uploads/${request.id}`, { token })
    expect(await notes()).toEqual([])
    expect(await api.deps.store.head(key)).toBeDefined()
  })

  it('begin also where that can’t be noted', async () => {
    const store = {
      ...api.deps.store,
      putDocument: () => Promise.reject(new ApiFailure('store_denied', 'no')),
    }
    const body = creation()
    const begun = await api.callOn({ store }, 'POST', '/api/uploads', { body })
    expect(begun.status).toBe(200)
    expect(api.lines.join('')).toContain('who began an upload could not be noted')
    const { token } = v.parse(createUploadAnswerSchema, begun.body)
    await api.call('DELETE', `/api/uploads/${body.id}`, { token })
  })

  it('that were completed meanwhile are named, and are no failures', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { deps, callOn } = server
    const request = creation({ name: 'just in time.mov' })
    const { token, key } = await create(server, request)
    await sendParts(server, request.id, token, [LETTER])
    const [running] = await deps.store.findUploads(key)
    const uploads = [{ key, uploadId: running?.uploadId }]
    const path = `/api/uploads/${request.id}/complete`
    await server.call('POST', path, { token, body: { checksum: CRC } })
    const told: unknown[] = []
    const events = { ...deps.events, uploadAborted: (...end: unknown[]) => void told.push(end) }
    const answer = await callOn({ events }, 'POST', '/api/admin/uploads/abort', {
      body: { uploads },
      headers: HERE,
    })
    expect(answer.body).toEqual({ aborted: 0, failed: [], completed: [running?.uploadId] })
    expect(told).toEqual([])
    const { body } = await ask('/admin/totals', undefined, server)
    expect(v.parse(totalsAnswerSchema, body)).toMatchObject({
      verified: [{ count: 1 }],
      failed: [],
    })
    await server.close()
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
    expect(answer.body).toEqual({ aborted: 2, failed: ['b'], completed: [] })
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

  it('are found by the account that sent them, as its provider calls it, or by the link', async () => {
    const keySet = await openKeySet()
    const key = await keySet.createKey('first')
    keySet.publish(key.jwk)
    const server = await openApi({ auth: { ...OPEN, links: true, jwt: keySet.settings() } })
    const link = await server.deps.links.make(LINK, server.deps.now())
    const send = async (name: string, headers: Record<string, string>) => {
      const request = creation({ name })
      const begun = await server.call('POST', '/api/uploads', { body: request, headers })
      const { token, key } = v.parse(createUploadAnswerSchema, begun.body)
      await server.deps.ledgers.verified.add({
        at: server.deps.now(),
        outcome: 'verified',
        size: 9,
        subject: (await server.deps.tokens.verify(token, server.deps.now())).sub,
        key,
      })
      return key
    }
    const ann = await send('a.mov', { 'x-id-token': await key.sign({ sub: 'Ann@example.com' }) })
    const bob = await send('b.mov', { 'x-id-token': await key.sign({ sub: 'bob' }) })
    const byLink = await send('c.mov', { 'longhaul-link': link.token })
    const admin = await server.deps.links.make({ ...LINK, admin: true }, server.deps.now())
    const found = async (person: string) => {
      const { body } = await server.call('POST', '/api/admin/receipts', {
        headers: { 'longhaul-link': admin.token },
        body: { ...EVERYTHING, person },
      })
      return v.parse(receiptsPageSchema, body).receipts.map(({ key }) => key)
    }
    expect(await found('Ann@example.com')).toEqual([ann])
    expect(await found(' bob ')).toEqual([bob])
    // A provider's names are told apart by their case.
    expect(await found('ann@example.com')).toEqual([])
    expect(await found(link.id.toUpperCase())).toEqual([byLink])
    expect((await found('')).toSorted()).toEqual([ann, bob, byLink].toSorted())
    await server.close()
    await keySet.close()
  })

  it('name the link that they came by as admins know it, at no cost the second time', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { issuedLinks, ledgers, now, store } = server.deps
    const ids = Array.from({ length: 3 }, () => uuid())
    for (const [at, words] of [{ label: 'Ann' }, { note: 'The film\nplease' }, {}].entries()) {
      const made = { id: ids[at] ?? '', token: '', expiresAt: 2_000_000_000 }
      await issuedLinks.record(made, { ...LINK, label: '', note: '', ...words })
    }
    for (const id of ids) {
      const subject = `link:${id}`
      await ledgers.verified.add({
        at: now(),
        outcome: 'verified',
        size: 9,
        subject,
        key: `k/${id}`,
      })
    }
    const named = { [ids[0] ?? '']: 'Ann', [ids[1] ?? '']: 'The film' }
    expect((await receipts({}, server)).linkNames).toEqual(named)
    for (const name of await store.listKeys('.longhaul/links/')) await store.remove(name)
    expect((await receipts({}, server)).linkNames).toEqual(named)
    await server.close()
  })

  it('are not said to be missing where the list has all that there are', async () => {
    const young = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const keys = [await verified('one.mov', young), await verified('two.mov', young)]
    const first = await receipts({}, young)
    expect(first.receipts.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(first.older).toBe(false)
    await young.close()
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
