import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { receiptSchema } from '../../shared/receipt.ts'
import { crc64 } from '../testing/harness.ts'
import {
  askToComplete,
  begin,
  beginWhole,
  complete,
  isEmpty,
  LETTER,
  lose,
  open,
  receiverOf,
  webhooks,
} from '../testing/notices.ts'

describe('notices by webhook', { timeout: 30_000 }, () => {
  it('tell of a completed upload what the receipt says, once', async () => {
    const receivers = [await receiverOf(), await receiverOf()]
    const api = await open(webhooks(...receivers.map(({ url }) => url)))
    const upload = await begin(api)
    const { body } = await complete(api, upload)
    await askToComplete(api, upload)
    const receipt = v.parse(receiptSchema, body)
    for (const { received } of receivers) {
      await expect.poll(() => received).toHaveLength(1)
      const { id: upload, key, name, size } = receipt
      expect(received[0]?.body).toMatchObject({
        type: 'upload.completed',
        data: { upload, key, name, size, who: null, code: null, receipt },
      })
    }
    await isEmpty(api)
    expect(new Set(receivers.map(({ received }) => received[0]?.id)).size).toBe(1)
  })

  it('tell of a file that is found to differ after it arrived what its receipt says then', async () => {
    const { url, received } = await receiverOf()
    const api = await open(webhooks(url))
    const upload = await begin(api)
    await complete(api, upload)
    await expect.poll(() => received).toHaveLength(1)
    const { id, token } = upload
    const body = { computedBy: 'browser', crc64nvme: await crc64(LETTER.subarray(1)) }
    const path = `/api/uploads/${id}/hashes`
    const found = await api.call('POST', path, {
      token,
      body: { ...body, sha256: '0'.repeat(64) },
    })
    const receipt = v.parse(receiptSchema, found.body)
    expect(receipt.disproved).toBeDefined()
    await expect.poll(() => received).toHaveLength(2)
    expect(received[1]?.body).toMatchObject({
      type: 'upload.failed',
      data: { upload: id, code: 'file_changed', receipt },
    })
    await isEmpty(api)
  })

  it('tell of an upload that failed or was given up, and why', async () => {
    const { url, received } = await receiverOf()
    const api = await open(webhooks(url))
    const [failed, aborted] = [await begin(api), await begin(api)]
    await api.deps.store.abort({
      key: failed.key,
      uploadId: (await api.deps.store.findUploads(failed.key))[0]?.uploadId ?? '',
    })
    // As a browser asks that comes back after the store cleaned up; and asks again.
    for (const { id, token } of [failed, failed]) {
      expect(await api.call('GET', `/api/uploads/${id}/parts`, { token })).toMatchObject({
        body: { code: 'upload_gone' },
      })
    }
    await expect.poll(() => received.length).toBe(1)
    await api.call('DELETE', `/api/uploads/${aborted.id}`, { token: aborted.token })
    await expect.poll(() => received.length).toBe(2)
    await isEmpty(api)
    expect(received.map(({ body }) => [body.type, body.data.upload, body.data['code']])).toEqual([
      ['upload.failed', failed.id, 'upload_gone'],
      ['upload.aborted', aborted.id, null],
    ])
  })

  it.each(['aborted', 'failed'])(
    'tell that an upload %s also where that of another with its id was told',
    async (end) => {
      const { url, received } = await receiverOf()
      const api = await open(webhooks(url))
      const victim = await begin(api)
      const other = await begin(api, { id: victim.id, name: 'other.txt' })
      for (const { id, token, key } of [other, victim]) {
        const give = () => api.call('DELETE', `/api/uploads/${id}`, { token })
        if (end === 'aborted') expect((await give()).status).toBe(204)
        else await lose(api, key)
        expect((await api.call('GET', `/api/uploads/${id}/parts`, { token })).status).toBe(404)
      }
      await expect.poll(() => received.length).toBe(2)
      await isEmpty(api)
      expect(received.map(({ body }) => body.type)).toEqual([`upload.${end}`, `upload.${end}`])
      const told = new Set(received.map(({ body }) => body.data['key']))
      expect(told).toEqual(new Set([other.key, victim.key]))
    },
  )

  it('tell nothing more of an upload that an admin ended by another server', async () => {
    const { url, received } = await receiverOf()
    const api = await open(webhooks(url))
    const { store, ledgers, now } = api.deps
    const [ended, gone] = [await begin(api), await begin(api)]
    for (const { key } of [ended, gone]) {
      await store.abort({ key, uploadId: (await store.findUploads(key))[0]?.uploadId ?? '' })
    }
    const { key, size } = ended
    await ledgers.failed.add({ at: now(), outcome: 'cleared', size, subject: '', key })
    for (const { id, token } of [ended, gone]) {
      expect(await api.call('GET', `/api/uploads/${id}/parts`, { token })).toMatchObject({
        body: { code: 'upload_gone' },
      })
    }
    await expect.poll(() => received.map(({ body }) => body.data.upload)).toEqual([gone.id])
    await isEmpty(api)
    expect(received).toHaveLength(1)
  })

  it.each(['create', 'batch/create'])(
    'tell nothing more of what its uploader gave up, as it was begun by %s',
    async (route) => {
      const { url, received } = await receiverOf()
      const api = await open(webhooks(url))
      const cancelled = route === 'create' ? await begin(api) : await beginWhole(api)
      const gone = await begin(api)
      const { id, token } = cancelled
      expect((await api.call('DELETE', `/api/uploads/${id}`, { token })).status).toBe(204)
      await lose(api, gone.key)
      for (const upload of [cancelled, gone]) {
        expect(await askToComplete(api, upload)).toMatchObject({ body: { code: 'upload_gone' } })
      }
      await expect.poll(() => received.length).toBe(2)
      await isEmpty(api)
      const told = new Map(received.map(({ body }) => [body.type, body.data.upload]))
      expect(told).toEqual(
        new Map([
          ['upload.aborted', id],
          ['upload.failed', gone.id],
        ]),
      )
    },
  )

  it('tell only what is asked for', async () => {
    const { url, received } = await receiverOf()
    const api = await open({ ...webhooks(url), kinds: ['completed'] })
    const [done, aborted] = [await begin(api), await begin(api)]
    await api.call('DELETE', `/api/uploads/${aborted.id}`, { token: aborted.token })
    await complete(api, done)
    await expect.poll(() => received.map(({ body }) => body.type)).toEqual(['upload.completed'])
  })

  it('are tried again, with the same id', async () => {
    const { url, received } = await receiverOf((times) => (times < 2 ? 503 : 204))
    const api = await open(webhooks(url))
    await complete(api, await begin(api))
    await expect.poll(() => received.length).toBe(3)
    expect(new Set(received.map(({ id }) => id)).size).toBe(1)
    await isEmpty(api)
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notice_attempts_total{channel="webhook",outcome="failed"} 2')
    expect(text).toContain('longhaul_notices_total{channel="webhook",outcome="delivered"} 1')
  })
})
