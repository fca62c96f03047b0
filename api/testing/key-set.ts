/** An identity provider for tests: its keys at an address, and JWTs signed with them. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose'
import type { JwtSettings } from '../identity/settings.ts'

export const ISSUER = 'https://id.example.com/'
export const AUDIENCE = 'longhaul'

export type KeySet = Awaited<ReturnType<typeof openKeySet>>

export async function openKeySet() {
  let published: JWK[] = []
  let isAway = false
  let asked = 0
  let answerOtherwise: RequestListener | undefined
  const server = createServer((request, response) => {
    asked += 1
    if (answerOtherwise) return answerOtherwise(request, response)
    response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ keys: published }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  /**
   * A key of its own, which is published or not.
   *
   * @param isNamed whether its JWTs say which key it is
   */
  async function createKey(id: string, isNamed = true) {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: id, alg: 'ES256', use: 'sig' }
    const sign = (claims: JWTPayload, lifetime = 600, now = Date.now()) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, ...claims })
        .setProtectedHeader({ alg: 'ES256', ...(isNamed && { kid: id }) })
        .setExpirationTime(Math.floor(now / 1000) + lifetime)
        .sign(privateKey)
    return { jwk, sign }
  }

  return {
    createKey,
    publish: (...keys: JWK[]) => void (published = keys),
    setAway: (away: boolean) => void (isAway = away),
    /** Has it answer so in place of its keys; undefined for these. */
    setAnswer: (listener: RequestListener | undefined) => void (answerOtherwise = listener),
    /** How often the keys were asked for. */
    asked: () => asked,
    settings: (change: Partial<JwtSettings> = {}): JwtSettings => ({
      keySet: `http://127.0.0.1:${port}/jwks`,
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ['ES256'],
      clockTolerance: 30,
      keysMaxAge: 600,
      header: 'x-id-token',
      prefix: 'people/{sub}/',
      admin: { claim: 'groups', value: 'admins' },
      maxFileSizeClaim: undefined,
      maxFilesClaim: 'files',
      maxBytesClaim: 'bytes',
      ...change,
    }),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
