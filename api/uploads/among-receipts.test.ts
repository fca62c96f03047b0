import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OPEN } from '../identity/settings.ts'
import { crc64, creation, openApi, type Api } from '../testing/harness.ts'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { createUploadAnswerSchema, signPartsAnswerSchema } from '../../shared/wire.ts'

let api: Api
let keySet: KeySet
let account: (sub: string, groups?: string[]) => Promise<Record<string, string>>

beforeAll(async () => {
  keySet = await openKeySet()
  const key = await keySet.createKey('first')
  keySet.publish(key.jwk)
  const jwt = keySet.settings({ prefix: '{sub}/' })
  api = await openApi({ auth: { ...OPEN, links: true, jwt }, uploads: { keyPrefix: '' } })
  account = async (sub, groups = []) => ({ 'x-id-token': await key.sign({ sub, groups }) })
})
afterAll(async () => {
  await api.close()
  await keySet.close()
})

/** Sends a file as the account, and answers its key; undefined where that is refused. */
async function send(sub: string, contentOf: (key: string) => string, size: number) {
  const who = await account(sub)
  const request = creation({ name: 'forged.json', size })
  const begun = await api.call('POST', '/api/uploads', { headers: who, body: request })
  if (begun.status !== 200) return undefined
  const { key, token } = v.parse(createUploadAnswerSchema, begun.body)
  const content = Buffer.from(contentOf(key).padEnd(size))
  const checksum = await crc64(content)
  const own = { ...who, 'longhaul-token': token }
  const path = `/api/uploads/${request.id}`
  const parts = [{ number: 1, checksum }]
  const signed = await api.call('POST', `${path}/sign`, { headers: own, body: { parts } })
  const [part] = v.parse(signPartsAnswerSchema, signed.body).parts
  await fetch(part?.url ?? '', { method: 'PUT', headers: part?.headers ?? {}, body: content })
  const done = await api.call('POST', `${path}/complete`, { headers: own, body: { checksum } })
  return done.status === 200 ? key : undefined
}

it('no account writes receipts that the servers did not', async () => {
  const at = '2026-01-01T00:00:00.000Z'
  const nothing = { algorithm: 'none', value: null, proof: 'size-only' }
  const facts = {
    id: 'x',
    bucket: 'files',
    name: 'x',
    path: '',
    size: 9,
    partSize: 9,
    partCount: 1,
  }
  const receiptOf = (key: string) =>
    JSON.stringify({
      version: 1,
      ...facts,
      key,
      etag: 'x',
      checksum: nothing,
      createdAt: at,
      completedAt: at,
    })
  const contentOf = (key: string) =>
    receiptOf(key.replace(/^receipts\//, '').replace(/\.json$/, ''))
  expect(await send('ann', contentOf, 600)).toMatch(/^ann\//)
  const key = await send('receipts', contentOf, 600)
  const headers = await account('root', ['admins'])
  const body = { key: key?.replace(/^receipts\//, '').replace(/\.json$/, '') ?? 'none' }
  const shown = await api.call('POST', '/api/admin/receipts/one', { headers, body })
  expect(shown.status).toBe(404)
  expect(key).toBeUndefined()
})
