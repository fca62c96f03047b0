import { v7 as uuid } from 'uuid'
import * as v from 'valibot'
import { afterEach, expect, it } from 'vitest'
import { MIB } from '../../shared/limits.ts'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import type { LinkRequest } from '../identity/links.ts'
import { OPEN } from '../identity/settings.ts'
import { creation, openApi, sendParts, type Api } from '../testing/harness.ts'

const DAY = 24 * 60 * 60 * 1000
/** As long as the harness has tokens last. */
const WEEK = 7 * DAY
const LINK: LinkRequest = {
  prefix: '',
  expiresInSeconds: WEEK / 1000,
  maxFiles: 1,
  maxFileSize: null,
  maxBytes: null,
  note: '',
  admin: false,
}

let api: Api
afterEach(() => api.close())

/** Begins an upload of two parts, of which one arrives. */
async function begin(headers: Record<string, string> = {}) {
  const request = creation({ id: uuid(), size: 6 * MIB, partSize: 5 * MIB })
  const ask = (change: Partial<typeof request> = {}) =>
    api.call('POST', '/api/uploads', { body: { ...request, ...change }, headers })
  const { token, key } = v.parse(createUploadAnswerSchema, (await ask()).body)
  await sendParts(api, request.id, token, [Buffer.alloc(5 * MIB)], headers)
  const partsBy = async (token: string) =>
    (await api.call('GET', `/api/uploads/${request.id}/parts`, { token, headers })).body
  return { key, token, ask, partsBy }
}

it('goes on with what has arrived when it is under way for longer than its token lasts', async () => {
  api = await openApi()
  const { key, token, ask, partsBy } = await begin()
  api.clock.ahead = WEEK + DAY / 2
  expect(await partsBy(token)).toMatchObject({ code: 'token_expired' })
  const again = v.parse(createUploadAnswerSchema, (await ask()).body)
  expect(again).toMatchObject({ key, isNew: false })
  expect(await partsBy(again.token)).toMatchObject({ parts: [{ number: 1, size: 5 * MIB }] })
})

it('goes on by a link that has run out meanwhile, which begins nothing else', async () => {
  api = await openApi({ auth: { ...OPEN, links: true } })
  const link = await api.deps.links.make(LINK, api.deps.now())
  const { key, ask, partsBy } = await begin({ 'longhaul-link': link.token })
  api.clock.ahead = WEEK + DAY / 2
  const again = v.parse(createUploadAnswerSchema, (await ask()).body)
  expect(again).toMatchObject({ key, isNew: false })
  expect(await partsBy(again.token)).toMatchObject({ parts: [{ number: 1 }] })
  const other = await ask({ id: uuid() })
  expect(other).toMatchObject({ status: 401, body: { code: 'link_expired' } })
})
