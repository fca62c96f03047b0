import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { presign, send, signHeader } from './test-request.ts'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeAll(async () => {
  store = await startTestStore()
  await send(store.endpoint, signHeader(store.endpoint, { ...PUT, body: 'content' }))
})
afterAll(() => store.dispose())

const OBJECT = `/${BUCKET}/some/key`
const GET = { path: OBJECT }
const PUT = { method: 'PUT', path: OBJECT }
const MINUTE = 60_000

describe('a presigned URL', () => {
  it('gives what it was signed for', async () => {
    const answer = await send(store.endpoint, presign(store.endpoint, GET))
    expect(answer).toMatchObject({ status: 200, body: 'content' })
  })

  it.each([
    [`${BUCKET}.example.com`, OBJECT],
    ['files.localhost', OBJECT],
    [`${BUCKET}.localhost`, '/some/key'],
  ])('finds the object at the host %s under %s', async (host, path) => {
    const raw = presign(`http://${host}`, { path })
    const answer = await send(store.endpoint, { ...raw, headers: { ...raw.headers, host } })
    expect(answer).toMatchObject({ status: 200, body: 'content' })
  })

  it.each([
    ['another key', (path: string) => path.replace('some/key', 'some/kex')],
    ['another query', (path: string) => path.replace('?', '?partNumber=2&')],
    ['a longer life', (path: string) => path.replace('Expires=60', 'Expires=61')],
    [
      'another signature',
      (path: string) => path.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ],
  ])('with %s is refused', async (_, tamper) => {
    const raw = presign(store.endpoint, GET)
    const answer = await send(store.endpoint, { ...raw, path: tamper(raw.path) })
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
  })

  it('that names a header twice is refused before anything is computed', async () => {
    const raw = presign(store.endpoint, GET)
    const path = raw.path.replace('SignedHeaders=host', 'SignedHeaders=host%3Bhost')
    expect(path).not.toBe(raw.path)
    const answer = await send(store.endpoint, { ...raw, path })
    expect(answer).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
  })

  it('covers every byte of a header, also one that looks blank as Latin-1', async () => {
    const name = Buffer.from('voilà').toString('latin1')
    const headers = { 'content-length': '1', 'x-amz-meta-name': name }
    // Of bytes: beside a text Node would send the header in UTF-8 once more.
    const put = { method: 'PUT', path: `${OBJECT}2`, headers, body: Buffer.from('x') }
    const raw = presign(store.endpoint, put)
    const cut = { ...raw.headers, 'x-amz-meta-name': name.slice(0, -1) }
    const answer = await send(store.endpoint, { ...raw, headers: cut })
    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect((await send(store.endpoint, raw)).status).toBe(200)
  })

  it('ends, and says so as S3 does', async () => {
    const raw = presign(store.endpoint, GET, { time: Date.now() - 2 * MINUTE, expires: 60 })
    const answer = await send(store.endpoint, raw)
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.body).toContain('<Message>Request has expired</Message>')
  })

  it('may come from a clock a little ahead, but not far', async () => {
    const soon = presign(store.endpoint, GET, { time: Date.now() + 10 * MINUTE })
    expect((await send(store.endpoint, soon)).status).toBe(200)
    const late = presign(store.endpoint, GET, { time: Date.now() + 20 * MINUTE })
    expect(await send(store.endpoint, late)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it.each([0, 604_801])('may not live %d seconds', async (expires) => {
    const answer = await send(store.endpoint, presign(store.endpoint, GET, { expires }))
    expect(answer).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
  })

  it('needs every x-amz-* header to be signed', async () => {
    const headers = { 'x-amz-meta-added': 'by someone else', 'content-length': '1' }
    const raw = { ...PUT, headers, body: 'x' }
    const unsigned = presign(store.endpoint, raw, { unsigned: ['x-amz-meta-added'] })
    const answer = await send(store.endpoint, unsigned)
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.body).toContain('<HeadersNotSigned>x-amz-meta-added</HeadersNotSigned>')
    expect((await send(store.endpoint, presign(store.endpoint, raw))).status).toBe(200)
  })
})

describe('a signed request', () => {
  it('needs a clock within 15 minutes', async () => {
    for (const minutes of [-16, 16]) {
      const raw = signHeader(store.endpoint, GET, { time: Date.now() + minutes * MINUTE })
      const answer = await send(store.endpoint, raw)
      expect(answer).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' })
    }
  })

  it('needs its host and date signed', async () => {
    for (const unsigned of ['host', 'x-amz-date']) {
      const answer = await send(
        store.endpoint,
        signHeader(store.endpoint, GET, { unsigned: [unsigned] }),
      )
      expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    }
  })

  it('has the body whose hash it names', async () => {
    const payload = createHash('sha256').update('content').digest('hex')
    const right = signHeader(store.endpoint, { ...PUT, body: 'content' }, { payload })
    expect((await send(store.endpoint, right)).status).toBe(200)
    const wrong = await send(store.endpoint, { ...right, body: 'consent' })
    expect(wrong).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
  })

  it('is for our region', async () => {
    const answer = await send(
      store.endpoint,
      signHeader(store.endpoint, GET, { region: 'eu-west-9' }),
    )
    expect(answer).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' })
    expect(answer.body).toContain('<Region>us-east-1</Region>')
  })

  it.each([
    ['nothing', {}, 403, 'AccessDenied'],
    ['an old mechanism', { authorization: 'AWS key:signature' }, 400, 'InvalidRequest'],
    [
      'nonsense',
      { authorization: 'AWS4-HMAC-SHA256 x', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      400,
      'AuthorizationHeaderMalformed',
    ],
  ])('with %s is refused', async (_, headers, status, code) => {
    expect(await send(store.endpoint, { ...GET, headers })).toMatchObject({ status, code })
  })

  it('is signed in one way only', async () => {
    const { path } = presign(store.endpoint, GET)
    const { headers = {} } = signHeader(store.endpoint, GET)
    const answer = await send(store.endpoint, { path, headers })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })
})

describe('any answer', () => {
  it('bears an id, and leaks no secret', async () => {
    const answer = await send(store.endpoint, { path: '/%zz' })
    expect(answer).toMatchObject({ status: 400, code: 'InvalidURI' })
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/)
    expect(answer.body).not.toContain(store.folder)
  })

  it('comes whole although a large body was refused', async () => {
    const body = Buffer.alloc(20 * 1024 * 1024)
    const answer = await send(store.endpoint, {
      ...PUT,
      headers: { origin: 'http://app.example' },
      body,
    })
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.headers['access-control-allow-origin']).toBe('http://app.example')
  })
})
