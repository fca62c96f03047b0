import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isErrorCode } from '../../shared/errors.ts'
import { apiErrorSchema } from '../../shared/wire.ts'
import { openApi, type Api } from '../testing/harness.ts'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { OPEN } from './settings.ts'

const RUNS = 1500

let api: Api
let keySet: KeySet
let link: string
let jwt: string

beforeAll(async () => {
  keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  jwt = await key.sign({ sub: 'ann', groups: ['admins'] })
  const trustedProxies = ['0.0.0.0/0', '::/0']
  api = await openApi({ auth: { ...OPEN, links: true, jwt: keySet.settings(), trustedProxies } })
  const { deps } = api
  const made = await deps.links.make(
    {
      prefix: '',
      expiresInSeconds: 600,
      maxFileSize: null,
      maxFiles: 100,
      maxBytes: null,
      note: '',
      admin: true,
    },
    deps.now(),
  )
  link = made.token
})
afterAll(async () => {
  await api.close()
  await keySet.close()
})

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
const credential = fc.oneof(
  fc.constantFrom('link', 'jwt', undefined),
  fc.record({ of: fc.constantFrom('link' as const, 'jwt' as const), at: fc.nat({ max: 400 }) }),
  jwtLike.map((text) => ({ text })),
  headerText.map((text) => ({ text })),
)

function textOf(given: typeof credential extends fc.Arbitrary<infer T> ? T : never) {
  if (given === undefined) return undefined
  if (typeof given === 'string') return given === 'link' ? link : jwt
  if ('text' in given) return given.text
  const good = given.of === 'link' ? link : jwt
  const at = given.at % good.length
  return `${good.slice(0, at)}${good.charAt(at) === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`
}

const request = fc.record({
  route: fc.constantFrom(
    ['GET', '/api/identity'] as const,
    ['POST', '/api/links'] as const,
    ['DELETE', '/api/links/:id'] as const,
    ['POST', '/api/uploads'] as const,
    ['GET', '/api/uploads/:id/parts'] as const,
    ['GET', '/api/uploads/:id/status'] as const,
  ),
  id: fc.oneof(fc.uuid(), fc.string({ minLength: 1, maxLength: 40 })),
  link: credential,
  jwt: credential,
  token: credential,
  body: fc.oneof(
    fc.json(),
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
      .map((body) => JSON.stringify(body)),
  ),
  forwardedFor: fc.oneof(fc.ipV4(), fc.ipV6(), headerText),
})

it(`${RUNS} generated requests of anybody give no 5xx, and every error is one of ours`, async () => {
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(request, async ({ route: [method, path], id, body, ...given }) => {
      const headers: Record<string, string> = { 'x-forwarded-for': given.forwardedFor }
      for (const [name, value] of [
        ['longhaul-link', textOf(given.link)],
        ['x-id-token', textOf(given.jwt)],
        ['longhaul-token', textOf(given.token)],
      ] as const) {
        if (value !== undefined) headers[name] = value
      }
      const answer = await api.call(method, path.replace(':id', encodeURIComponent(id)), {
        headers,
        ...(method === 'POST' ? { body } : {}),
      })
      statuses.add(answer.status)
      expect(answer.status).toBeLessThan(500)
      if (answer.status >= 400) {
        expect(isErrorCode(v.parse(apiErrorSchema, answer.body).code)).toBe(true)
      }
    }),
    { numRuns: RUNS },
  )
  // It got as far as to be let in, too.
  for (const status of [200, 204, 400, 401, 403]) expect([...statuses]).toContain(status)
}, 120_000)
