/** What docs/costs.md and the estimate count of an upload is what it really asks the store for. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { pricesSchema } from '../shared/admin.ts'
import {
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
  type CreateUploadRequest,
} from '../shared/wire.ts'
import { estimate } from './costs.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from './testing/harness.ts'

const LETTER = Buffer.from('123456789')
const HASHES = {
  computedBy: 'browser',
  sha256: createHash('sha256').update(LETTER).digest('hex'),
}
const CHEAP = ['GetObject', 'HeadObject', 'DeleteObject', 'AbortMultipartUpload']
const COSTS = readFileSync(join(import.meta.dirname, '../docs/costs.md'), 'utf8')

/** How often the server asked the store for what, beside the parts. */
async function countOf(upload: (api: Api, request: CreateUploadRequest) => Promise<unknown>) {
  const api = await openApi()
  await api.deps.ability()
  const { registry } = api.deps.metrics
  registry.resetMetrics()
  await upload(api, creation())
  const text = await registry.metrics()
  await api.close()
  const pattern = /^longhaul_s3_request_seconds_count\{operation="(\w+)"\} (\d+)$/gm
  const counts = [...text.matchAll(pattern)].map(
    ([, operation = '', count]) => [operation, Number(count)] as const,
  )
  const sum = (isCounted: (operation: string) => boolean) =>
    counts.reduce((all, [operation, count]) => all + (isCounted(operation) ? count : 0), 0)
  return {
    billedAsPut: sum((operation) => !CHEAP.includes(operation)),
    heads: sum((operation) => operation === 'HeadObject'),
  }
}

it('counts the requests of an upload', async () => {
  const { billedAsPut, heads } = await countOf(async (api, request) => {
    const { token } = await create(api, request)
    await sendParts(api, request.id, token, [LETTER])
    const path = `/api/uploads/${request.id}`
    const hashed = await api.call('POST', `${path}/hashes`, { token, body: HASHES })
    const body = { checksum: await crc64(LETTER) }
    const completed = await api.call('POST', `${path}/complete`, { token, body })
    expect([hashed.status, completed.status]).toEqual([200, 200])
  })
  // The list of parts is the formula's parts / 1,000.
  const [, beside] = /parts \/ 1,000 \+ (\d+)\)/.exec(COSTS) ?? []
  expect(Number(beside) + 1).toBe(billedAsPut)
  const prices = v.parse(pricesSchema, { currency: 'USD', storagePerGbMonth: 0 })
  const one = { count: 1, bytes: 9, parts: 1 }
  expect(estimate(prices, one, one).requestCount).toBe(1 + billedAsPut + heads)
})

it('counts the requests of a file of one part', async () => {
  const { billedAsPut } = await countOf(async (api, request) => {
    const created = await api.call('POST', '/api/batch/create', { body: { uploads: [request] } })
    const token = v.parse(batchCreateAnswerSchema, created.body).uploads[0]?.done?.token ?? ''
    const checksum = await crc64(LETTER)
    const parts = [{ number: 1, checksum }]
    const body = { uploads: [{ token, parts }] }
    const signed = await api.call('POST', '/api/batch/sign', { body })
    const part = v.parse(batchSignAnswerSchema, signed.body).uploads[0]?.done?.parts[0]
    const { url = '', headers = {} } = part ?? {}
    await fetch(url, { method: 'PUT', headers, body: LETTER })
    await api.call('POST', '/api/batch/complete', { body: { uploads: [{ token, checksum }] } })
    const path = `/api/uploads/${request.id}/hashes`
    expect(await api.call('POST', path, { token, body: HASHES })).toMatchObject({ status: 200 })
  })
  // With itself, which goes to the store without the server.
  expect(COSTS).toContain('A file of one part is four requests')
  expect(billedAsPut + 1).toBe(4)
})
