import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityAnswerSchema } from '../../shared/wire.ts'
import { create, creation, openApi, type Api } from '../testing/harness.ts'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { OPEN } from './settings.ts'

let keySet: KeySet
let key: Awaited<ReturnType<KeySet['createKey']>>
let jwt: string
/** Behind a proxy that sets the header Authorization of every request that it lets through. */
let api: Api

beforeAll(async () => {
  keySet = await openKeySet()
  key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  jwt = await key.sign({ sub: 'ann', files: 1 })
  api = await openApi({
    auth: { ...OPEN, jwt: keySet.settings({ header: 'authorization' }) },
  })
})
afterAll(async () => {
  await api.close()
  await keySet.close()
})

describe('a proxy that signs people in', { timeout: 30_000 }, () => {
  const partsOf = (id: string, headers: Record<string, string>) =>
    api.call('GET', `/api/uploads/${id}/parts`, { headers })
  const sendPart = (id: string, headers: Record<string, string>) =>
    api.call('PUT', `/api/uploads/${id}/parts/1`, {
      headers: { ...headers, 'content-length': '9' },
      body: '123456789',
    })

  it('says who asks, and leaves the upload’s token alone', async () => {
    const request = creation()
    const headers = { authorization: `Bearer ${jwt}` }
    expect((await api.call('GET', '/api/config')).body).toMatchObject({ signIn: ['jwt'] })
    const begun = await api.call('POST', '/api/uploads', { body: request, headers })
    expect(begun.body).toMatchObject({ key: expect.stringContaining('in/people/ann/') })
    const { token } = begun.body as { token: string }

    expect((await partsOf(request.id, { ...headers, 'longhaul-token': token })).status).toBe(200)
    // Without the proxy, and as an older page sends it.
    for (const alone of [{ 'longhaul-token': token }, { authorization: `Bearer ${token}` }]) {
      expect(await partsOf(request.id, alone)).toMatchObject({
        status: 401,
        body: { code: 'sign_in_required' },
      })
    }
    expect((await sendPart(request.id, { authorization: `Bearer ${token}` })).status).toBe(200)
    expect(await sendPart(request.id, { ...headers, 'longhaul-token': token })).toMatchObject({
      body: { code: 'part_exists' },
    })
  })

  it.each([600.5, 1e300])('says until when in whole seconds, be they %d', async (lifetime) => {
    // RFC 7519, 2: a NumericDate may have a fraction.
    const headers = { authorization: await key.sign({ sub: 'ann' }, lifetime) }
    const { status, body } = await api.call('GET', '/api/identity', { headers })
    expect(status).toBe(200)
    expect(v.is(identityAnswerSchema, body)).toBe(true)
  })

  it('can limit what a person may send', async () => {
    const headers = { authorization: jwt }
    expect((await api.call('GET', '/api/identity', { headers })).body).toMatchObject({
      kind: 'account',
      filesLeft: 0,
    })
    const more = await api.call('POST', '/api/uploads', { body: creation(), headers })
    expect(more).toMatchObject({ status: 403, body: { code: 'limit_reached' } })
  })
})

describe('an upload from when everybody might', { timeout: 30_000 }, () => {
  it('is begun anew by whoever signs in', async () => {
    const open = await openApi({ bucket: { address: api.address, close: () => Promise.resolve() } })
    const request = creation()
    const { token } = await create(open, request)
    await open.close()
    const answer = await api.call('GET', `/api/uploads/${request.id}/parts`, {
      headers: { authorization: `Bearer ${jwt}`, 'longhaul-token': token },
    })
    expect(answer).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })
})
