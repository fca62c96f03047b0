import { decodeJwt, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTokens } from '../token.ts'
import {
  codeOf,
  LETTER,
  openEverybody,
  signWith,
  type Everybody,
  type Upload,
} from '../testing/everybody.ts'
import { CRC, ROUTES } from '../testing/routes.ts'

let everybody: Everybody

beforeAll(async () => {
  everybody = await openEverybody()
}, 60_000)
afterAll(() => everybody.close())

describe('the upload’s token', { timeout: 30_000 }, () => {
  const forms: Record<string, (upload: Upload, other: Upload) => string | Promise<string>> = {
    missing: () => '',
    'of another upload': (_, other) => other.token,
    'with alg none': ({ token }) => new UnsecuredJWT(decodeJwt(token)).encode(),
    'of another secret': ({ token }) => signWith('x'.repeat(32), decodeJwt(token)),
    'changed in its end': ({ token }) => `${token.slice(0, -6)}AAAAAA`,
    'that is the link': () => everybody.headersOf('link')['longhaul-link'] ?? '',
    'for watching': ({ watchToken }) => watchToken,
  }
  const own = Object.entries(ROUTES).filter(([, { kind }]) => kind === 'own' || kind === 'part')

  describe.each(own.map(([route]) => route))('%s', (route) => {
    // Nothing but the token says which upload one of a batch is.
    const named = route.includes(':id') ? [] : ['missing', 'of another upload']
    it.each(Object.keys(forms).filter((form) => !named.includes(form)))('%s', async (form) => {
      const [upload, other] = [await everybody.begun('link'), await everybody.begun('link')]
      const token = (await forms[form]?.(upload, other)) ?? ''
      const answer = await everybody.ask(route, { ...upload, token }, everybody.headersOf('link'))
      expect(codeOf(answer)).toBe('token_invalid')
    })
  })

  it.each(Object.keys(forms).filter((form) => form !== 'for watching'))(
    '%s lets nobody watch',
    async (form) => {
      const [upload, other] = [await everybody.begun('link'), await everybody.begun('link')]
      const watched = ({ id, watchToken }: Upload) => ({ id, watchToken, token: watchToken })
      const watchToken = (await forms[form]?.(watched(upload), watched(other))) ?? ''
      const answer = await everybody.ask(
        'GET /api/uploads/:id/status',
        { ...upload, watchToken },
        {},
      )
      expect(codeOf(answer)).toBe('token_invalid')
    },
  )

  it('of an upload lets nobody watch', async () => {
    const upload = await everybody.begun('link')
    const stranger = { ...upload, watchToken: upload.token }
    expect(codeOf(await everybody.ask('GET /api/uploads/:id/status', stranger, {}))).toBe(
      'token_invalid',
    )
  })

  const exchanged = [
    ['link', 'account', 'jwt'],
    ['account', 'link', 'links'],
  ] as const
  it.each(exchanged)(
    'of an upload by %s has it begun anew where %s alone lets in',
    async (...names) => {
      const [begunBy, askedBy, kind] = names
      const upload = await everybody.begun(begunBy)
      const gate = { ...everybody.api.deps.gate, kinds: [kind] }
      const token = { 'longhaul-token': upload.token }
      const path = `/api/uploads/${upload.id}/parts`
      const own = { headers: { ...everybody.headersOf(askedBy), ...token } }
      expect(codeOf(await everybody.api.callOn({ gate }, 'GET', path, own))).toBe('token_expired')
      const part = { headers: { ...token, 'content-length': '9' }, body: LETTER.toString() }
      expect(codeOf(await everybody.api.callOn({ gate }, 'PUT', `${path}/1`, part))).toBe(
        'token_expired',
      )
      const batch = {
        headers: everybody.headersOf(askedBy),
        body: { uploads: [{ token: upload.token, checksum: CRC }] },
      }
      const answer = await everybody.api.callOn({ gate }, 'POST', '/api/batch/complete', batch)
      expect(codeOf(answer)).toBe('token_expired')
    },
  )

  it('from when everybody might upload has the upload begun anew', async () => {
    const upload = await everybody.begun('link')
    const tokens = createTokens(new Uint8Array(32))
    const older = {
      ...(await everybody.api.deps.tokens.verify(upload.token, everybody.api.deps.now())),
      sub: '',
    }
    const token = await tokens.issue(older, everybody.api.deps.now(), 60)
    const answer = await everybody.api.callOn(
      { tokens },
      'GET',
      `/api/uploads/${upload.id}/parts`,
      {
        headers: { ...everybody.headersOf('link'), 'longhaul-token': token },
      },
    )
    expect(codeOf(answer)).toBe('token_expired')
  })
})
