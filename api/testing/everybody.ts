/** A server, everybody who may come to it, and uploads that they began while they still might. */
import { randomUUID } from 'node:crypto'
import { decodeJwt, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import * as v from 'valibot'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { creation, openApi, type Answer, type Api } from './harness.ts'
import { AUDIENCE, ISSUER, openKeySet } from './key-set.ts'
import { OPEN } from '../identity/settings.ts'
import { IDENTITIES, NAMES, type Name } from './identities.ts'
import { ROUTES } from './routes.ts'

export const LETTER = Buffer.from('123456789')
/** Seconds: how long what they have lasts, and when they come. A store takes no clock 15 minutes ahead. */
const SHORT = 240
const LATER = 480
const LONG = 3_600

type Headers = Record<string, string>
export interface Upload {
  readonly id: string
  readonly token: string
  readonly watchToken: string
}

interface Request {
  readonly token: string
  readonly headers: Headers
  readonly body?: unknown
}

export function signWith(secret: string, payload: JWTPayload): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', kid: 'first' })
    .sign(Buffer.from(secret))
}

const withLink = ({ token }: { token: string }): Headers => ({ 'longhaul-link': token })
const withJwt = (token: string): Headers => ({ 'x-id-token': token })

export type Everybody = Awaited<ReturnType<typeof openEverybody>>

/** Opens the server at a time when all may come that ever may, and goes on to one when some may no more. */
export async function openEverybody() {
  const keySet = await openKeySet()
  const first = await keySet.createKey('first')
  const withdrawn = await keySet.createKey('withdrawn')
  const second = await keySet.createKey('second')
  keySet.publish(first.jwk, withdrawn.jwk)
  const api = await openApi({
    auth: { ...OPEN, links: true, jwt: keySet.settings({ keysMaxAge: 0 }) },
  })
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

  async function begun(name: Name): Promise<Upload> {
    const headers = headersOf(name)
    const request = creation()
    const { status, body } = await api.call('POST', '/api/uploads', { body: request, headers })
    if (status !== 200) throw new Error(`${name} could not begin: ${JSON.stringify(body)}`)
    const { token } = v.parse(createUploadAnswerSchema, body)
    const watch = await call('POST', `/api/uploads/${request.id}/watch`, {
      token,
      headers,
      body: {},
    })
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
    if (IDENTITIES[name].target === 'stolen')
      return begun(name.includes('link') ? 'link' : 'account')
    const upload = pools.get(name)?.pop()
    return upload ?? begun(name)
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

  return {
    api,
    headersOf,
    begun,
    targetOf,
    ask,
    async close() {
      await api.close()
      await keySet.close()
    },
  }
}

export function codeOf({ status, body }: Answer): string {
  const failed = v.object({ code: v.string() })
  const one = v.safeParse(v.object({ uploads: v.tuple([v.object({ error: failed })]) }), body)
  if (one.success) return one.output.uploads[0].error.code
  const error = v.safeParse(failed, body)
  if (status < 400) return 'in'
  return error.success ? error.output.code : `status ${status}`
}
