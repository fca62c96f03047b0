/** Uploads with what lets another device watch them. */
import * as v from 'valibot'
import { watchAnswerSchema } from '../../shared/wire.ts'
import { uploadStatusSchema } from '../../shared/upload-status.ts'
import { crc64, create, creation, sendParts, type Api } from './harness.ts'

export const LETTER = Buffer.from('123456789')

/** Begins an upload, with the token that lets another device watch it. */
export async function begun(api: Api, change: Parameters<typeof creation>[0] = {}) {
  const request = creation(change)
  const { token, key } = await create(api, request)
  const call = (method: string, path: string, body?: unknown) =>
    api.call(method, `/api/uploads/${request.id}${path}`, { token, body })
  const watch = v.parse(watchAnswerSchema, (await call('POST', '/watch', {})).body)
  const answer = () => api.call('GET', `/api/uploads/${request.id}/status`, { token: watch.token })
  return {
    ...request,
    token,
    key,
    watch,
    call,
    answer,
    status: async () => v.parse(uploadStatusSchema, (await answer()).body),
    send: (...contents: Buffer[]) => sendParts(api, request.id, token, contents),
    complete: async (content: Buffer) =>
      (await call('POST', '/complete', { checksum: await crc64(content) })).body,
  }
}
