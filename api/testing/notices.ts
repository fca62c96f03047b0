/** Servers that tell of uploads, receivers that hear of it, and what the bucket keeps meanwhile. */
import * as v from 'valibot'
import { afterEach, expect, vi } from 'vitest'
import { batchCreateAnswerSchema } from '../../shared/wire.ts'
import { ApiFailure } from '../failure.ts'
import { DELIVERY_TIMING, type DeliveryTiming } from '../notices/delivery.ts'
import { NO_NOTICES, type NoticeSettings } from '../notices/settings.ts'
import {
  create,
  crc64,
  creation,
  openApi,
  openStore,
  sendParts,
  type Api,
  type OpenBucket,
} from './harness.ts'
import { openReceiver, WEBHOOK_SECRET } from './receivers.ts'

export const LETTER = Buffer.from('a letter.')
export const QUICK: DeliveryTiming = {
  ...DELIVERY_TIMING,
  soon: [0, 1, 1],
  look: 20,
  attempt: 10_000,
}
export const ALL = ['completed', 'failed', 'aborted'] as const

export const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A store that several servers have, one after the other. */
export async function sharedBucket(): Promise<{ bucket: OpenBucket }> {
  const bucket = await openStore()
  closing.push(bucket.close)
  return { bucket: { ...bucket, close: () => Promise.resolve() } }
}

/** A notice that a server left in the bucket, as it ended while a receiver was to take it. */
export async function leaveNotice() {
  const { url, received } = await receiverOf((times) => (times === 0 ? () => undefined : 204))
  const shared = await sharedBucket()
  const first = await openApi({ notices: webhooks(url), deliveryTiming: QUICK, ...shared })
  await complete(first, await begin(first))
  await expect.poll(() => received.length).toBe(1)
  await first.close()
  expect(await kept(first)).toHaveLength(1)
  return { url, received, shared }
}

export async function receiverOf(...given: Parameters<typeof openReceiver>) {
  const receiver = await openReceiver(...given)
  closing.push(receiver.close)
  return receiver
}

export function webhooks(...urls: string[]): NoticeSettings {
  return { ...NO_NOTICES, kinds: ALL, webhooks: { urls, secrets: [WEBHOOK_SECRET] } }
}

export async function open(notices: NoticeSettings, change: Parameters<typeof openApi>[0] = {}) {
  const api = await openApi({ notices, deliveryTiming: QUICK, ...change })
  closing.push(api.close)
  return api
}

type Begun = Awaited<ReturnType<typeof begin>>

export async function begin(api: Api, change: Parameters<typeof creation>[0] = {}) {
  const request = creation({ size: LETTER.length, ...change })
  const { token, key } = await create(api, request)
  return { ...request, token, key }
}

/** Begins a file that is put as a whole. */
export async function beginWhole(api: Api): Promise<Begun> {
  const request = creation({ size: LETTER.length })
  const { body } = await api.call('POST', '/api/batch/create', { body: { uploads: [request] } })
  const [created] = v.parse(batchCreateAnswerSchema, body).uploads
  if (!created?.done) throw new Error('it was not created')
  return { ...request, ...created.done }
}

export async function complete(api: Api, upload: Begun) {
  await sendParts(api, upload.id, upload.token, [LETTER])
  return askToComplete(api, upload)
}

export async function askToComplete(api: Api, { id, token }: Begun) {
  const body = { checksum: await crc64(LETTER) }
  return api.call('POST', `/api/uploads/${id}/complete`, { token, body })
}

/** Has the store forget an upload, as a lifecycle rule does. */
export async function lose({ deps }: Api, key: string): Promise<void> {
  const [running] = await deps.store.findUploads(key)
  if (!running) throw new Error('it is not running')
  await deps.store.abort(running)
}

/** Has the bucket refuse so often to keep a notice, after it kept so many. */
export function failToKeep({ deps }: Api, times: number, after = 0) {
  const { putDocument } = deps.store
  let asked = 0
  return vi.spyOn(deps.store, 'putDocument').mockImplementation(async (key, text) => {
    const isRefused = key.includes('/outbox/') && asked++ >= after && asked <= after + times
    if (isRefused) throw new ApiFailure('slow_down', 'busy')
    return putDocument(key, text)
  })
}

/** Keys of what the bucket keeps for later. */
export const kept = (api: Api) => api.deps.store.listKeys('.longhaul/outbox/')
export async function isEmpty(api: Api): Promise<void> {
  await expect.poll(() => kept(api)).toEqual([])
}
