import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './app.ts'
import { ApiFailure } from './failure.ts'
import { toFailure } from './s3/errors.ts'
import { creation, create, openApi, type Api } from './testing/harness.ts'

let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('answers', () => {
  it('tell that the process lives and that the bucket is there', async () => {
    expect(await api.call('GET', '/health')).toMatchObject({ status: 200 })
    expect(await api.call('GET', '/ready')).toMatchObject({
      status: 200,
      body: { checksum: 'crc64nvme' },
    })
    const reach = () =>
      Promise.reject(toFailure(Object.assign(new Error(), { code: 'ECONNREFUSED' })))
    const away = await api.callOn({ store: { ...api.deps.store, reach } }, 'GET', '/ready')
    expect(away).toMatchObject({ status: 503, body: { code: 'network', retryable: true } })
  })

  it('have the bucket asked once, however many want to know whether it is there', async () => {
    const asked: string[] = []
    const reach = async () => void asked.push('bucket')
    const app = createApp({ ...api.deps, store: { ...api.deps.store, reach } })
    const ask = async () => (await app.request('/ready', {}, {})).status
    const statuses = await Promise.all(Array.from({ length: 100 }, ask))
    expect(new Set([...statuses, await ask()])).toEqual(new Set([200]))
    expect(asked).toHaveLength(1)
    await sleep(1_100)
    expect(await ask()).toBe(200)
    expect(asked).toHaveLength(2)
  })

  it('bind the page to itself and the store', async () => {
    const { headers } = await api.call('GET', '/health')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`connect-src 'self' ${api.address.endpoint};`)
    expect(policy).toContain("default-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })

  it('keep browsers to https where the page is reached by it, and nowhere else', async () => {
    const name = 'strict-transport-security'
    const secure = await api.callOn({ https: true }, 'GET', '/health')
    expect(secure.headers.get(name)).toBe('max-age=15552000')
    expect((await api.call('GET', '/health')).headers.has(name)).toBe(false)
  })

  it('allow no other origin, and are not kept', async () => {
    const { headers } = await api.call('GET', '/api/config', { headers: { origin: 'http://else' } })
    expect(headers.get('cache-control')).toBe('no-store')
    const preflight = {
      origin: 'http://else',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    }
    const asked = await api.call('OPTIONS', '/api/uploads', { headers: preflight })
    for (const { headers: all } of [{ headers }, asked]) {
      expect([...all.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })

  it.each([
    ['GET', '/api/nothing', undefined, 404],
    ['GET', '/api', undefined, 404],
    ['GET', '/nothing', undefined, 404],
    ['DELETE', '/api/config', undefined, 405],
    ['GET', '/api/uploads', undefined, 405],
    ['PUT', '/api/uploads/x/sign', undefined, 405],
    ['POST', '/api/uploads', '{', 400],
    ['POST', '/api/uploads', '[]', 400],
    ['POST', '/api/uploads', `"${'x'.repeat(300_000)}"`, 413],
  ])('%s %s %.3s is refused by %d', async (method, path, body, status) => {
    const answer = await api.call(method, path, body === undefined ? {} : { body })
    expect(answer).toMatchObject({ status, body: { retryable: false } })
    expect(answer.headers.has('allow')).toBe(status === 405)
  })

  it('take JSON only', async () => {
    const headers = { 'content-type': 'text/plain' }
    const answer = await api.call('POST', '/api/uploads', { body: '{}', headers })
    expect(answer).toMatchObject({ status: 415, body: { code: 'bad_request' } })
  })

  it('repeat nothing of what was sent', async () => {
    const body = { ...creation(), '<script>': 1, name: 5 }
    const answer = await api.call('POST', '/api/uploads', { body })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).not.toContain('script')
    const named = await api.call('POST', '/api/uploads', { body: creation({ size: -1 }) })
    expect(named.body).toMatchObject({ message: 'missing or wrong: size' })
  })

  it("want the upload's own token", async () => {
    const one = creation()
    const { token } = await create(api, one)
    const other = creation()
    await create(api, other)
    const path = `/api/uploads/${one.id}/parts`
    expect(await api.call('GET', path)).toMatchObject({ status: 401 })
    expect(await api.call('GET', path, { token })).toMatchObject({ status: 200 })
    expect(await api.call('GET', `/api/uploads/${other.id}/parts`, { token })).toMatchObject({
      status: 403,
      body: { code: 'token_invalid' },
    })
    api.clock.ahead = 8 * 24 * 60 * 60_000
    const late = await api.call('GET', path, { token })
    api.clock.ahead = 0
    expect(late).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })

  it('carry on what a busy store asks for', async () => {
    const ability = () =>
      Promise.reject(new ApiFailure('slow_down', 'the store asks for less', { retryAfter: 9 }))
    const answer = await api.callOn({ ability }, 'GET', '/api/config')
    expect(answer).toMatchObject({ status: 503, body: { code: 'slow_down', retryable: true } })
    expect(answer.headers.get('retry-after')).toBe('9')
  })

  it('say nothing of an unexpected error, which the log has without the token', async () => {
    const request = creation()
    const { token } = await create(api, request)
    const store = {
      ...api.deps.store,
      listParts: () => Promise.reject(new Error('the inner works')),
    }
    api.lines.length = 0
    const path = `/api/uploads/${request.id}/parts`
    const answer = await api.callOn({ store }, 'GET', path, { token })
    expect(answer).toMatchObject({ status: 500, body: { code: 'server_error' } })
    expect(JSON.stringify(answer.body)).not.toContain('inner')
    expect(api.lines.join('')).toContain('the inner works')
    expect(api.lines.join('')).toContain(request.id)
    expect(api.lines.join('')).not.toContain(token)
  })
})
