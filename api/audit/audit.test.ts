import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { batchCreateAnswerSchema } from '../../shared/wire.ts'
import { OPEN, type AuthSettings } from '../identity/settings.ts'
import { create, crc64, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { openPartServer, putPart } from '../testing/part-server.ts'
import { ACTIONS } from './actions.ts'

const LETTER = Buffer.from('a letter.')
const LINK = { prefix: '', expiresInSeconds: 600, maxFileSize: null, maxFiles: null } as const

/** The form of a line, as docs/monitoring.md has it. */
const lineSchema = v.strictObject({
  level: v.literal(30),
  time: v.number(),
  type: v.literal('audit'),
  action: v.picklist([...Object.values(ACTIONS).map(({ name }) => name), 'unknown']),
  outcome: v.picklist(['done', 'refused', 'failed']),
  status: v.number(),
  code: v.optional(v.string()),
  who: v.nullable(v.string()),
  address: v.string(),
  request: v.pipe(v.string(), v.uuid()),
  milliseconds: v.pipe(v.number(), v.safeInteger()),
  upload: v.optional(v.string()),
  key: v.optional(v.string()),
  name: v.optional(v.string()),
  size: v.optional(v.number()),
  parts: v.optional(v.number()),
  part: v.optional(v.number()),
  bytes: v.optional(v.number()),
  link: v.optional(v.string()),
  keys: v.optional(v.array(v.string())),
  admin: v.optional(v.boolean()),
})

let api: Api | undefined
afterEach(() => api?.close())

async function open(auth?: AuthSettings): Promise<Api> {
  api = await openApi({ audit: true, ...(auth && { auth }) })
  return api
}

function audited({ lines }: Api) {
  const auditSchema = v.looseObject({ type: v.literal('audit') })
  return lines
    .map((line): unknown => JSON.parse(line))
    .filter((object) => v.is(auditSchema, object))
    .map((object) => v.parse(lineSchema, object))
}

async function linkOf({ deps }: Api, admin = false, expiresInSeconds = 600) {
  const request = { ...LINK, maxBytes: null, note: '', admin, expiresInSeconds }
  const made = await deps.links.make(request, deps.now())
  await deps.issuedLinks.record(made, { ...request, label: '' })
  const { id, token } = made
  return { id, who: `link:${id}`, headers: { 'longhaul-link': token } }
}

describe('the audit', { timeout: 30_000 }, () => {
  it('has a name for each route of the API', async () => {
    const { app } = await open()
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .filter(({ path }) => !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(ACTIONS).sort()).toEqual([...new Set(routes)].sort())
    const names = Object.values(ACTIONS).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('has one line for each action of an upload, and none for what only reads', async () => {
    const api = await open()
    const request = creation({ name: 'letter.txt', size: LETTER.length })
    const { token, key } = await create(api, request)
    const path = `/api/uploads/${request.id}`
    await sendParts(api, request.id, token, [LETTER])
    await api.call('GET', `${path}/parts`, { token })
    await api.call('GET', '/api/config')
    const { body } = await api.call('POST', `${path}/watch`, { token, body: {} })
    const watch = v.parse(v.object({ token: v.string() }), body).token
    await api.call('GET', `${path}/status`, { token: watch })
    const checksum = await crc64(LETTER)
    await api.call('POST', `${path}/complete`, { token, body: { checksum } })
    await api.call('GET', `${path}/receipt`, { token })
    await api.call('DELETE', path, { token })
    const file = { upload: request.id, key, name: 'letter.txt', size: 9 }
    const by = { outcome: 'done', who: 'open', status: 200 }
    expect(audited(api)).toMatchObject([
      { ...by, action: 'create', ...file },
      { ...by, action: 'sign', upload: request.id, parts: 1 },
      { ...by, action: 'share', upload: request.id },
      { ...by, action: 'complete', ...file },
      { ...by, action: 'abort', status: 204, ...file },
    ])
  })

  it('has one line for each upload of a batch, and none for the batch', async () => {
    const api = await open()
    const [good, large] = [creation({ size: 9 }), creation({ size: 10 ** 12, name: 'film.mov' })]
    const { body } = await api.call('POST', '/api/batch/create', {
      body: { uploads: [good, large] },
    })
    const answer = v.parse(batchCreateAnswerSchema, body)
    const token = answer.uploads[0]?.done?.token ?? ''
    const parts = [{ number: 1 }]
    await api.call('POST', '/api/batch/sign', { body: { uploads: [{ token, parts }] } })
    const complete = { token, checksum: 'AAAAAAAAAAA=' }
    await api.call('POST', '/api/batch/complete', {
      body: { uploads: [complete, { ...complete, token: 'a.b.c' }] },
    })
    const lines = audited(api)
    expect(lines).toHaveLength(5)
    expect(new Set(lines.slice(0, 2).map(({ request }) => request)).size).toBe(1)
    const done = { outcome: 'done', status: 200, upload: good.id }
    const refused = { outcome: 'refused' }
    const inAnyOrder = (...some: object[]) =>
      expect.arrayContaining(some.map((one): unknown => expect.objectContaining(one)))
    expect(lines).toEqual(
      inAnyOrder(
        { ...done, action: 'create', name: 'letter.txt', size: 9 },
        { ...refused, action: 'create', code: 'bad_request', upload: large.id, name: 'film.mov' },
        { ...done, action: 'sign', parts: 1 },
        { ...refused, action: 'complete', code: 'parts_missing', upload: good.id },
        { ...refused, action: 'complete', code: 'token_invalid' },
      ),
    )
  })

  it('tells of a part that goes through the server, and where it came from', async () => {
    const api = await open({ ...OPEN, trustedProxies: ['127.0.0.1'] })
    const server = await openPartServer(api)
    const request = creation({ size: LETTER.length })
    const upload = { id: request.id, token: (await create(api, request)).token }
    api.lines.length = 0
    await putPart(server.origin, upload, 1, LETTER, { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' })
    await putPart(server.origin, upload, 1, LETTER, { 'x-forwarded-for': '2001:db8::7' })
    await server.close()
    const part = { action: 'part', who: 'open', upload: request.id, part: 1, bytes: 9 }
    expect(audited(api)).toMatchObject([
      { ...part, outcome: 'done', status: 200, address: '203.0.113.9' },
      { ...part, outcome: 'refused', status: 409, code: 'part_exists', address: '2001:db8::7' },
    ])
  })

  it('believes no header of whom nobody trusts', async () => {
    const api = await open()
    const server = await openPartServer(api)
    const headers = { 'x-forwarded-for': '203.0.113.9', 'content-type': 'application/json' }
    await fetch(`${server.origin}/api/uploads`, { method: 'POST', body: '{}', headers })
    await server.close()
    const refused = { action: 'create', outcome: 'refused', code: 'bad_request', status: 400 }
    expect(audited(api)).toMatchObject([{ ...refused, address: '127.0.0.1' }])
  })

  it('tells who was refused, also of what only reads', async () => {
    const api = await open({ ...OPEN, links: true })
    const [owner, other, revoked, admin] = [
      await linkOf(api),
      await linkOf(api),
      await linkOf(api),
      await linkOf(api, true),
    ]
    const late = await linkOf(api, false, 1)
    const request = creation()
    await api.call('POST', '/api/uploads', { body: request, headers: owner.headers })
    const made = await api.call('POST', '/api/links', {
      body: { expiresInSeconds: 60, admin: true },
      headers: admin.headers,
    })
    const link = v.parse(v.object({ id: v.string() }), made.body).id
    await api.call('DELETE', `/api/links/${revoked.id}`, { headers: admin.headers })
    await api.call('DELETE', `/api/links/${other.id}`, { headers: other.headers })
    await api.call('GET', '/api/identity', { headers: revoked.headers })
    await api.call('GET', '/api/identity', { headers: other.headers })
    await api.call('GET', '/api/identity')
    api.clock.ahead = 5_000
    await api.call('POST', '/api/uploads', { body: creation(), headers: late.headers })
    await api.call('GET', `/api/uploads/${request.id}/parts`, { headers: other.headers })
    expect(audited(api)).toMatchObject([
      { action: 'create', outcome: 'done', who: owner.who, upload: request.id },
      { action: 'make_link', outcome: 'done', who: admin.who, link, admin: true },
      { action: 'revoke_link', outcome: 'done', who: admin.who, link: revoked.id },
      { action: 'revoke_link', outcome: 'refused', code: 'forbidden', who: other.who },
      { action: 'identity', outcome: 'refused', code: 'link_revoked', who: revoked.who },
      { action: 'identity', outcome: 'refused', code: 'link_required', who: null },
      { action: 'create', outcome: 'refused', code: 'link_expired', who: late.who },
      { action: 'list_parts', outcome: 'refused', code: 'token_invalid', upload: request.id },
    ])
  })

  it('tells of failures of the store', async () => {
    const api = await open()
    const store = { ...api.deps.store, findUploads: () => Promise.reject(new Error('broken')) }
    await api.callOn({ store }, 'POST', '/api/uploads', { body: creation() })
    const line = { action: 'create', outcome: 'failed', status: 500, code: 'server_error' }
    expect(audited(api)).toMatchObject([line])
  })

  it('has one line a minute for an address that asks too often', async () => {
    const api = await open({ ...OPEN, rates: { person: 0, address: 2 } })
    for (let times = 0; times < 6; times++) await api.call('DELETE', `/api/uploads/${randomUUID()}`)
    const refused = { action: 'abort', outcome: 'refused' }
    expect(audited(api)).toMatchObject([
      { ...refused, status: 401 },
      { ...refused, status: 401 },
      { ...refused, status: 429, code: 'slow_down' },
    ])
    api.clock.ahead = 61_000
    for (let times = 0; times < 6; times++) await api.call('DELETE', `/api/uploads/${randomUUID()}`)
    expect(audited(api).filter(({ status }) => status === 429)).toHaveLength(2)
  })

  it('writes a hostile name so that it can do nothing, and loses none of it', async () => {
    const api = await open()
    const name = 'a\u202Egnp.exe\u001B[2J\u009B31m\n{"type":"audit"}\u2028"\u200B\u{E0041}é漢.txt'
    await create(api, creation({ name }))
    expect(api.lines).toHaveLength(1)
    const [line = ''] = api.lines
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(line).toContain('é漢.txt')
    expect(line).toContain('\\u202e')
    expect(audited(api)).toMatchObject([{ name }])
  })
})
