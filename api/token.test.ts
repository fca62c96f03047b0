import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTokens, type UploadClaims } from './token.ts'

const SECRET = new Uint8Array(32).fill(7)
const NOW = Date.UTC(2026, 10, 22)
const CLAIMS: UploadClaims = {
  id: '0190a5f0-0000-7000-8000-000000000000',
  key: 'in/☃.txt',
  uploadId: 'upload',
  size: 9,
  partSize: 5 * 1024 * 1024,
  partCount: 1,
  checksum: 'crc64nvme',
  name: '☃.txt',
  path: '',
  createdAt: NOW,
  sub: 'link:one',
}
const tokens = createTokens(SECRET)

function forge(claims: Record<string, unknown>) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('longhaul')
    .setExpirationTime(NOW / 1000 + 60)
}

describe('createTokens', () => {
  it('verifies what it issued, to the last second', async () => {
    const token = await tokens.issue(CLAIMS, NOW, 60)
    expect(await tokens.verify(token, NOW + 59_999)).toEqual({ ...CLAIMS, exp: NOW / 1000 + 60 })
    await expect(tokens.verify(token, NOW + 60_000)).rejects.toMatchObject({
      code: 'token_expired',
      status: 401,
    })
  })

  it('reads tokens from before they said whose upload it is', async () => {
    const { sub, ...older } = CLAIMS
    const token = await forge(older).sign(SECRET)
    expect(sub).toBe('link:one')
    expect(await tokens.verify(token, NOW)).toMatchObject({ ...older, sub: '' })
  })

  it('lets an upload that is complete name none', async () => {
    const token = await tokens.issue({ ...CLAIMS, uploadId: null }, NOW, 60)
    expect((await tokens.verify(token, NOW)).uploadId).toBeNull()
  })

  it.each<[string, () => Promise<string>]>([
    ['another secret', () => createTokens(new Uint8Array(32)).issue(CLAIMS, NOW, 60)],
    ['no signature', async () => new UnsecuredJWT(CLAIMS).setIssuer('longhaul').encode()],
    ['another issuer', () => forge(CLAIMS).setIssuer('else').sign(SECRET)],
    ['a claim too few', () => forge({ ...CLAIMS, key: undefined }).sign(SECRET)],
    ['a claim of another type', () => forge({ ...CLAIMS, size: '9' }).sign(SECRET)],
    [
      'no end',
      () =>
        new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256' }).setIssuer('longhaul').sign(SECRET),
    ],
    ['other text', async () => 'a.b.c'],
    [
      'a byte changed',
      async () => {
        const [head, , signature] = (await tokens.issue(CLAIMS, NOW, 60)).split('.')
        const payload = (await tokens.issue({ ...CLAIMS, size: 10 }, NOW, 60)).split('.')[1]
        return [head, payload, signature].join('.')
      },
    ],
  ])('refuses a token with %s', async (_what, make) => {
    await expect(tokens.verify(await make(), NOW)).rejects.toMatchObject({
      code: 'token_invalid',
      status: 403,
    })
  })
})
