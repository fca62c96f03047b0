import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUploadAnswerSchema, watchAnswerSchema } from '../../shared/wire.ts'
import { OPEN } from '../identity/settings.ts'
import { creation, openApi, type Api } from '../testing/harness.ts'
import { begun } from '../testing/watched.ts'

const DAY = 24 * 60 * 60
let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('a watch token', () => {
  it('tells no mail address to whoever reads it', async () => {
    const told = await openApi({ auth: { ...OPEN, links: true } })
    const link = await told.deps.links.make(
      {
        prefix: '',
        expiresInSeconds: 600,
        maxFileSize: null,
        maxFiles: 1,
        maxBytes: null,
        note: '',
        notify: 'ann@example.com',
        admin: false,
      },
      told.deps.now(),
    )
    const headers = { 'longhaul-link': link.token }
    const body = creation()
    const begun = await told.call('POST', '/api/uploads', { headers, body })
    const { token } = v.parse(createUploadAnswerSchema, begun.body)
    const path = `/api/uploads/${body.id}`
    const own = { ...headers, 'longhaul-token': token }
    const answer = await told.call('POST', `${path}/watch`, { headers: own, body: {} })
    const watch = v.parse(watchAnswerSchema, answer.body)
    expect(Object.keys(decodeJwt(watch.token)).toSorted()).toEqual([
      'checksum',
      'createdAt',
      'exp',
      'iat',
      'id',
      'iss',
      'key',
      'name',
      'partCount',
      'partSize',
      'path',
      'size',
      'sub',
      'uploadId',
    ])
    const status = await told.call('GET', `${path}/status`, { token: watch.token })
    expect(status).toMatchObject({ status: 200, body: { state: 'sending' } })
    await told.close()
  })

  it('runs out when the upload’s own does', async () => {
    const upload = await begun(api)
    expect(upload.watch.expiresInSeconds).toBeGreaterThan(7 * DAY - 60)
    api.clock.ahead = 3 * DAY * 1000
    const late = v.parse(watchAnswerSchema, (await upload.call('POST', '/watch', {})).body)
    const stillGood = await upload.answer()
    api.clock.ahead = 7 * DAY * 1000 + 1000
    const answers = []
    for (const token of [upload.watch.token, late.token]) {
      answers.push(await api.call('GET', `/api/uploads/${upload.id}/status`, { token }))
    }
    api.clock.ahead = 0
    expect(late.expiresInSeconds).toBeLessThanOrEqual(4 * DAY)
    expect(stillGood.status).toBe(200)
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 401, body: { code: 'token_expired' } })
    }
  })

  it.each([
    ['POST', '/watch', {}],
    ['POST', '/sign', { parts: [{ number: 1 }] }],
    ['GET', '/parts', undefined],
    ['PUT', '/parts/1', '123456789'],
    ['POST', '/complete', { checksum: 'rosUhgp5mIg=' }],
    ['GET', '/receipt', undefined],
    ['DELETE', '', undefined],
  ])('is refused by %s %s', async (method, path, body) => {
    const upload = await begun(api)
    const answer = await api.call(method, `/api/uploads/${upload.id}${path}`, {
      token: upload.watch.token,
      body,
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'token_invalid' } })
    expect(await upload.status()).toMatchObject({ state: 'sending', parts: 0 })
  })

  it('and no other lets anybody watch', async () => {
    const [one, other] = [await begun(api), await begun(api)]
    const path = `/api/uploads/${one.id}/status`
    const [head, , signature] = one.watch.token.split('.')
    const payload = other.watch.token.split('.')[1]
    const wrong: Record<string, string> = {
      'the upload’s own': one.token,
      'of another upload': other.watch.token,
      'of another’s content': [head, payload, signature].join('.'),
      'that is none': 'a.b.c',
    }
    for (const [what, token] of Object.entries(wrong)) {
      const { status, body } = await api.call('GET', path, { token })
      expect({ what, status, body }).toMatchObject({
        what,
        status: 403,
        body: { code: 'token_invalid' },
      })
    }
    expect(await api.call('GET', path)).toMatchObject({ status: 401 })
  })

  it('is given for the upload’s own token alone', async () => {
    const [one, other] = [await begun(api), await begun(api)]
    const path = `/api/uploads/${one.id}/watch`
    const ask = (token?: string) =>
      api.call('POST', path, { body: {}, ...(token === undefined ? {} : { token }) })
    expect(await ask()).toMatchObject({ status: 401 })
    for (const token of [other.token, one.watch.token]) {
      expect(await ask(token)).toMatchObject({ status: 403, body: { code: 'token_invalid' } })
    }
    api.clock.ahead = 8 * DAY * 1000
    const late = await ask(one.token)
    api.clock.ahead = 0
    expect(late).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })
})
