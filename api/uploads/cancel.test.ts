import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  batchCompleteAnswerSchema,
  batchCreateAnswerSchema,
  batchSignAnswerSchema,
} from '../../shared/wire.ts'
import { OPEN } from '../identity/settings.ts'
import type { ObjectStore } from '../s3/store.ts'
import { raceOn, type Work } from '../testing/halting.ts'
import { creation, openApi, type Api, type Call } from '../testing/harness.ts'

/** Files that are put as a whole, and cancelled while their address may be used or they are completed. */

const LETTER = '123456789'
const CRC = 'rosUhgp5mIg='
/** Questions to the store after which one server halts: until both have decided. */
const HALTS = [0, 1, 2, 3, 4]
let api: Api

beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, links: true } })
})
afterAll(() => api.close())

async function linkWith(maxFiles: number): Promise<Record<string, string>> {
  const { links, now } = api.deps
  const limits = { maxFileSize: null, maxFiles, maxBytes: 20 * maxFiles }
  const link = { prefix: '', expiresInSeconds: 600, ...limits, note: '', admin: false }
  return { 'longhaul-link': (await links.make(link, now())).token }
}

async function ask(path: string, headers: Record<string, string>, upload: unknown, other = {}) {
  const call: Call = { headers, body: { uploads: [upload] } }
  return (await api.callOn(other, 'POST', `/api/batch/${path}`, call)).body
}

async function begin(headers: Record<string, string>) {
  const request = creation()
  const created = v.parse(batchCreateAnswerSchema, await ask('create', headers, request))
  const [{ done, error } = {}] = created.uploads
  return { id: request.id, token: done?.token ?? '', key: done?.key ?? '', refused: error?.code }
}

async function sign(headers: Record<string, string>, token: string) {
  const upload = { token, parts: [{ number: 1, checksum: CRC }] }
  const signed = v.parse(batchSignAnswerSchema, await ask('sign', headers, upload))
  const part = signed.uploads[0]?.done?.parts[0]
  if (!part) throw new Error('it was not signed')
  return async () =>
    (await fetch(part.url, { method: 'PUT', headers: part.headers, body: LETTER })).status
}

/** 'done', or the code of why not. */
async function complete(headers: Record<string, string>, token: string, other = {}) {
  const answer = await ask('complete', headers, { token, checksum: CRC }, other)
  const [outcome] = v.parse(batchCompleteAnswerSchema, answer).uploads
  return outcome?.error?.code ?? 'done'
}

async function cancel(headers: Record<string, string>, id: string, token: string, other = {}) {
  const own = { ...headers, 'longhaul-token': token }
  return (await api.callOn(other, 'DELETE', `/api/uploads/${id}`, { headers: own })).status
}

describe('a file of one part that was cancelled', { timeout: 120_000 }, () => {
  it.each([true, false])(
    'passes no limit by its address, where the part route is on: %s',
    async (partRoute) => {
      const headers = await linkWith(1)
      const settings = { ...api.deps.settings, partRoute }
      const { id, token, key } = await begin(headers)
      const put = await sign(headers, token)
      expect(await cancel(headers, id, token, { settings })).toBe(204)
      expect(await put()).toBe(200)
      expect(await complete(headers, token)).toBe('upload_gone')
      expect(await api.deps.store.head(key)).toBeUndefined()
      expect(await api.deps.store.listKeys('receipts/')).toEqual([])
      expect(await complete(headers, token)).toBe('upload_gone')
      expect((await begin(headers)).refused).toBe('limit_reached')
    },
  )

  it.each([
    ['cancelled', 'completed'],
    ['completed', 'cancelled'],
  ])(
    'is gone without a receipt, or there with one, if it is %s by one server while it is %s by another',
    async (earlier) => {
      const ends = new Set<string>()
      for (const first of HALTS) {
        const races = HALTS.map((second) => race(earlier === 'cancelled', first, second))
        for (const end of await Promise.all(races)) ends.add(end)
      }
      expect(ends).toEqual(new Set(['completed', 'aborted']))
    },
  )
})

/** Both at once, as {@link raceOn} has them. Answers what was told. */
async function race(isCancelFirst: boolean, first: number, second: number): Promise<string> {
  const headers = await linkWith(1)
  const { id, token, key } = await begin(headers)
  await (
    await sign(headers, token)
  )()
  const told: string[] = []
  const events = {
    ...api.deps.events,
    uploadCompleted: () => void told.push('completed'),
    uploadAborted: () => void told.push('aborted'),
  }
  let outcome = ''
  const cancelOn = async (store: ObjectStore) => {
    expect(await cancel(headers, id, token, { store, events })).toBe(204)
  }
  const completeOn = async (store: ObjectStore) => {
    outcome = await complete(headers, token, { store, events })
  }
  const works: [Work, Work] = isCancelFirst ? [cancelOn, completeOn] : [completeOn, cancelOn]
  await raceOn(api.deps.store, works, [first, second])

  const own = { ...headers, 'longhaul-token': token }
  const receipt = await api.call('GET', `/api/uploads/${id}/receipt`, { headers: own })
  const [stored] = await api.deps.store.listKeys(`receipts/${key}`)
  const found = {
    outcome,
    isThere: (await api.deps.store.head(key)) !== undefined,
    hasReceipt: receipt.status === 200,
    isStored: stored !== undefined,
    told,
  }
  const isDone = outcome === 'done'
  expect({ first, second, ...found }).toEqual({
    first,
    second,
    outcome: isDone ? 'done' : 'upload_gone',
    isThere: isDone,
    hasReceipt: isDone,
    isStored: isDone,
    told: [isDone ? 'completed' : 'aborted'],
  })
  return told.join()
}
