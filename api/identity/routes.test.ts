import { randomUUID } from 'node:crypto'
import { decodeJwt, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { creation, openApi, type Answer, type Api } from '../testing/harness.ts'
import { AUDIENCE, ISSUER, openKeySet, type KeySet } from '../testing/key-set.ts'
import { createTokens } from '../token.ts'
import { OPEN } from './settings.ts'

const LETTER = Buffer.from('123456789')
const CRC = 'rosUhgp5mIg='
/** Seconds: how long what they have lasts, and when they come. A store takes no clock 15 minutes ahead. */
const SHORT = 240
const LATER = 480
const LONG = 3_600

/** What kind of permission a route wants. */
type Kind = 'public' | 'begin' | 'admin' | 'own' | 'part' | 'watch'

/** Every route of the server: one that is added and has no row here fails. */
const ROUTES: Readonly<Record<string, { kind: Kind; body?: unknown }>> = {
  'GET /health': { kind: 'public' },
  'GET /ready': { kind: 'public' },
  'GET /api/config': { kind: 'public' },
  'GET /api/receipts/jwks.json': { kind: 'public' },
  'GET /api/identity': { kind: 'begin' },
  'POST /api/uploads': { kind: 'begin' },
  'POST /api/links': { kind: 'admin', body: { expiresInSeconds: 60 } },
  'GET /api/links': { kind: 'admin' },
  'DELETE /api/links/:id': { kind: 'admin' },
  'POST /api/admin/uploads': { kind: 'admin', body: { after: null } },
  'POST /api/admin/uploads/parts': { kind: 'admin', body: { key: 'in/none', uploadId: 'none' } },
  'POST /api/admin/uploads/abort': {
    kind: 'admin',
    body: { uploads: [{ key: 'in/none', uploadId: 'none' }] },
  },
  'POST /api/admin/receipts': {
    kind: 'admin',
    body: { text: '', person: '', from: null, to: null, after: null },
  },
  'POST /api/admin/receipts/one': { kind: 'admin', body: { key: 'in/none' } },
  'POST /api/admin/receipts/older': { kind: 'admin', body: { after: '' } },
  'GET /api/admin/totals': { kind: 'admin' },
  'POST /api/doctor': { kind: 'admin', body: {} },
  'POST /api/uploads/:id/sign': { kind: 'own', body: { parts: [{ number: 1 }] } },
  'GET /api/uploads/:id/parts': { kind: 'own' },
  'PUT /api/uploads/:id/parts/:number': { kind: 'part' },
  'POST /api/uploads/:id/complete': { kind: 'own', body: { checksum: CRC } },
  'POST /api/uploads/:id/discard': { kind: 'own', body: {} },
  'POST /api/batch/create': { kind: 'begin' },
  'POST /api/batch/sign': { kind: 'own', body: { parts: [{ number: 1 }] } },
  'POST /api/batch/complete': { kind: 'own', body: { checksum: CRC } },
  'GET /api/uploads/:id/receipt': { kind: 'own' },
  'POST /api/uploads/:id/hashes': {
    kind: 'own',
    body: { computedBy: 'browser', md5: '0'.repeat(32) },
  },
  'DELETE /api/uploads/:id': { kind: 'own' },
  'POST /api/uploads/:id/watch': { kind: 'own', body: {} },
  'GET /api/uploads/:id/status': { kind: 'watch' },
}

/** 'in', or the code of the refusal. */
type Outcome = string
interface Expected {
  /** Whose upload is asked for, with its own token: their own, or the owner's with a stolen one. */
  readonly target: 'own' | 'stolen'
  readonly begin: Outcome
  readonly admin: Outcome
  readonly own: Outcome
  readonly part: Outcome
  readonly watch: Outcome
}

const nobody = (code: string, part = code): Expected => ({
  target: 'stolen',
  begin: code,
  admin: code,
  own: code,
  part,
  watch: 'in',
})
const another = {
  target: 'stolen',
  own: 'token_invalid',
  part: 'token_invalid',
  watch: 'in',
} as const
const person: Expected = {
  target: 'own',
  begin: 'in',
  admin: 'forbidden',
  own: 'in',
  part: 'in',
  watch: 'in',
}

const IDENTITIES = {
  none: nobody('sign_in_required', 'in'),

  link: person,
  'expired link': { ...person, begin: 'link_expired', admin: 'link_expired' },
  'revoked link': {
    target: 'own',
    begin: 'link_revoked',
    admin: 'link_revoked',
    own: 'link_revoked',
    part: 'link_revoked',
    watch: 'link_revoked',
  },
  'other link': { ...another, begin: 'in', admin: 'forbidden' },
  'admin link': { ...another, begin: 'in', admin: 'in' },
  'link with alg none': nobody('link_invalid'),
  'link of another secret': nobody('link_invalid'),
  'link that is cut off': nobody('link_invalid'),
  'upload token as link': nobody('link_invalid'),

  account: person,
  'expired account': { ...nobody('sign_in_required'), target: 'own' },
  'other account': { ...another, begin: 'in', admin: 'forbidden' },
  'admin account': { ...another, begin: 'in', admin: 'in' },
  'account with alg none': nobody('sign_in_required'),
  'account signed with the public key': nobody('sign_in_required'),
  'account of another audience': nobody('sign_in_required'),
  'account of another issuer': nobody('sign_in_required'),
  'account of a key that was withdrawn': nobody('sign_in_required'),
  'account of a new key': { ...person },
  'account that names nobody': nobody('sign_in_required'),
} as const satisfies Record<string, Expected>
type Name = keyof typeof IDENTITIES
const NAMES = Object.keys(IDENTITIES) as Name[]

type Headers = Record<string, string>
interface Upload {
  readonly id: string
  readonly token: string
  readonly watchToken: string
}

let api: Api
let keySet: KeySet
const credentials = new Map<Name, Headers>()
const pools = new Map<Name, Upload[]>()

async function linkOf(request: Partial<Parameters<Api['deps']['links']['make']>[0]> = {}) {
  const { links } = api.deps
  return links.make(
    {
      prefix: '',
      expiresInSeconds: LONG,
      maxFileSize: null,
      maxFiles: null,
      maxBytes: null,
      note: '',
      admin: false,
      ...request,
    },
    api.deps.now(),
  )
}

function signWith(secret: string, payload: JWTPayload): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', kid: 'first' })
    .sign(Buffer.from(secret))
}

const withLink = ({ token }: { token: string }): Headers => ({ 'longhaul-link': token })
const withJwt = (token: string): Headers => ({ 'x-id-token': token })

beforeAll(async () => {
  keySet = await openKeySet()
  const first = await keySet.createKey('first')
  const withdrawn = await keySet.createKey('withdrawn')
  const second = await keySet.createKey('second')
  keySet.publish(first.jwk, withdrawn.jwk)
  api = await openApi({ auth: { ...OPEN, links: true, jwt: keySet.settings({ keysMaxAge: 0 }) } })
  const now = Math.floor(Date.now() / 1000)
  const claims: JWTPayload = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', exp: now + LONG, iat: now }
  const link = await linkOf()
  const revoked = await linkOf()
  const unsecured = (payload: JWTPayload) => new UnsecuredJWT(payload).encode()
  const linkClaims = decodeJwt(link.token)
  const all: Record<Name, Headers> = {
    none: {},
    link: withLink(link),
    'expired link': withLink(await linkOf({ expiresInSeconds: SHORT })),
    'revoked link': withLink(revoked),
    'other link': withLink(await linkOf()),
    'admin link': withLink(await linkOf({ admin: true })),
    'link with alg none': withLink({ token: unsecured(linkClaims) }),
    'link of another secret': withLink({ token: await signWith('x'.repeat(32), linkClaims) }),
    'link that is cut off': withLink({ token: link.token.slice(0, -9) }),
    'upload token as link': {},
    account: withJwt(`Bearer ${await first.sign({ sub: 'ann' }, LONG)}`),
    'expired account': withJwt(await first.sign({ sub: 'eve' }, SHORT)),
    'other account': withJwt(await first.sign({ sub: 'bob' }, LONG)),
    'admin account': withJwt(await first.sign({ sub: 'root', groups: ['x', 'admins'] }, LONG)),
    'account with alg none': withJwt(unsecured(claims)),
    'account signed with the public key': withJwt(
      await signWith(JSON.stringify(first.jwk), claims),
    ),
    'account of another audience': withJwt(await first.sign({ sub: 'ann', aud: 'mail' }, LONG)),
    'account of another issuer': withJwt(
      await first.sign({ sub: 'ann', iss: 'https://else.example.com/' }, LONG),
    ),
    'account of a key that was withdrawn': withJwt(await withdrawn.sign({ sub: 'ann' }, LONG)),
    'account of a new key': withJwt(await second.sign({ sub: 'cleo' }, LONG)),
    'account that names nobody': withJwt(await first.sign({ sub: '' }, LONG)),
  }
  for (const name of NAMES) credentials.set(name, all[name])
  await prepare('link', 'revoked link', 'expired link', 'account', 'expired account')
  const [owners] = pools.get('link') ?? []
  credentials.set('upload token as link', withLink({ token: owners?.token ?? '' }))
  // The keys are known by now; then the provider changes them.
  keySet.publish(first.jwk, second.jwk)
  await prepare('account of a new key')
  await api.deps.revocations.revoke(revoked.id)
  api.clock.ahead = LATER * 1000
}, 60_000)
afterAll(async () => {
  await api.close()
  await keySet.close()
})

async function begun(name: Name): Promise<Upload> {
  const headers = headersOf(name)
  const request = creation()
  const { status, body } = await api.call('POST', '/api/uploads', { body: request, headers })
  if (status !== 200) throw new Error(`${name} could not begin: ${JSON.stringify(body)}`)
  const { token } = v.parse(createUploadAnswerSchema, body)
  const watch = await call('POST', `/api/uploads/${request.id}/watch`, { token, headers, body: {} })
  const watchToken = v.parse(v.object({ token: v.string() }), watch.body).token
  return { id: request.id, token, watchToken }
}

/** Begins an upload for every route, while that is still allowed to them. */
async function prepare(...names: Name[]): Promise<void> {
  for (const name of names) {
    const pool: Upload[] = []
    for (const { kind } of Object.values(ROUTES)) {
      if (kind === 'own' || kind === 'part' || kind === 'watch') pool.push(await begun(name))
    }
    pools.set(name, pool)
  }
}

function headersOf(name: Name): Headers {
  const headers = credentials.get(name)
  if (!headers) throw new Error(`${name} was not made`)
  return headers
}

/** The upload that is asked for: the identity's own, or one of somebody else of the same kind. */
async function targetOf(name: Name): Promise<Upload> {
  if (IDENTITIES[name].target === 'stolen') return begun(name.includes('link') ? 'link' : 'account')
  const upload = pools.get(name)?.pop()
  return upload ?? begun(name)
}

interface Request {
  readonly token: string
  readonly headers: Headers
  readonly body?: unknown
}

function call(method: string, path: string, { token, headers, body }: Request): Promise<Answer> {
  return api.call(method, path, {
    headers: { ...(token === '' ? {} : { 'longhaul-token': token }), ...headers },
    ...(body === undefined ? {} : { body }),
  })
}

async function ask(route: string, upload: Upload | undefined, who: Headers): Promise<Answer> {
  const [method = '', pattern = ''] = route.split(' ')
  const { kind, body } = ROUTES[route] ?? { kind: 'public' }
  if (route === 'POST /api/uploads')
    return call(method, pattern, { token: '', headers: who, body: creation() })
  if (route === 'POST /api/batch/create')
    return call(method, pattern, { token: '', headers: who, body: { uploads: [creation()] } })
  const path = pattern.replace(':id', upload?.id ?? randomUUID()).replace(':number', '1')
  const token = (kind === 'watch' ? upload?.watchToken : upload?.token) ?? ''
  if (pattern.startsWith('/api/batch/')) {
    const one = typeof body === 'object' ? { token, ...body } : { token }
    return call(method, path, { token: '', headers: who, body: { uploads: [one] } })
  }
  const bytes = kind === 'part' ? { 'content-length': '9' } : {}
  const content = kind === 'part' ? LETTER.toString() : body
  return call(method, path, { token, headers: { ...who, ...bytes }, body: content })
}

function codeOf({ status, body }: Answer): string {
  const failed = v.object({ code: v.string() })
  const one = v.safeParse(v.object({ uploads: v.tuple([v.object({ error: failed })]) }), body)
  if (one.success) return one.output.uploads[0].error.code
  const error = v.safeParse(failed, body)
  if (status < 400) return 'in'
  return error.success ? error.output.code : `status ${status}`
}

describe('the routes', { timeout: 30_000 }, () => {
  it('have a row each', () => {
    const routes = api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routes)].sort()).toEqual(Object.keys(ROUTES).sort())
  })

  it('are all of it: what answers any method is one refusal for each path', async () => {
    const { routes } = api.app
    const named = Object.keys(ROUTES).map((route) => route.replace(/^\S+ /, ''))
    const any = routes.filter(({ method, path }) => method === 'ALL' && !path.includes('*'))
    expect(any.map(({ path }) => path).sort()).toEqual([...new Set(named)].sort())
    for (const { path } of any) {
      expect(await api.call('PATCH', path.replaceAll(':', ''))).toMatchObject({ status: 405 })
    }
    // What every request passes, and at the end the answer that there is nothing.
    const passed = routes.flatMap(({ method, path }) =>
      path.includes('*') ? `${method} ${path}` : [],
    )
    const checks = Array.from({ length: 4 }, () => 'ALL /api/*')
    expect(passed).toEqual(['ALL /*', 'ALL /*', ...checks, 'POST /api/*', 'ALL /api/*'])
  })

  it.each(Object.keys(ROUTES).filter((route) => route.startsWith('GET')))(
    '%s asks as much of HEAD',
    async (route) => {
      const { kind = 'public' } = ROUTES[route] ?? {}
      const path = route.replace('GET ', '').replace(':id', randomUUID())
      const { status } = await ask(route, undefined, {})
      expect((await api.app.request(path, { method: 'HEAD' }, {})).status).toBe(status)
      expect(status).toBe(kind === 'public' ? 200 : 401)
    },
  )

  describe.each(Object.keys(ROUTES))('%s', (route) => {
    const { kind = 'public' } = ROUTES[route] ?? {}
    it.each(NAMES)('%s', async (name) => {
      const expected = kind === 'public' ? 'in' : IDENTITIES[name][kind]
      const needsUpload = kind === 'own' || kind === 'part' || kind === 'watch'
      const upload = needsUpload ? await targetOf(name) : undefined
      const answer = await ask(route, upload, headersOf(name))
      // An upload that has no part yet: who gets as far as that was let in.
      const isIn = ['parts_missing', 'not_found', 'upload_gone'].includes(codeOf(answer))
      expect(isIn ? 'in' : codeOf(answer)).toBe(expected)
      const refusals = route.startsWith('POST /api/batch/') ? [200, 401, 403] : [401, 403]
      if (expected !== 'in') expect(refusals).toContain(answer.status)
    })
  })
})

describe('the upload’s token', { timeout: 30_000 }, () => {
  const forms: Record<string, (upload: Upload, other: Upload) => string | Promise<string>> = {
    missing: () => '',
    'of another upload': (_, other) => other.token,
    'with alg none': ({ token }) => new UnsecuredJWT(decodeJwt(token)).encode(),
    'of another secret': ({ token }) => signWith('x'.repeat(32), decodeJwt(token)),
    'changed in its end': ({ token }) => `${token.slice(0, -6)}AAAAAA`,
    'that is the link': () => headersOf('link')['longhaul-link'] ?? '',
    'for watching': ({ watchToken }) => watchToken,
  }
  const own = Object.entries(ROUTES).filter(([, { kind }]) => kind === 'own' || kind === 'part')

  describe.each(own.map(([route]) => route))('%s', (route) => {
    // Nothing but the token says which upload one of a batch is.
    const named = route.includes(':id') ? [] : ['missing', 'of another upload']
    it.each(Object.keys(forms).filter((form) => !named.includes(form)))('%s', async (form) => {
      const [upload, other] = [await begun('link'), await begun('link')]
      const token = (await forms[form]?.(upload, other)) ?? ''
      const answer = await ask(route, { ...upload, token }, headersOf('link'))
      expect(codeOf(answer)).toBe('token_invalid')
    })
  })

  it.each(Object.keys(forms).filter((form) => form !== 'for watching'))(
    '%s lets nobody watch',
    async (form) => {
      const [upload, other] = [await begun('link'), await begun('link')]
      const watched = ({ id, watchToken }: Upload) => ({ id, watchToken, token: watchToken })
      const watchToken = (await forms[form]?.(watched(upload), watched(other))) ?? ''
      const answer = await ask('GET /api/uploads/:id/status', { ...upload, watchToken }, {})
      expect(codeOf(answer)).toBe('token_invalid')
    },
  )

  it('of an upload lets nobody watch', async () => {
    const upload = await begun('link')
    const stranger = { ...upload, watchToken: upload.token }
    expect(codeOf(await ask('GET /api/uploads/:id/status', stranger, {}))).toBe('token_invalid')
  })

  const exchanged = [
    ['link', 'account', 'jwt'],
    ['account', 'link', 'links'],
  ] as const
  it.each(exchanged)(
    'of an upload by %s has it begun anew where %s alone lets in',
    async (...names) => {
      const [begunBy, askedBy, kind] = names
      const upload = await begun(begunBy)
      const gate = { ...api.deps.gate, kinds: [kind] }
      const token = { 'longhaul-token': upload.token }
      const path = `/api/uploads/${upload.id}/parts`
      const own = { headers: { ...headersOf(askedBy), ...token } }
      expect(codeOf(await api.callOn({ gate }, 'GET', path, own))).toBe('token_expired')
      const part = { headers: { ...token, 'content-length': '9' }, body: LETTER.toString() }
      expect(codeOf(await api.callOn({ gate }, 'PUT', `${path}/1`, part))).toBe('token_expired')
      const batch = {
        headers: headersOf(askedBy),
        body: { uploads: [{ token: upload.token, checksum: CRC }] },
      }
      const answer = await api.callOn({ gate }, 'POST', '/api/batch/complete', batch)
      expect(codeOf(answer)).toBe('token_expired')
    },
  )

  it('from when everybody might upload has the upload begun anew', async () => {
    const upload = await begun('link')
    const tokens = createTokens(new Uint8Array(32))
    const older = { ...(await api.deps.tokens.verify(upload.token, api.deps.now())), sub: '' }
    const token = await tokens.issue(older, api.deps.now(), 60)
    const answer = await api.callOn({ tokens }, 'GET', `/api/uploads/${upload.id}/parts`, {
      headers: { ...headersOf('link'), 'longhaul-token': token },
    })
    expect(codeOf(answer)).toBe('token_expired')
  })
})
