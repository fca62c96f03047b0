import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creation, openApi, openStore, type Api } from '../testing/harness.ts'
import { FORM, GOOD } from '../testing/details-form.ts'

let api: Api
beforeAll(async () => {
  api = await openApi({ form: FORM })
})
afterAll(() => api.close())

const createWith = (details: unknown, change: object = {}) =>
  api.call('POST', '/api/uploads', { body: { ...creation(change), details } })

describe('details that the form does not want', () => {
  it.each<[field: string | undefined, details: unknown]>([
    ['case_number', undefined],
    ['case_number', {}],
    ['case_number', { case_number: '' }],
    ['case_number', { case_number: '42' }],
    ['case_number', { case_number: 42 }],
    ['case_number', { case_number: '0042\n' }],
    ['note', { ...GOOD, note: 'x'.repeat(601) }],
    ['note', { ...GOOD, note: 'a\u0000b' }],
    ['kind', { ...GOOD, kind: 'Hard disk' }],
    ['on', { ...GOOD, on: '2023-02-29' }],
    ['hash', { ...GOOD, hash: 'abc' }],
    ['weight', { ...GOOD, weight: -1 }],
    ['sectors', { ...GOOD, sectors: 11 }],
    ['sectors', { ...GOOD, sectors: 0.5 }],
    ['sealed', { ...GOOD, sealed: 'yes' }],
    ['other', { ...GOOD, other: 'x' }],
    [undefined, { ...GOOD, note: '文'.repeat(600), kind: 'disk', case_number: '0042'.repeat(700) }],
  ])('are refused, and %s is named', async (field, details) => {
    const { status, body } = await createWith(details)
    expect([status, body]).toMatchObject([400, { code: 'details_invalid', retryable: false }])
    expect(body).toHaveProperty('message')
    if (field === undefined) expect(body).not.toHaveProperty('field')
    else expect(body).toHaveProperty('field', field)
  })

  it.each([
    [{ 'two words': 'x' }],
    [{ case_number: null }],
    [{ case_number: { $ne: '' } }],
    [['x']],
    ['x'],
    [Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`a${index}`, 'x']))],
  ])('are a bad request where they are none: %j', async (details) => {
    const { status, body } = await createWith(details)
    expect([status, body]).toMatchObject([400, { code: 'bad_request' }])
  })

  it('are not repeated to whoever sent them, nor logged', async () => {
    const { body } = await createWith({ ...GOOD, kind: 'a-secret-of-somebody' })
    expect(JSON.stringify(body) + api.lines.join('')).not.toContain('a-secret-of-somebody')
  })

  it('leave nothing in the store', async () => {
    const before = await api.deps.store.listUploadsPage('in/', undefined, 1000)
    await createWith({})
    const after = await api.deps.store.listUploadsPage('in/', undefined, 1000)
    expect(after.uploads).toHaveLength(before.uploads.length)
  })
})

describe('without a form', () => {
  it('nothing may be entered', async () => {
    const plain = await openApi({ bucket: await openStore() })
    try {
      const asked = async (details: unknown) =>
        (await plain.call('POST', '/api/uploads', { body: { ...creation(), details } })).body
      expect(await asked({ note: 'x' })).toMatchObject({ code: 'details_invalid', field: 'note' })
      expect(await asked({ note: '' })).toHaveProperty('token')
      expect(await asked({})).toHaveProperty('token')
    } finally {
      await plain.close()
    }
  })
})
