/** A server that takes parts, and uploads whose parts are sent to it. */
import * as v from 'valibot'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { listPartsAnswerSchema } from '../../shared/wire.ts'
import { create, creation, openApi } from './harness.ts'
import { openPartServer, putPart } from './part-server.ts'

export const LETTER = Buffer.from('123456789')
export const CRC = 'rosUhgp5mIg='
export const MD5 = 'JfnnlDI7RTiF9RgfG2JNCw=='
export const CRC_HEADER = CHECKSUM_HEADERS.crc64nvme

export type PartSending = Awaited<ReturnType<typeof openPartSending>>

export async function openPartSending() {
  const api = await openApi()
  const server = await openPartServer(api)

  async function begin(size = LETTER.length, change: Parameters<typeof creation>[0] = {}) {
    const request = creation({ size, ...change })
    return { id: request.id, ...(await create(api, request)) }
  }

  async function partsOf({ id, token }: { id: string; token: string }) {
    const { body } = await api.call('GET', `/api/uploads/${id}/parts`, { token })
    return v.parse(listPartsAnswerSchema, body).parts
  }

  function put(
    upload: { id: string; token: string },
    content: Buffer,
    headers: Record<string, string> = {},
    number = 1,
  ) {
    return putPart(server.origin, upload, number, content, headers)
  }

  return {
    api,
    server,
    begin,
    partsOf,
    put,
    async close() {
      await server.close()
      await api.close()
    },
  }
}
