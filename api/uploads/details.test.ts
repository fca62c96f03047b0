import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../shared/details.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import { batchCreateAnswerSchema, watchAnswerSchema } from '../../shared/wire.ts'
import { flawOfSignature } from '../receipts/signature.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { createDetailsCheck } from '../form/details-check.ts'
import { CONTENT, FORM, formOf, GOOD } from '../testing/details-form.ts'

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/forensic-case.json')

let api: Api
beforeAll(async () => {
  api = await openApi({ form: FORM })
})
afterAll(() => api.close())

/** Uploads with these details, to its receipt and its object's metadata. */
async function arrive(details: Answers) {
  const request = creation({ details })
  const { token, key } = await create(api, request)
  await sendParts(api, request.id, token, [CONTENT])
  const { body } = await api.call('POST', `/api/uploads/${request.id}/complete`, {
    token,
    body: { checksum: await crc64(CONTENT) },
  })
  const object = await api.deps.store.head(key)
  return { token, key, receipt: v.parse(receiptSchema, body), metadata: object?.metadata ?? {} }
}

describe('the form', () => {
  it('is given to whoever may upload', async () => {
    expect((await api.call('GET', '/api/identity')).body).toMatchObject({ form: FORM.schema })
  })

  it('is no part of the answer where there is none', async () => {
    const { form: _, ...without } = api.deps
    const { body } = await api.callOn({ ...without, form: undefined }, 'GET', '/api/identity')
    expect(body).not.toHaveProperty('form')
  })
})

describe('an upload with details', () => {
  it('has them in its receipt, signed, with what they were asked by', async () => {
    const { receipt } = await arrive(GOOD)
    expect(receipt.details).toEqual([
      { name: 'case_number', label: 'Case number', value: '0042' },
      { name: 'note', label: 'Note', value: GOOD['note'] },
      { name: 'kind', label: 'kind', value: 'disk', chosen: 'Hard disk' },
      { name: 'on', label: 'on', value: '2024-02-29' },
      { name: 'hash', label: 'Hash', value: GOOD['hash'], hash: 'md5' },
      { name: 'weight', label: 'weight', value: 0.5 },
      { name: 'sectors', label: 'sectors', value: 7 },
      { name: 'sealed', label: 'sealed', value: false },
    ])
    const keys = [...api.deps.receipts.keys]
    expect(await flawOfSignature(receipt, keys)).toBeUndefined()
    const changed = receipt.details?.map((one) => ({ ...one, value: 'another' }))
    expect(await flawOfSignature({ ...receipt, details: changed }, keys)).toContain('details')
  })

  it('has them in its object’s metadata, encoded', async () => {
    const { metadata } = await arrive(GOOD)
    expect(metadata).toMatchObject({
      'longhaul-detail-case-number': "UTF-8''0042",
      'longhaul-detail-note': "UTF-8''zwei%0AZeilen%2C%20%22und%22%20%3Cb%3Emehr%3C%2Fb%3E",
      'longhaul-detail-weight': "UTF-8''0.5",
      'longhaul-detail-sealed': "UTF-8''false",
    })
    expect(metadata).not.toHaveProperty('longhaul-details-left-out')
  })

  it('says in the metadata how many had no room, and has them in the receipt', async () => {
    const note = '文'.repeat(150)
    const { metadata, receipt } = await arrive({ ...GOOD, note })
    expect(metadata).toMatchObject({
      'longhaul-detail-kind': "UTF-8''disk",
      'longhaul-details-left-out': '1',
      'longhaul-name': "UTF-8''letter.txt",
    })
    expect(metadata).not.toHaveProperty('longhaul-detail-note')
    expect(receipt.details?.find(({ name }) => name === 'note')?.value).toBe(note)
  })

  it('leaves out what was left empty', async () => {
    const { receipt } = await arrive({ case_number: '0042', note: ' ', on: '' })
    expect(receipt.details).toEqual([{ name: 'case_number', label: 'Case number', value: '0042' }])
  })

  it('is found again by the same details in any order, and is another by others', async () => {
    const request = creation({ details: GOOD })
    const first = await create(api, request)
    const turned = Object.fromEntries(Object.entries(GOOD).toReversed())
    const same = await create(api, { ...request, details: turned })
    expect([same.key, same.isNew]).toEqual([first.key, false])
    const other = await create(api, { ...request, details: { ...GOOD, sectors: 8 } })
    expect([other.key === first.key, other.isNew]).toEqual([false, true])
  })

  it('goes on though the form was changed since, and nothing new begins by the old one', async () => {
    const form = formOf({
      type: 'object',
      properties: { examiner: { type: 'string' } },
      required: ['examiner'],
    })
    const changed = { form, checkDetails: createDetailsCheck(form.form) }
    const request = creation({ details: GOOD })
    const { key } = await create(api, request)
    const again = await api.callOn(changed, 'POST', '/api/uploads', { body: request })
    expect([again.status, again.body]).toMatchObject([200, { key, isNew: false }])
    const fresh = await api.callOn(changed, 'POST', '/api/uploads', {
      body: creation({ details: GOOD }),
    })
    expect(fresh.body).toMatchObject({ code: 'details_invalid' })
  })

  it('does not give them away by a watch token', async () => {
    const request = creation({ details: GOOD })
    const { token } = await create(api, request)
    expect(decodeJwt(token)).toHaveProperty('details')
    const path = `/api/uploads/${request.id}/watch`
    const { body } = await api.call('POST', path, { token, body: {} })
    const watch = v.parse(watchAnswerSchema, body)
    expect(decodeJwt(watch.token)).not.toHaveProperty('details')
  })
})

describe('in a batch', () => {
  it('each file has its own outcome, and its object’s headers have the details', async () => {
    const uploads = [
      creation({ details: GOOD }),
      creation({ details: { case_number: 'x' } }),
      creation(),
    ]
    const { body } = await api.call('POST', '/api/batch/create', { body: { uploads } })
    const [good, wrong, missing] = v.parse(batchCreateAnswerSchema, body).uploads
    expect(wrong?.error).toMatchObject({ code: 'details_invalid', field: 'case_number' })
    expect(missing?.error).toMatchObject({ code: 'details_invalid', field: 'case_number' })
    const signed = await api.call('POST', `/api/uploads/${uploads[0]?.id}/sign`, {
      token: good?.done?.token ?? '',
      body: { parts: [{ number: 1, checksum: await crc64(CONTENT) }] },
    })
    expect(JSON.stringify(signed.body)).toContain(
      '"x-amz-meta-longhaul-detail-kind":"UTF-8\'\'disk"',
    )
  })
})

it('the shipped example takes a whole case', async () => {
  const form = formOf(JSON.parse(readFileSync(EXAMPLE, 'utf8')))
  const { refusal } = createDetailsCheck(form.form)({
    caseNumber: '2026-00042',
    exhibit: 'AB/1',
    examiner: 'A. Bauer, 4711',
    source: 'disk',
    acquiredOn: '2026-11-25',
    badSectors: 0,
    description: 'Laptop, found on the desk.\nSticker “Property of”.',
    acquisitionHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    sealed: true,
  })
  expect(refusal).toBeUndefined()
})

describe('an acquisition hash', () => {
  const right = createHash('md5').update(CONTENT).digest('hex')

  /** How admins' list names it, before and after its hash was told. */
  async function listed(hash: string): Promise<(string | undefined)[]> {
    const request = creation({ details: { ...GOOD, hash } })
    const { token, key } = await create(api, request)
    await sendParts(api, request.id, token, [CONTENT])
    const path = `/api/uploads/${request.id}`
    await api.call('POST', `${path}/complete`, { token, body: { checksum: await crc64(CONTENT) } })
    const outcome = async () => {
      const search = { from: null, to: null, after: null, limit: 100, matches: undefined }
      const { entries } = await api.deps.ledgers.verified.search(search)
      const own = entries.filter((entry) => entry.key === key)
      expect(own).toHaveLength(1)
      return own[0]?.outcome
    }
    const before = await outcome()
    const tell = () =>
      api.call('POST', `${path}/hashes`, { token, body: { computedBy: 'browser', md5: right } })
    expect((await tell()).status).toBe(200)
    const after = await outcome()
    expect((await tell()).status).toBe(200)
    expect(await outcome()).toBe(after)
    return [before, after]
  }

  it('that is not the file’s is told to admins in their list, once, and counts as arrived', async () => {
    expect(await listed('0'.repeat(32))).toEqual(['verified', 'differs'])
    expect(await listed(right)).toEqual(['verified', 'verified'])
    const { days } = await api.deps.ledgers.verified.totals()
    const search = { from: null, to: null, after: null, limit: 100, matches: undefined }
    const { entries } = await api.deps.ledgers.verified.search(search)
    expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(entries.length)
  })
})
