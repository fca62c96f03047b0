import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isErrorCode } from '../../shared/errors.ts'
import {
  apiErrorSchema,
  createUploadAnswerSchema,
  linkAnswerSchema,
  watchAnswerSchema,
} from '../../shared/wire.ts'
import { MIB } from '../../shared/limits.ts'
import { CRC, LETTER, LINK } from '../testing/admin.ts'
import { creation, openApi, type Api } from '../testing/harness.ts'
import { livingBytes } from '../testing/heap.ts'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { OPEN } from './settings.ts'

const RUNS = 2500
/** Of them, after which what is kept for good is there. */
const WARM_UP = 1500
/** Bytes that may stay of all others together: 2 KiB of each would be more. */
const GROWTH = 4 * MIB

const NEW_LINK = { expiresInSeconds: 600, note: 'by an admin' }
/** What ends an upload where it goes well. */
const ENDINGS = ['DELETE /api/uploads/:id', 'POST /api/uploads/:id/complete']

let api: Api
let keySet: KeySet
let link: string
let jwt: string
/** One that the link began. */
let upload: { id: string; token: string; watch: string; key: string; uploadId: string }
let completed: typeof upload
/** Of a link that may be taken back. */
let spareLink: string
/** All of the server, as it has them itself. */
let routes: { readonly method: string; readonly path: string }[]

beforeAll(async () => {
  keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  jwt = await key.sign({ sub: 'ann', groups: ['admins'] })
  const trustedProxies = ['0.0.0.0/0', '::/0']
  const rates = { person: 1_000_000, address: 1_000_000 }
  api = await openApi({
    auth: { ...OPEN, links: true, jwt: keySet.settings(), trustedProxies, rates },
  })
  const named = api.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path}`)
  routes = [...new Set(named)].map((name) => {
    const [method = '', path = ''] = name.split(' ')
    return { method, path }
  })
  const { deps } = api
  const wanted = { ...LINK, maxFiles: RUNS, admin: true }
  link = (await deps.links.make(wanted, deps.now())).token
  const headers = { 'longhaul-link': link }
  const spare = await api.call('POST', '/api/links', { body: NEW_LINK, headers })
  spareLink = v.parse(linkAnswerSchema, spare.body).id
  completed = await beginUpload(true)
  const { id, token } = completed
  const body = { checksum: CRC }
  await api.call('POST', `/api/uploads/${id}/complete`, { token, headers, body })
  upload = await beginUpload()
})
afterAll(async () => {
  await api.close()
  await keySet.close()
})

/** @param isSent whether its part is there, so that it may be completed */
async function beginUpload(isSent = false): Promise<typeof upload> {
  const begun = creation()
  const headers = { 'longhaul-link': link }
  const { body } = await api.call('POST', '/api/uploads', { body: begun, headers })
  const { token, key } = v.parse(createUploadAnswerSchema, body)
  const [running] = await api.deps.store.findUploads(key)
  if (isSent) {
    const part = { 'longhaul-token': token, 'content-length': String(LETTER.length) }
    const path = `/api/uploads/${begun.id}/parts/1`
    const sent = await api.call('PUT', path, { headers: part, body: LETTER.toString() })
    expect(sent.status).toBe(200)
  }
  const watched = await api.call('POST', `/api/uploads/${begun.id}/watch`, {
    body: {},
    headers: { ...headers, 'longhaul-token': token },
  })
  const watch = v.parse(watchAnswerSchema, watched.body).token
  return { id: begun.id, token, watch, key, uploadId: running?.uploadId ?? '' }
}

/** What a header may have at all: others are refused before any route is asked. */
const headerText = fc
  .string({ unit: 'binary-ascii', maxLength: 60 })
  .map((text) => text.replace(/[^\x20-\x7e]/g, '').trim())
const jwtLike = fc
  .tuple(fc.base64String(), fc.json(), fc.base64String())
  .map(([head, claims, end]) =>
    [head.replaceAll('=', ''), Buffer.from(claims).toString('base64url'), end.slice(0, 43)].join(
      '.',
    ),
  )
  .map((text) => text.replace(/[^\w.-]/g, ''))

/** A good one by its name, one with a byte changed, or anything. */
const GOOD = ['link', 'jwt', 'token', 'watch'] as const
const credential = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...GOOD, undefined) },
  fc.record({ of: fc.constantFrom(...GOOD), at: fc.nat({ max: 400 }) }),
  jwtLike.map((text) => ({ text })),
  headerText.map((text) => ({ text })),
)

function textOf(given: typeof credential extends fc.Arbitrary<infer T> ? T : never) {
  if (given === undefined) return undefined
  const goods = { link, jwt, token: upload.token, watch: upload.watch }
  if (typeof given === 'string') return goods[given]
  if ('text' in given) return given.text
  const good = goods[given.of]
  const at = given.at % good.length
  return `${good.slice(0, at)}${good.charAt(at) === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`
}

function headersOf(given: {
  readonly [name in 'link' | 'jwt' | 'token']: Parameters<typeof textOf>[0]
}): Record<string, string> {
  const named = [
    ['longhaul-link', textOf(given.link)],
    ['x-id-token', textOf(given.jwt)],
    ['longhaul-token', textOf(given.token)],
  ] as const
  return Object.fromEntries(
    named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function ownHeaders(path: string, { watch, token }: typeof upload): Record<string, string> {
  return { 'longhaul-link': link, 'longhaul-token': path.endsWith('/status') ? watch : token }
}

/** A body that the route takes. */
function fittingBody(route: string): unknown {
  const { token, key, uploadId } = upload
  const fitting: Readonly<Record<string, unknown>> = {
    'POST /api/admin/uploads': { after: null },
    'POST /api/admin/uploads/parts': { key, uploadId },
    'POST /api/admin/receipts/one': { key: completed.key },
    'POST /api/links': NEW_LINK,
    'POST /api/admin/uploads/abort': { uploads: [{ key: 'in/letter.txt', uploadId: 'unknown' }] },
    'POST /api/admin/receipts': { text: '', person: '', from: null, to: null, after: null },
    'POST /api/admin/receipts/older': { after: '' },
    'POST /api/uploads': creation(),
    'POST /api/uploads/:id/sign': { parts: [{ number: 1 }] },
    'POST /api/uploads/:id/complete': { checksum: CRC },
    'POST /api/uploads/:id/hashes': { computedBy: 'browser', sha256: 'ab'.repeat(32) },
    'POST /api/batch/create': { uploads: [creation()] },
    'POST /api/batch/sign': { uploads: [{ token, parts: [{ number: 1 }] }] },
    'POST /api/batch/complete': { uploads: [{ token, checksum: CRC }] },
    'PUT /api/uploads/:id/parts/:number': 123456789,
  }
  return fitting[route] ?? {}
}

const anything = fc.string({ minLength: 1, maxLength: 40 }).map((text) => encodeURIComponent(text))
const text = (body: unknown) => JSON.stringify(body)

const request = fc.record({
  route: fc.nat(),
  /** Whether the link's holder asks for their own upload. */
  isOwn: fc.boolean(),
  /** Whether its body is one that the route takes. */
  isFitting: fc.nat({ max: 3 }).map((one) => one === 0),
  /** Whether they begin another one before: little can be done to one that was ended or completed. */
  isAnother: fc.nat({ max: 99 }).map((one) => one === 0),
  query: fc.oneof(fc.constant(''), fc.webQueryParameters()),
  id: fc.oneof(fc.constant(undefined), fc.uuid(), anything),
  parameter: fc.oneof(fc.constant('1'), fc.nat().map(String), anything),
  link: credential,
  jwt: credential,
  token: credential,
  body: fc.oneof(
    fc.json(),
    fc.constantFrom('{}', '123456789'),
    fc
      .record(
        {
          expiresInSeconds: fc.oneof(fc.integer(), fc.string()),
          prefix: fc.string(),
          maxFiles: fc.oneof(fc.nat(), fc.double()),
          note: fc.string(),
          admin: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .map(text),
    fc
      .record({
        id: fc.uuid(),
        name: fc.string(),
        path: fc.string(),
        size: fc.nat(),
        type: fc.string(),
        lastModified: fc.nat(),
      })
      .map(text),
    fc.record({ parts: fc.array(fc.record({ number: fc.nat({ max: 3 }) })) }).map(text),
    fc.record({ checksum: fc.constantFrom('rosUhgp5mIg=', null) }).map(text),
  ),
  forwardedFor: fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
})

it(`${RUNS} generated requests of anybody to any route give no 5xx, and leave nothing behind`, async () => {
  const statuses = new Set<number>()
  const reached = new Set<string>()
  const run = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(request, async ({ route, isOwn, query, id, parameter, ...given }) => {
        const { method, path } = routes[route % routes.length] ?? { method: '', path: '' }
        const name = `${method} ${path}`
        // Of one that is aborted little is left to be asked for.
        const own = isOwn && (given.isFitting || name !== 'DELETE /api/uploads/:id')
        if (given.isAnother) upload = await beginUpload()
        const isEnding = own && given.isFitting && ENDINGS.includes(name)
        const others = name === 'GET /api/uploads/:id/receipt' ? completed : upload
        const target = isEnding ? await beginUpload(true) : others
        const body = given.isFitting ? text(fittingBody(name)) : given.body
        const ownId = path.startsWith('/api/links/') ? spareLink : target.id
        const headers = {
          'x-forwarded-for': given.forwardedFor,
          ...(own ? ownHeaders(path, target) : headersOf(given)),
        }
        const place = path
          .replace(':id', own || id === undefined ? ownId : id)
          .replaceAll(/:\w+/g, own ? '1' : parameter)
          .concat(query === '' ? '' : `?${query}`)
        const answer = await api.call(method, place, {
          headers: { ...headers, ...(method === 'PUT' && { 'content-length': '9' }) },
          ...(method === 'GET' ? {} : { body }),
        })
        statuses.add(answer.status)
        if (answer.status < 400) reached.add(name)
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400) {
          expect(isErrorCode(v.parse(apiErrorSchema, answer.body).code)).toBe(true)
        }
      }),
      { numRuns },
    )
  await run(WARM_UP)
  const before = await livingBytes()
  await run(RUNS - WARM_UP)
  expect((await livingBytes()) - before).toBeLessThan(GROWTH)
  // It got as far as to be let in, too.
  for (const status of [200, 204, 400, 401, 403, 404]) expect([...statuses]).toContain(status)
  expect([...reached].sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort())
}, 300_000)
