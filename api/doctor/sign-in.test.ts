import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { checkSignIn } from './sign-in.ts'

let keySet: KeySet

beforeAll(async () => {
  keySet = await openKeySet()
})
afterAll(() => keySet.close())
beforeEach(() => keySet.setAnswer(undefined))

it('says nothing where no JWT lets anybody in', async () => {
  expect(await checkSignIn(undefined)).toEqual([])
})

it('says by what JWTs may be signed', async () => {
  keySet.publish((await keySet.createKey('one')).jwk, (await keySet.createKey('other')).jwk)
  const algorithms = ['RS256', 'ES256', 'EdDSA']
  expect(await checkSignIn(keySet.settings({ algorithms }))).toMatchObject([
    { level: 'ok', saw: 'There are 2 keys; JWTs may be of ES256.' },
  ])
  const [finding] = await checkSignIn(keySet.settings({ algorithms: ['RS256', 'EdDSA'] }))
  expect(finding?.saw).toBe('Of 2 keys none is good for RS256, EdDSA. Nobody can sign in.')
})

it('finds a key that is damaged to be of no use', async () => {
  const { jwk } = await keySet.createKey('one')
  keySet.publish({ ...jwk, x: 'AAAA' })
  expect(await checkSignIn(keySet.settings())).toMatchObject([{ code: 'sign_in_keys_unusable' }])
})

it('tells an answer that is too long from none, and follows none elsewhere', async () => {
  const long = JSON.stringify({ keys: [], more: 'x'.repeat(1024 * 1024) })
  keySet.setAnswer((_, response) => void response.end(long))
  const [tooLong] = await checkSignIn(keySet.settings())
  expect(tooLong).toMatchObject({ code: 'sign_in_keys_wrong' })
  expect(tooLong?.saw).toContain('is no JWKS: the answer has more than 1048576 bytes.')

  keySet.setAnswer((_, response) => void response.writeHead(302, { location: '/' }).end())
  const [moved] = await checkSignIn(keySet.settings())
  expect(moved?.saw).toContain('could not be read (the answer is 302)')

  const closed = await openKeySet()
  await closed.close()
  const [nowhere] = await checkSignIn(closed.settings())
  expect(nowhere?.saw).toContain('could not be read (ECONNREFUSED)')
})
