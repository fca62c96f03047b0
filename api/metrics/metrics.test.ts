import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchCreateAnswerSchema, batchSignAnswerSchema } from '../../shared/wire.ts'
import { create, crc64, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { openPartServer, putPart } from '../testing/part-server.ts'
import { createMetricsServer } from './server.ts'

const LETTER = Buffer.from('a letter.')
const OTHER = Buffer.from('A LETTER.')

let api: Api
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

/** What Prometheus gets, as it gets it. */
async function scrape(token?: string, authorization?: string) {
  const server = createMetricsServer(api.deps.metrics.registry, token).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { connection: 'close', ...(authorization === undefined ? {} : { authorization }) },
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } finally {
    server.close()
  }
}

/** The figures, by name and labels as they stand there. */
async function figures(): Promise<Record<string, number>> {
  const { text } = await scrape()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const space = line.lastIndexOf(' ')
      return [line.slice(0, space), Number(line.slice(space + 1))]
    }),
  )
}

async function complete(id: string, token: string, content: Buffer) {
  const body = { checksum: await crc64(content) }
  return api.call('POST', `/api/uploads/${id}/complete`, { token, body })
}

describe('the figures', { timeout: 30_000 }, () => {
  it('are those of a run', async () => {
    const [good, bad, left] = [
      creation({ size: LETTER.length }),
      creation({ size: LETTER.length }),
      creation({ size: LETTER.length }),
    ]
    // Asked for twice, begun once.
    const tokens = await Promise.all([good, bad, left].map((one) => create(api, one)))
    await create(api, good)
    const [goodToken = '', badToken = '', leftToken = ''] = tokens.map(({ token }) => token)
    await sendParts(api, good.id, goodToken, [LETTER])
    const server = await openPartServer(api)
    const upload = { id: bad.id, token: badToken }
    expect((await putPart(server.origin, upload, 1, OTHER)).status).toBe(200)
    expect((await putPart(server.origin, upload, 1, OTHER)).status).toBe(409)
    await server.close()

    expect((await complete(good.id, goodToken, LETTER)).status).toBe(200)
    expect((await complete(good.id, goodToken, LETTER)).status).toBe(200)
    expect((await complete(left.id, leftToken, LETTER)).body).toMatchObject({
      code: 'parts_missing',
    })
    for (let times = 0; times < 2; times++) {
      expect((await complete(bad.id, badToken, LETTER)).body).toMatchObject({
        code: 'object_mismatch',
      })
    }
    for (let times = 0; times < 2; times++) {
      await api.call('DELETE', `/api/uploads/${left.id}`, { token: leftToken })
    }
    // What is done can't be aborted.
    await api.call('DELETE', `/api/uploads/${good.id}`, { token: goodToken })
    expect((await complete(left.id, leftToken, LETTER)).body).toMatchObject({ code: 'upload_gone' })
    await api.call('GET', '/api/nothing/at/all')

    expect(await figures()).toMatchObject({
      longhaul_uploads_started_total: 3,
      longhaul_uploads_completed_total: 1,
      longhaul_completed_bytes_total: 9,
      longhaul_uploads_aborted_total: 1,
      'longhaul_uploads_failed_total{code="object_mismatch"}': 1,
      'longhaul_uploads_failed_total{code="upload_gone"}': 1,
      longhaul_parts_signed_total: 1,
      longhaul_part_route_bytes_total: 9,
      longhaul_requests_in_flight: 0,
      'longhaul_requests_total{action="create",status="200",code=""}': 4,
      'longhaul_requests_total{action="sign",status="200",code=""}': 1,
      'longhaul_requests_total{action="part",status="200",code=""}': 1,
      'longhaul_requests_total{action="part",status="409",code="part_exists"}': 1,
      'longhaul_requests_total{action="complete",status="200",code=""}': 2,
      'longhaul_requests_total{action="complete",status="409",code="object_mismatch"}': 2,
      'longhaul_requests_total{action="complete",status="409",code="parts_missing"}': 1,
      'longhaul_requests_total{action="complete",status="404",code="upload_gone"}': 1,
      'longhaul_requests_total{action="abort",status="204",code=""}': 3,
      'longhaul_requests_total{action="unknown",status="404",code="not_found"}': 1,
      'longhaul_request_seconds_count{action="sign"}': 1,
      'longhaul_request_seconds_count{action="part"}': 2,
      'longhaul_s3_request_seconds_count{operation="CreateMultipartUpload"}': 3,
      'longhaul_s3_request_seconds_count{operation="UploadPart"}': 1,
      'longhaul_s3_errors_total{operation="CompleteMultipartUpload",code="BadDigest"}': 2,
    })
  })

  it('are those of a batch', async () => {
    const request = creation({ size: LETTER.length })
    const batch = async (verb: string, upload: object) => {
      const answer = await api.call('POST', `/api/batch/${verb}`, { body: { uploads: [upload] } })
      return answer.body
    }
    // Asked for twice, begun once.
    await batch('create', request)
    const created = v.parse(batchCreateAnswerSchema, await batch('create', request))
    const token = created.uploads[0]?.done?.token ?? ''
    const checksum = await crc64(LETTER)
    const parts = [{ number: 1, checksum }]
    const signed = v.parse(batchSignAnswerSchema, await batch('sign', { token, parts }))
    const { url = '', headers = {} } = signed.uploads[0]?.done?.parts[0] ?? {}
    expect(await fetch(url, { method: 'PUT', headers, body: LETTER })).toMatchObject({ ok: true })
    for (let times = 0; times < 2; times++) await batch('complete', { token, checksum })
    expect(await figures()).toMatchObject({
      longhaul_uploads_started_total: 1,
      longhaul_uploads_completed_total: 1,
      longhaul_completed_bytes_total: 9,
      longhaul_parts_signed_total: 1,
      'longhaul_requests_total{action="batch_create",status="200",code=""}': 2,
      'longhaul_batch_uploads_total{action="create",code=""}': 2,
      'longhaul_batch_uploads_total{action="sign",code=""}': 1,
      'longhaul_batch_uploads_total{action="complete",code=""}': 2,
    })
  })

  it('have no error where the store was only asked whether something is there', async () => {
    const request = creation()
    const { token } = await create(api, request)
    await api.call('GET', `/api/uploads/${request.id}/receipt`, { token })
    const names = Object.keys(await figures())
    expect(names.filter((name) => name.startsWith('longhaul_s3_errors_total{'))).toEqual([])
    expect(names).toContain('longhaul_s3_request_seconds_count{operation="HeadObject"}')
  })

  it('have what is in flight', async () => {
    let answer: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (answer = resolve))
    const ability = async () => {
      await waits
      return api.deps.ability()
    }
    const asked = api.callOn({ ability }, 'GET', '/api/config')
    expect(await figures()).toMatchObject({ longhaul_requests_in_flight: 1 })
    answer()
    await asked
    expect(await figures()).toMatchObject({ longhaul_requests_in_flight: 0 })
  })

  it('have no label that comes from outside', async () => {
    await create(api, creation({ name: 'hostile-name.txt' }))
    await api.call('GET', '/api/hostile-path')
    await api.call('DELETE', '/api/uploads/hostile-id')
    await api.call('PROPFIND', '/api/uploads')
    expect((await scrape()).text).not.toMatch(/hostile|PROPFIND/)
  })

  it('are read by whoever has the token, where there is one', async () => {
    const token = 'a token of sixteen'
    expect(await scrape(token)).toMatchObject({ status: 401 })
    expect(await scrape(token, 'Bearer something else')).toMatchObject({ status: 401 })
    const answer = await scrape(token, `Bearer ${token}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(answer.text).toContain('# TYPE longhaul_uploads_started_total counter')
  })

  it('are nothing that the page’s own port has', async () => {
    expect((await api.call('GET', '/metrics')).status).toBe(404)
  })
})
