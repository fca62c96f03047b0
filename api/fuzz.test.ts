import fc from 'fast-check'
import { SignJWT } from 'jose'
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isErrorCode } from '../shared/errors.ts'
import { apiErrorSchema, watchAnswerSchema } from '../shared/wire.ts'
import { create, creation, openApi, type Api } from './testing/harness.ts'

const RUNS = 10_000

let api: Api
let uploads: { id: string; token: string; watch: string }[]
let expired: string
let forged: string

beforeAll(async () => {
  api = await openApi({ uploads: { maxFileSize: 10 ** 12 } })
  // The third is the one that is aborted.
  const requests = [creation(), creation({ size: 40 * 1024 * 1024 }), creation()]
  uploads = await Promise.all(
    requests.map(async (request) => {
      const { token } = await create(api, request)
      const path = `/api/uploads/${request.id}/watch`
      const { body } = await api.call('POST', path, { token, body: {} })
      return { id: request.id, token, watch: v.parse(watchAnswerSchema, body).token }
    }),
  )
  api.clock.ahead = -30 * 24 * 60 * 60_000
  expired = (await create(api, { ...creation(), id: uploads[0]?.id ?? '' })).token
  api.clock.ahead = 0
  forged = await new SignJWT({ id: uploads[0]?.id })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('longhaul')
    .setExpirationTime('1h')
    .sign(randomBytes(32))
})
afterAll(() => api.close())

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '../..', '\0', '\ud800', 'x'.repeat(5000), '__proto__', 'null', '1e999'),
)
const oddNumber = fc.oneof(
  fc.constantFrom(-1, 0, 0.5, 1, 10_000, 10_001, 5 * 1024 ** 4, 2 ** 53, 1e308, -0),
  fc.double({ noNaN: true }),
  fc.integer(),
)
const odd = fc.oneof(
  oddText,
  oddNumber,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The object as it should be, with some fields missing, changed or too many. */
function damaged(whole: Record<string, fc.Arbitrary<unknown>>) {
  const fields = Object.fromEntries(
    Object.entries(whole).map(([name, right]) => [
      name,
      fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: odd }),
    ]),
  )
  const object = fc.oneof(
    { weight: 6, arbitrary: fc.record(fields) },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
  )
  const extra = fc.dictionary(oddText, odd, { minKeys: 1, maxKeys: 2 })
  return fc.oneof(
    { weight: 6, arbitrary: object },
    { weight: 1, arbitrary: fc.tuple(object, extra).map(([a, b]) => ({ ...a, ...b })) },
    { weight: 1, arbitrary: odd },
  )
}

/** The right value, and now and then another. */
function mostly<T, U>(right: T, other: fc.Arbitrary<U>) {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: other })
}

/** What may stand in a header at all (RFC 9110, 5.5). */
const oddHeader = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,40}$/)
const crc = fc.constantFrom('rosUhgp5mIg=', 'AAAAAAAAAAA=', 'JfnnlDI7RTiF9RgfG2JNCw==')
const createBody = damaged({
  id: fc.uuid(),
  name: fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  path: fc.string({ unit: 'binary', maxLength: 300 }),
  size: fc.integer({ min: 0, max: 2 * 10 ** 12 }),
  type: fc.string({ maxLength: 30 }),
  lastModified: fc.maxSafeInteger(),
})
const signBody = damaged({
  parts: fc.array(
    damaged({ number: fc.integer({ min: 0, max: 5 }), checksum: crc, host: fc.webUrl() }),
    { maxLength: 4 },
  ),
})
const completeBody = damaged({
  checksum: fc.oneof(crc, fc.constant(null), fc.constant(`${'0'.repeat(32)}-1`)),
})

const text = (value: unknown) => JSON.stringify(value)
const body = fc.oneof(
  { weight: 4, arbitrary: createBody.map(text) },
  { weight: 4, arbitrary: signBody.map(text) },
  { weight: 4, arbitrary: completeBody.map(text) },
  { weight: 1, arbitrary: oddText },
  { weight: 4, arbitrary: fc.constantFrom('123456789', '12345678', '') },
  { weight: 1, arbitrary: fc.constantFrom('{', '[[[[', `"${'x'.repeat(300_000)}"`, undefined) },
)

const routes = [
  ['POST', ''],
  ['POST', '/:id/sign'],
  ['POST', '/:id/complete'],
  ['POST', '/:id/complete'],
  ['POST', '/:id/complete'],
  ['GET', '/:id/parts'],
  ['GET', '/:id/receipt'],
  ['POST', '/:id/watch'],
  ['GET', '/:id/status'],
  ['PUT', '/:id/status'],
  ['PATCH', '/:id'],
  ['PUT', '/:id/sign'],
  ['PUT', '/:id/parts/:number'],
  ['PUT', '/:id/parts/:number'],
  ['POST', '/:id/parts/:number'],
  ['GET', '/:id/else'],
  ['DELETE', '/:id'],
] as const

/** Routes whose answers are counted by themselves. */
const KINDS: Readonly<Record<string, string>> = {
  '/:id/parts/:number': 'part ',
  '/:id/status': 'status ',
}

const request = fc.record({
  route: fc.constantFrom(...routes),
  id: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(0, 1) },
    { weight: 1, arbitrary: fc.oneof(fc.uuid(), oddText) },
  ),
  token: fc.oneof(
    { weight: 8, arbitrary: fc.constant('own') },
    { weight: 1, arbitrary: fc.constantFrom('other', 'unfit', 'expired', 'forged', 'none') },
    { weight: 1, arbitrary: fc.base64String({ maxLength: 100 }) },
  ),
  type: fc.oneof(
    { weight: 12, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=x', '') },
  ),
  body,
  part: mostly('1', fc.oneof(oddText, oddNumber.map(String))),
  partHeaders: fc.record({
    'content-length': mostly('9', fc.oneof(fc.nat().map(String), oddHeader)),
    'x-amz-checksum-crc64nvme': mostly('rosUhgp5mIg=', fc.oneof(crc, oddHeader)),
    'content-md5': mostly(undefined, fc.oneof(crc, oddHeader)),
    'sec-fetch-site': mostly(
      'same-origin',
      fc.oneof(fc.constantFrom('none', 'same-site', 'cross-site'), oddHeader),
    ),
  }),
})

/** @param looks whether the route is one for a watch token; to all others it is unfit */
function tokenOf(token: string, own: number, looks: boolean): string {
  if (token === 'own' || token === 'unfit') {
    const upload = uploads[own]
    return ((token === 'own') === looks ? upload?.watch : upload?.token) ?? ''
  }
  if (token === 'other') return uploads[own === 0 ? 1 : 0]?.token ?? ''
  return token === 'expired' ? expired : token === 'forged' ? forged : token
}

it(`${RUNS} generated requests give no 500, and every error is one of ours`, async () => {
  const statuses = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(request, async ({ route: [method, path], id, token, type, body, ...more }) => {
      const own = method === 'DELETE' ? 2 : typeof id === 'number' ? id : 0
      const named = typeof id === 'number' ? (uploads[own]?.id ?? '') : wellFormed(id)
      const place = path
        .replace(':id', encodeURIComponent(named))
        .replace(':number', encodeURIComponent(wellFormed(more.part)))
      const answer = await api.call(method, `/api/uploads${place}`, {
        ...(method === 'GET' || body === undefined ? {} : { body }),
        ...(token === 'none' ? {} : { token: tokenOf(token, own, path === '/:id/status') }),
        headers: {
          'content-type': type,
          ...(path.includes(':number') ? present(more.partHeaders) : {}),
        },
      })
      const seen = `${KINDS[path] ?? ''}${answer.status}`
      statuses.set(seen, (statuses.get(seen) ?? 0) + 1)
      expect(answer.status).not.toBe(500)
      if (answer.status >= 400) {
        const error = v.parse(apiErrorSchema, answer.body)
        expect(isErrorCode(error.code)).toBe(true)
      }
    }),
    { numRuns: RUNS },
  )
  expect(api.lines.filter((line) => !line.includes('a part was refused'))).toEqual([])
  // The requests are of use only when they reach what they are to try.
  for (const status of [200, 204, 400, 401, 403, 404, 405, 409, 413, 415]) {
    expect(statuses.get(`${status}`) ?? 0, `answers with ${status}`).toBeGreaterThan(5)
  }
  for (const status of [400, 401, 403, 404, 409, 411]) {
    expect(statuses.get(`part ${status}`) ?? 0, `parts with ${status}`).toBeGreaterThan(5)
  }
  for (const status of [200, 401, 403, 405]) {
    expect(statuses.get(`status ${status}`) ?? 0, `looks with ${status}`).toBeGreaterThan(5)
  }
}, 180_000)

function present(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}

function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}
