import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { create, creation, openApi, type Api } from '../testing/harness.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** The lines of a figure with labels. */
async function figure(name: string): Promise<string[]> {
  const text = await api.deps.metrics.registry.metrics()
  return text.split('\n').filter((line) => line.startsWith(`${name}{`))
}

describe('an upload that is cancelled', { timeout: 30_000 }, () => {
  it('is ended at the store once, and nothing of it counts as an error of the store', async () => {
    for (let round = 0; round < 3; round++) {
      const request = creation()
      const { key, token } = await create(api, request)
      const path = `/api/uploads/${request.id}`
      expect((await api.call('DELETE', path, { token })).status).toBe(204)
      expect(await api.deps.store.findUploads(key)).toEqual([])
    }
    expect(await figure('longhaul_s3_request_seconds_count')).toContain(
      'longhaul_s3_request_seconds_count{operation="AbortMultipartUpload"} 3',
    )
    expect(await figure('longhaul_s3_errors_total')).toEqual([])
  })

  it('counts no error either where it is cancelled again or asked about', async () => {
    const request = creation()
    const { token } = await create(api, request)
    const path = `/api/uploads/${request.id}`
    expect((await api.call('DELETE', path, { token })).status).toBe(204)
    expect((await api.call('DELETE', path, { token })).status).toBe(204)
    expect((await api.call('GET', `${path}/parts`, { token })).status).toBe(404)
    expect(await figure('longhaul_s3_errors_total')).toEqual([])
  })

  it('takes others of its key along, and is ended where the list does not have it yet', async () => {
    const { store } = api.deps
    const request = creation()
    const { key, token } = await create(api, request)
    const [own] = await store.findUploads(key)
    const ended: string[] = []
    const other = { key, uploadId: 'another', createdAt: undefined }
    let lists = 0
    const late = {
      ...store,
      findUploads: () => Promise.resolve(lists++ === 0 ? [other] : []),
      abort: (upload: { key: string; uploadId: string }) => {
        ended.push(upload.uploadId)
        return Promise.resolve(true)
      },
    }
    const path = `/api/uploads/${request.id}`
    expect((await api.callOn({ store: late }, 'DELETE', path, { token })).status).toBe(204)
    expect(ended).toEqual([own?.uploadId, 'another'])
  })
})
