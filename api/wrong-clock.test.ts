import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { CHECKSUM_HEADERS } from '../shared/checksum.ts'
import { receiptSchema } from '../shared/receipt.ts'
import {
  crc64,
  create,
  creation,
  openApi,
  openStore,
  sendParts,
  type Api,
  type OpenStore,
} from './testing/harness.ts'
import { openPartServer, putPart } from './testing/part-server.ts'

const MINUTE = 60_000
const CONTENT = Buffer.from('evidence')

describe.each([20, -20, 60])('a store whose clock is %i minutes ahead of the server’s', (ahead) => {
  let api: Api
  afterEach(() => api.close())

  async function open(): Promise<OpenStore> {
    const store = await openStore()
    store.clock.ahead = ahead * MINUTE
    api = await openApi({ bucket: store })
    return store
  }

  async function begin() {
    const request = creation({ size: CONTENT.length })
    const { token } = await create(api, request)
    return { id: request.id, token }
  }

  async function completes({ id, token }: Awaited<ReturnType<typeof begin>>): Promise<void> {
    const answer = await api.call('POST', `/api/uploads/${id}/complete`, {
      token,
      body: { checksum: await crc64(CONTENT) },
    })
    expect(answer.status).toBe(200)
    expect(v.parse(receiptSchema, answer.body)).toMatchObject({ size: CONTENT.length })
  }

  it('takes parts by presigned URLs', async () => {
    await open()
    const upload = await begin()
    await sendParts(api, upload.id, upload.token, [CONTENT])
    await completes(upload)
  })

  it('takes parts by the server', async () => {
    await open()
    const upload = await begin()
    const server = await openPartServer(api)
    const checksum = { [CHECKSUM_HEADERS.crc64nvme]: await crc64(CONTENT) }
    const { status } = await putPart(server.origin, upload, 1, CONTENT, checksum)
    await server.close()
    expect(status).toBe(200)
    await completes(upload)
  })

  it('is asked again after a clock was set', async () => {
    const store = await open()
    const upload = await begin()
    store.clock.ahead = 0
    const ask = () => api.call('GET', `/api/uploads/${upload.id}/parts`, upload)
    const { status, body } = await ask()
    if (status !== 200) expect(body).toMatchObject({ code: 'server_error', retryable: true })
    expect((await ask()).body).toEqual({ parts: [] })
    await sendParts(api, upload.id, upload.token, [CONTENT])
    await completes(upload)
  })
})
