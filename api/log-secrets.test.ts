/** Whatever happens, nothing that opens a door stands in the log, an address or an answer. */
import { randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { createUploadAnswerSchema, signPartsAnswerSchema } from '../shared/wire.ts'
import { ACTIONS } from './audit/actions.ts'
import { OPEN } from './identity/settings.ts'
import { DELIVERY_TIMING } from './notices/delivery.ts'
import type { NoticeSettings } from './notices/settings.ts'
import { NO_OBJECT_OPTIONS } from './s3/object-options.ts'
import { creation, openApi, openStore, SECRET, type Answer } from './testing/harness.ts'
import { openKeySet } from './testing/key-set.ts'
import { openMailServer, openReceiver, WEBHOOK_SECRET } from './testing/receivers.ts'

const WRONG_PASSWORD = 'a-password-that-is-wrong'

const PARTS = [{ number: 1 }]
const CHECKSUM = 'AAAAAAAAAAA='
const UPLOAD = { key: 'in/unknown', uploadId: 'unknown' }

/** What is asked for by routes that want more than `{}`. @param token an upload's, for batches */
const bodiesOf = (token: string): Readonly<Record<string, unknown>> => ({
  'POST /api/links': { expiresInSeconds: 60, notify: 'ann-who-made-it@example.com' },
  'POST /api/uploads': creation(),
  'POST /api/uploads/:id/sign': { parts: PARTS },
  'POST /api/uploads/:id/complete': { checksum: CHECKSUM },
  'POST /api/uploads/:id/hashes': { computedBy: 'browser', sha256: 'ab'.repeat(32) },
  'POST /api/batch/create': { uploads: [creation()] },
  'POST /api/batch/sign': { uploads: [{ token, parts: PARTS }] },
  'POST /api/batch/complete': { uploads: [{ token, checksum: CHECKSUM }] },
  'POST /api/admin/uploads': { after: null },
  'POST /api/admin/uploads/parts': UPLOAD,
  'POST /api/admin/uploads/abort': { uploads: [UPLOAD] },
  'POST /api/admin/receipts': { text: '', person: '', from: null, to: null, after: null },
  'POST /api/admin/receipts/one': { key: UPLOAD.key },
  'POST /api/admin/receipts/older': { after: '' },
})

it('has no secret of the run in a line of the log, nor in an error', async () => {
  const keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  const auth = { ...OPEN, links: true, jwt: keySet.settings() }
  const receiver = await openReceiver(() => 500)
  const mailServer = await openMailServer()
  const notices: NoticeSettings = {
    kinds: ['completed', 'failed', 'aborted'],
    webhooks: { urls: [receiver.url], secrets: [WEBHOOK_SECRET] },
    mail: {
      host: '127.0.0.1',
      port: mailServer.port,
      security: 'none',
      login: { user: 'longhaul', password: WRONG_PASSWORD },
      from: 'longhaul@example.com',
      to: ['somebody@example.com'],
      linkOwners: true,
    },
  }
  const deliveryTiming = { ...DELIVERY_TIMING, soon: [0], look: 50 }
  const api = await openApi({ auth, audit: true, logLevel: 'trace', notices, deliveryTiming })
  const { deps, lines } = api

  const link = {
    prefix: '',
    expiresInSeconds: 600,
    maxFileSize: null,
    maxFiles: 5,
    maxBytes: null,
    note: '',
    admin: true,
    notify: 'ann-who-made-it@example.com',
  }
  const made = await deps.links.make(link, deps.now())
  const jwt = await key.sign({ sub: 'ann@example.com', email: 'ann@example.com' })
  const refused: Answer[] = []
  const call = async (method: string, path: string, headers: object, body?: unknown) => {
    const options = { headers: { ...headers }, ...(body === undefined ? {} : { body }) }
    const answer = await api.call(method, path, options)
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
  // Every route there is, for who may and who may not.
  const forged = { 'longhaul-link': `${made.token}x`, 'longhaul-token': `${token}x` }
  for (const route of Object.keys(ACTIONS)) {
    const [method = '', pattern = ''] = route.split(' ')
    if (route === 'DELETE /api/uploads/:id') continue
    const path = pattern.replace('uploads/:id', `uploads/${request.id}`).replace(':number', '1')
    const linkPath = path.replace('links/:id', `links/${randomUUID()}`)
    for (const [headers, own] of [
      [who, token],
      [forged, `${token}x`],
      [{ ...who, 'longhaul-token': watchToken }, watchToken],
      [{}, token],
    ] as const) {
      const length = method === 'PUT' ? { 'content-length': '9' } : {}
      const body = method === 'POST' ? (bodiesOf(own)[route] ?? {}) : undefined
      await call(method, linkPath, { ...headers, ...length }, body)
    }
  }
  await call('DELETE', base, who)
  await expect.poll(() => lines.join('')).toContain('not sent: EAUTH')
  await expect.poll(() => lines.join('')).toContain('the receiver answered 500')
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
    refused.push(await api.callOn({ store: brokenStore }, method, path, options))
  }
  keySet.setAway(true)
  const figures = await deps.metrics.registry.metrics()
  await api.close()
  await keySet.close()
  await mailServer.close()
  receiver.close()

  const signatureOf = (jwt: string) => jwt.split('.')[2] ?? ''
  const secrets = {
    'the token secret': SECRET,
    'the store’s secret': api.address.credentials?.secretAccessKey ?? '',
    'the link': signatureOf(made.token),
    'the upload’s token': signatureOf(token),
    'the watch token': signatureOf(watchToken),
    'the JWT': signatureOf(jwt),
    'whose JWT it is': String(decodeJwt(jwt).sub),
    'the webhook’s address': new URL(receiver.url).pathname,
    'the webhook’s secret': WEBHOOK_SECRET.slice('whsec_'.length),
    'the mail server’s password': WRONG_PASSWORD,
    'the password as it is sent': Buffer.from(`\0longhaul\0${WRONG_PASSWORD}`).toString('base64'),
    'whom mails go to': 'somebody@example.com',
    'for whom the link was made': 'ann-who-made-it@example.com',
    'a part’s signature': new URL(url).searchParams.get('X-Amz-Signature') ?? '',
  }
  expect(Object.values(secrets).every((secret) => secret.length > 10)).toBe(true)
  expect(refused.length).toBeGreaterThanOrEqual(7)
  expect(lines.filter((line) => line.includes('the store broke')).length).toBeGreaterThanOrEqual(2)
  const audited = lines.flatMap((line) => /"type":"audit".*"action":"(\w+)"/.exec(line)?.[1] ?? [])
  const open = new Set(['config', 'receipt_keys'])
  const names = Object.values(ACTIONS).map(({ name }) => name)
  expect(new Set(audited)).toEqual(new Set(names.filter((name) => !open.has(name))))
  const said = [figures, ...lines, ...refused.map(({ body }) => JSON.stringify(body))].join('\n')
  const found = Object.entries(secrets).filter(([, secret]) => said.includes(secret))
  expect(found).toEqual([])
}, 60_000)

it('has nothing of passing credentials in it, nor of the key that objects are to be encrypted with', async () => {
  const store = await openStore()
  const sessionToken = 'a-token-of-passing-credentials'
  const address = {
    ...store.address,
    credentials: { accessKeyId: 'tester', secretAccessKey: 'another-secret', sessionToken },
  }
  const keyId = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd'
  const objects = { ...NO_OBJECT_OPTIONS, encryption: { algorithm: 'aws:kms', keyId } as const }
  // The store refuses the signature of the first, and the encryption of the second.
  const servers = [
    await openApi({ bucket: { ...store, address }, audit: true, logLevel: 'trace' }),
    await openApi({ objects, audit: true, logLevel: 'trace' }),
  ]
  const answers: Answer[] = []
  for (const { call, deps } of servers) {
    answers.push(await call('POST', '/api/uploads', { body: creation() }))
    answers.push(await call('GET', '/api/ready'))
    const findings = await deps.examine()
    answers.push({ status: 200, headers: new Headers(), body: findings })
  }
  for (const server of servers) await server.close()
  expect(answers.map(({ status }) => status >= 400)).toContain(true)
  const said = servers
    .flatMap(({ lines }) => lines)
    .concat(JSON.stringify(answers))
    .join('\n')
  expect(said).toContain('"action":"create"')
  const secrets = [sessionToken, 'another-secret', keyId, '1234abcd-12ab-34cd', '111122223333']
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
}, 60_000)
