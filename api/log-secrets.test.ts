/** Whatever happens, nothing that opens a door stands in the log, an address or an answer. */
import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { createUploadAnswerSchema, signPartsAnswerSchema } from '../shared/wire.ts'
import { OPEN } from './identity/settings.ts'
import { createLogger } from './log.ts'
import { creation, openApi, SECRET, type Answer } from './testing/harness.ts'
import { openKeySet } from './testing/key-set.ts'

it('has no secret of the run in a line of the log, nor in an error', async () => {
  const keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  const auth = { ...OPEN, links: true, jwt: keySet.settings() }
  const api = await openApi({ auth })
  const lines: string[] = []
  const log = createLogger('trace', { write: (line) => void lines.push(line) })
  const { deps } = api

  const link = {
    prefix: '',
    expiresInSeconds: 600,
    maxFileSize: null,
    maxFiles: 5,
    maxBytes: null,
    note: '',
    admin: true,
  }
  const made = await deps.links.make(link, deps.now())
  const jwt = await key.sign({ sub: 'ann@example.com', email: 'ann@example.com' })
  const refused: Answer[] = []
  const call = async (method: string, path: string, headers: object, body?: unknown) => {
    const options = { headers: { ...headers }, ...(body === undefined ? {} : { body }) }
    const answer = await api.callOn({ log }, method, path, options)
    if (answer.status >= 400) refused.push(answer)
    return answer
  }
  const request = creation()
  const begun = await call('POST', '/api/uploads', { 'longhaul-link': made.token }, request)
  const { token } = v.parse(createUploadAnswerSchema, begun.body)
  const who = { 'longhaul-link': made.token, 'longhaul-token': token }
  const base = `/api/uploads/${request.id}`
  const signed = await call('POST', `${base}/sign`, who, { parts: [{ number: 1 }] })
  const url = v.parse(signPartsAnswerSchema, signed.body).parts[0]?.url ?? ''
  const watch = await call('POST', `${base}/watch`, who, {})
  const watchToken = v.parse(v.object({ token: v.string() }), watch.body).token
  const bytes = { ...who, 'content-length': '9', 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }
  await call('PUT', `${base}/parts/1`, bytes, 'LETTER789')
  await call('PUT', `${base}/parts/2`, bytes, 'LETTER789')
  await call('GET', `${base}/parts`, { ...who, 'x-id-token': `${jwt}x` })
  await call('GET', `${base}/parts`, { 'longhaul-token': token, 'x-id-token': `${jwt}x` })
  await call('GET', `${base}/parts`, { ...who, 'longhaul-link': `${made.token}x` })
  await call('GET', '/api/identity', { 'x-id-token': jwt })
  await call('POST', `${base}/complete`, who, { checksum: 'AAAAAAAAAAA=' })
  const brokenStore = {
    ...deps.store,
    head: () => Promise.reject(new Error('the store broke')),
    findUploads: () => Promise.reject(new Error('the store broke')),
  }
  for (const [method, path] of [
    ['POST', '/api/uploads'],
    ['GET', `${base}/status`],
  ] as const) {
    const headers = { ...who, ...(path.endsWith('status') ? { 'longhaul-token': watchToken } : {}) }
    const options = { headers, ...(method === 'POST' ? { body: creation() } : {}) }
    refused.push(await api.callOn({ log, store: brokenStore }, method, path, options))
  }
  keySet.setAway(true)
  await api.close()
  await keySet.close()

  const signatureOf = (jwt: string) => jwt.split('.')[2] ?? ''
  const secrets = {
    'the token secret': SECRET,
    'the store’s secret': api.address.credentials?.secretAccessKey ?? '',
    'the link': signatureOf(made.token),
    'the upload’s token': signatureOf(token),
    'the watch token': signatureOf(watchToken),
    'the JWT': signatureOf(jwt),
    'whose JWT it is': String(decodeJwt(jwt).sub),
    'a part’s signature': new URL(url).searchParams.get('X-Amz-Signature') ?? '',
  }
  expect(Object.values(secrets).every((secret) => secret.length > 10)).toBe(true)
  expect(refused.length).toBeGreaterThanOrEqual(7)
  expect(lines.filter((line) => line.includes('the store broke')).length).toBeGreaterThanOrEqual(2)
  const said = [...lines, ...refused.map(({ body }) => JSON.stringify(body))].join('\n')
  const found = Object.entries(secrets).filter(([, secret]) => said.includes(secret))
  expect(found).toEqual([])
}, 30_000)
