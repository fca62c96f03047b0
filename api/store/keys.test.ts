import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeUri } from './request.ts'
import { send, signHeader, type RawRequest } from './test-request.ts'
import { BUCKET, startTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeAll(async () => {
  store = await startTestStore()
})
afterAll(() => store.dispose())

const sendSigned = (raw: RawRequest) => send(store.endpoint, signHeader(store.endpoint, raw))
const pathOf = (key: string): string => `/${BUCKET}/${key.split('/').map(encodeUri).join('/')}`

const hostile = fc.oneof(
  fc.constantFrom(
    '../../../etc/passwd',
    '..',
    '.',
    '/',
    '//',
    '/etc/passwd',
    'a\0b',
    'a/./b',
    'a/../b',
    'CON',
    'nul.txt',
    'con:stream',
    'a\\..\\b',
    'x'.repeat(1024),
    'é',
    'e\u0301',
    'case',
    'CASE',
    '%2e%2e%2f',
    'a+b c',
    '__proto__',
    '\u{1f600}\uffff\r\n',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
)

it('keeps hostile keys apart, and within its folder', async () => {
  const before = await readdir(join(store.folder, '..'))
  const expected = new Map<string, string>()
  await fc.assert(
    fc.asyncProperty(hostile, async (key) => {
      const body = `the content of ${JSON.stringify(key)}`
      const answer = await sendSigned({ method: 'PUT', path: pathOf(key), body })
      expect(answer.status).toBe(200)
      expected.set(key, body)
    }),
    { numRuns: 150 },
  )
  store = await store.restart()
  for (const [key, body] of expected) {
    expect(await sendSigned({ path: pathOf(key) })).toMatchObject({ status: 200, body })
  }
  const outside = (await readdir(join(store.folder, '..'))).filter(
    (name) => !before.includes(name) && /passwd|^b$|CON/i.test(name),
  )
  expect(outside).toEqual([])
  for (const name of await readdir(join(store.folder, 'objects'))) {
    expect(name).toMatch(/^[0-9a-f]{64}\.json$/)
  }
  expect((await readdir(join(store.folder, 'objects'))).length).toBe(expected.size)
}, 30_000)

it('refuses keys of more than 1,024 bytes, and what is no UTF-8', async () => {
  const long = await send(store.endpoint, { path: pathOf('é'.repeat(513)) })
  expect(long).toMatchObject({ status: 400, code: 'KeyTooLongError' })
  const broken = await send(store.endpoint, { path: `/${BUCKET}/%ff` })
  expect(broken).toMatchObject({ status: 400, code: 'InvalidURI' })
})

it('gives metadata of hostile names back after a restart', async () => {
  const headers = { 'x-amz-meta-__proto__': 'a', 'x-amz-meta-constructor': 'b' }
  await sendSigned({ method: 'PUT', path: pathOf('meta'), headers, body: '' })
  store = await store.restart()
  expect((await sendSigned({ path: pathOf('meta') })).headers).toMatchObject(headers)
})
