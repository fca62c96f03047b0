import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formOf } from '../testing/details-form.ts'
import { CASES, EVERY_FIELD, FITTING } from '../testing/every-answer.ts'
import { creation, openApi, type Api } from '../testing/harness.ts'

let api: Api
beforeAll(async () => {
  api = await openApi({ form: formOf(EVERY_FIELD) })
})
afterAll(() => api.close())

const createWith = (details: unknown) =>
  api.call('POST', '/api/uploads', { body: { ...creation(), details } })

describe('a field of every type', () => {
  it('is taken with what fits it', async () => {
    const { body } = await createWith(FITTING)
    expect(body).toHaveProperty('token')
  })

  it.each(
    Object.entries(CASES).flatMap(([field, cases]) =>
      cases.map(({ sent, rule }) => ({ field, sent, rule })),
    ),
  )('$field of $sent: $rule', async ({ field, sent, rule }) => {
    const { body } = await createWith({ ...FITTING, [field]: sent })
    if (rule === null) expect(body).toHaveProperty('token')
    else {
      const message = expect.stringContaining(`${field} (${rule})`)
      expect(body).toMatchObject({ code: 'details_invalid', field, message })
    }
  })
})
