import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptsPageSchema } from '../../shared/admin.ts'
import { MIB } from '../../shared/limits.ts'
import { receiptSchema, type Receipt } from '../../shared/receipt.ts'
import { batchCreateAnswerSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { OPEN } from '../identity/settings.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { flawOfSignature } from '../receipts/signature.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { receiptKey } from './receipts.ts'

const CONTENT = Buffer.alloc(17 * MIB, 7)
const MD5 = '0123456789abcdef0123456789abcdef'
const SHA256 = MD5 + MD5
const OTHER = 'f'.repeat(64)

let api: Api
beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, adminsHere: true } })
})
afterAll(() => api.close())

/** An upload of two parts that have arrived, or of one. */
async function begin(content = CONTENT) {
  const request = creation({ size: content.length })
  const { token, key } = await create(api, request)
  await sendParts(api, request.id, token, [
    content.subarray(0, 16 * MIB),
    ...(content.length > 16 * MIB ? [content.subarray(16 * MIB)] : []),
  ])
  const path = `/api/uploads/${request.id}`
  const answerToComplete = async (other: Partial<Dependencies> = {}) => {
    const body = { checksum: await crc64(content) }
    return api.callOn(other, 'POST', `${path}/complete`, { token, body })
  }
  return {
    key,
    answerToComplete,
    tell: (hashes: object, computedBy = 'browser') =>
      api.call('POST', `${path}/hashes`, { token, body: { computedBy, ...hashes } }),
    complete: async () => v.parse(receiptSchema, (await answerToComplete()).body),
    stored: async () =>
      v.parse(receiptSchema, (await api.call('GET', `${path}/receipt`, { token })).body),
  }
}

const isSigned = async (receipt: Receipt) =>
  (await flawOfSignature(receipt, api.deps.receipts.keys)) === undefined

describe('hashes of a whole file', { timeout: 30_000 }, () => {
  it('that are told before the end are in the receipt, signed', async () => {
    const { tell, complete } = await begin()
    expect(await tell({ md5: MD5 })).toMatchObject({ status: 200, body: null })
    expect(await tell({ sha256: SHA256 })).toMatchObject({ status: 200, body: null })
    const receipt = await complete()
    expect(receipt.hashes).toEqual({ computedBy: 'browser', md5: MD5, sha256: SHA256 })
    expect(await isSigned(receipt)).toBe(true)
  })

  it('that are told afterwards are added to the stored receipt, which is signed anew', async () => {
    const { tell, complete, stored } = await begin()
    const before = await complete()
    expect(before.hashes).toBeUndefined()
    const { body } = await tell({ sha256: SHA256 })
    const after = v.parse(receiptSchema, body)
    const { signature: _, hashes, ...facts } = after
    const { signature: __, ...factsBefore } = before
    expect(facts).toEqual(factsBefore)
    expect(hashes).toEqual({ computedBy: 'browser', sha256: SHA256 })
    expect(await isSigned(after)).toBe(true)
    expect(await stored()).toEqual(after)
    expect(await complete()).toEqual(after)
    expect((await tell({ sha256: SHA256 })).body).toEqual(after)
  })

  it('of a file that is put as a whole wait for its receipt', async () => {
    const request = creation()
    const { body } = await api.call('POST', '/api/batch/create', { body: { uploads: [request] } })
    const token = v.parse(batchCreateAnswerSchema, body).uploads[0]?.done?.token ?? ''
    const told = await api.call('POST', `/api/uploads/${request.id}/hashes`, {
      token,
      body: { computedBy: 'browser', sha256: SHA256 },
    })
    expect(told).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  it('of another file than was sent let nothing be made of it, and stand in no receipt', async () => {
    const changed = await crc64(CONTENT.subarray(1))
    const before = await begin()
    expect((await before.tell({ sha256: SHA256, crc64nvme: changed })).status).toBe(200)
    expect(await before.answerToComplete()).toMatchObject({
      status: 409,
      body: { code: 'file_changed', retryable: false },
    })
    expect(await api.deps.store.head(before.key)).toBeUndefined()

    const after = await begin()
    const { signature: _, ...first } = await after.complete()
    const { body } = await after.tell({ sha256: SHA256, crc64nvme: changed })
    const receipt = v.parse(receiptSchema, body)
    const { signature: __, disproved, ...facts } = receipt
    expect(facts).toEqual(first)
    expect(disproved?.crc64nvme).toBe(changed)
    expect(await isSigned(receipt)).toBe(true)
    expect(await after.stored()).toEqual(receipt)
    expect((await after.tell({ sha256: SHA256, crc64nvme: await crc64(CONTENT) })).body).toEqual(
      receipt,
    )
    expect(await after.complete()).toEqual(receipt)
  })

  it('of another file than was sent are told to admins, in the list and in the figures, once', async () => {
    const { ledgers, store } = api.deps
    const changed = await crc64(CONTENT.subarray(1))
    const { key, tell, complete } = await begin()
    const entries = async (kind: 'verified' | 'failed') => {
      const search = { from: null, to: null, after: null, limit: 100 }
      const matches = (entry: { key: string }) => entry.key === key
      const { entries } = await ledgers[kind].search({ ...search, matches })
      return entries.map(({ outcome }) => outcome)
    }
    const failures = async () => {
      const text = await api.deps.metrics.registry.metrics()
      return Number(
        /longhaul_uploads_failed_total\{code="file_changed"\} (\d+)/.exec(text)?.[1] ?? 0,
      )
    }
    const before = await failures()
    const receipt = await complete()
    expect([await entries('verified'), await entries('failed')]).toEqual([['verified'], []])
    await tell({ crc64nvme: changed, sha256: SHA256 })
    await tell({ crc64nvme: changed, sha256: SHA256 })
    await complete()
    expect([await entries('verified'), await entries('failed')]).toEqual([
      ['disproved'],
      ['mismatch'],
    ])
    const question = { text: '', person: '', from: null, to: null, after: null }
    const headers = { host: 'localhost:8080' }
    const { body } = await api.call('POST', '/api/admin/receipts', { headers, body: question })
    const page = v.parse(receiptsPageSchema, body)
    expect(page.receipts.find((one) => one.key === key)).toMatchObject({ disproved: true })
    expect(await failures()).toBe(before + 1)
    // As of a server that died between the receipt and its entry.
    await store.remove(
      (await store.listKeys('')).find(
        (name) => name.includes('.disproved.') && name.endsWith(key),
      ) ?? '',
    )
    expect(await entries('verified')).toEqual([])
    api.clock.ahead = 2 * 60 * 60 * 1000
    await api.deps.olderReceipts.look('')
    api.clock.ahead = 0
    expect(await entries('verified')).toEqual(['disproved'])
    expect(receipt.disproved).toBeUndefined()
  })

  it('of another file that are told between the object and its receipt are not signed', async () => {
    const { store } = api.deps
    const { key, tell, complete } = await begin()
    const [running] = await store.findUploads(key)
    if (!running) throw new Error('nothing is running')
    const guards = { size: CONTENT.length, crc64nvme: null, guarded: false }
    await store.complete({ ...running, key }, await store.listParts({ ...running, key }), guards)
    const changed = await crc64(CONTENT.subarray(1))
    expect((await tell({ sha256: SHA256, crc64nvme: changed })).status).toBe(200)
    expect(await complete()).toMatchObject({ disproved: { crc64nvme: changed } })
    expect((await complete()).hashes).toBeUndefined()
  })

  it.each(['before', 'after'] as const)(
    'of another file that are told %s its receipt is noted for admins count as a failure alone',
    async (moment) => {
      const { ledgers } = api.deps
      const { verified, failed } = ledgers
      const { key, tell, answerToComplete } = await begin()
      const changed = { sha256: SHA256, crc64nvme: await crc64(CONTENT.subarray(1)) }
      const noting: Ledger = {
        ...verified,
        add: async (entry) => {
          if (moment === 'before') await tell(changed)
          await verified.add(entry)
          if (moment === 'after') await tell(changed)
        },
      }
      const answer = await answerToComplete({ ledgers: { ...ledgers, verified: noting } })
      expect(answer.status).toBe(200)
      const matches = (entry: { key: string }) => entry.key === key
      const search = { from: null, to: null, matches, after: null, limit: 9 }
      expect((await verified.search(search)).entries).toMatchObject([{ outcome: 'disproved' }])
      expect((await failed.search(search)).entries).toMatchObject([{ outcome: 'mismatch' }])
    },
  )

  it('of what was sent are taken, without what the receipt states already', async () => {
    const hashes = { sha256: SHA256, crc64nvme: await crc64(CONTENT) }
    const before = await begin()
    await before.tell(hashes)
    const stated = { computedBy: 'browser', sha256: SHA256 }
    expect((await before.complete()).hashes).toEqual(stated)
    const after = await begin()
    await after.complete()
    const { body } = await after.tell(hashes)
    expect(v.parse(receiptSchema, body).hashes).toEqual(stated)
  })

  it('are never replaced, before the end or after it', async () => {
    const { tell, complete, stored } = await begin()
    await tell({ sha256: SHA256 })
    expect(await tell({ sha256: OTHER })).toMatchObject({
      status: 409,
      body: { code: 'hashes_differ', retryable: false },
    })
    const receipt = await complete()
    expect((await tell({ sha256: OTHER, md5: MD5 })).status).toBe(409)
    expect(await stored()).toEqual(receipt)
  })

  it('are added to nothing that this server has not signed', async () => {
    const { key, tell, complete, stored } = await begin()
    const forged: Receipt = { ...(await complete()), name: 'another.txt' }
    await api.deps.store.putDocument(receiptKey('receipts/', key), JSON.stringify(forged))
    expect(await tell({ sha256: SHA256 })).toMatchObject({ body: { code: 'object_mismatch' } })
    expect(await stored()).toEqual(forged)
  })

  it.each([
    [{}, 'browser'],
    [{ sha256: MD5 }, 'browser'],
    [{ md5: SHA256 }, 'browser'],
    [{ md5: MD5.toUpperCase() }, 'browser'],
    [{ sha512: SHA256 }, 'browser'],
    [{ sha256: SHA256, crc64nvme: 'AAAA' }, 'browser'],
    [{ md5: MD5 }, 'server'],
  ])('are refused where they are none: %j by the %s', async (hashes, computedBy) => {
    const { tell } = await begin(Buffer.from('123456789'))
    expect(await tell(hashes, computedBy)).toMatchObject({ body: { code: 'bad_request' } })
  })
})
