import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { crc64, creation, openApi, sendParts, type Api } from '../testing/harness.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const ONE = Buffer.from('123456789')
const OTHER = Buffer.from('987654321')

/** Two uploads of one file: each of the requests for them has looked before the other began one. */
async function beginTwo() {
  const request = creation()
  let looking = 0
  let bothLooked: () => void = () => undefined
  const both = new Promise<void>((resolve) => (bothLooked = resolve))
  const store: Api['deps']['store'] = {
    ...api.deps.store,
    findUploads: async (key) => {
      const found = await api.deps.store.findUploads(key)
      if (++looking === 2) bothLooked()
      await both
      return found
    },
  }
  const ask = () => api.callOn({ store }, 'POST', '/api/uploads', { body: request })
  const answers = await Promise.all([ask(), ask()])
  const [first, second] = answers.map(({ body }) => v.parse(createUploadAnswerSchema, body))
  if (!first || !second) throw new Error('there are not two')
  expect(await api.deps.store.findUploads(first.key)).toHaveLength(2)
  expect(second.key).toBe(first.key)
  const complete = async (token: string, content: Buffer) => {
    const body = { checksum: await crc64(content) }
    return api.call('POST', `/api/uploads/${request.id}/complete`, { token, body })
  }
  return { id: request.id, key: first.key, tokens: [first.token, second.token] as const, complete }
}

const etagOf = (content: Buffer) =>
  `${createHash('md5').update(createHash('md5').update(content).digest()).digest('hex')}-1`

describe('two uploads of one file that were begun in the same moment', () => {
  it('make one object and one receipt, whoever comes first', async () => {
    const { id, key, tokens, complete } = await beginTwo()
    for (const token of tokens) await sendParts(api, id, token, [ONE])
    const answers = await Promise.all(tokens.map((token) => complete(token, ONE)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect(await api.deps.store.head(key)).toMatchObject({ etag: etagOf(ONE) })
  })

  it('never overwrite each other, even if their bytes differ', async () => {
    const { id, key, tokens, complete } = await beginTwo()
    const [first, second] = tokens
    await sendParts(api, id, first, [ONE])
    await sendParts(api, id, second, [OTHER])
    const receipt = (await complete(first, ONE)).body
    const refused = await complete(second, OTHER)
    expect(refused).toMatchObject({ body: { code: 'object_mismatch' } })
    expect(await api.deps.store.head(key)).toMatchObject({ etag: etagOf(ONE) })
    expect((await complete(first, ONE)).body).toEqual(receipt)
  })

  it('never overwrite each other at once, by two servers', async () => {
    const { id, key, tokens } = await beginTwo()
    const contents = [ONE, OTHER]
    for (const [index, token] of tokens.entries()) {
      await sendParts(api, id, token, [contents[index] ?? ONE])
    }
    // Each sees no object before it completes.
    let before = 2
    const store: Api['deps']['store'] = {
      ...api.deps.store,
      head: (at) => (before-- > 0 ? Promise.resolve(undefined) : api.deps.store.head(at)),
    }
    const answers = await Promise.all(
      tokens.map(async (token, index) => {
        const body = { checksum: await crc64(contents[index] ?? ONE) }
        const path = `/api/uploads/${id}/complete`
        return api.callOn({ store }, 'POST', path, { token, body })
      }),
    )
    const won = answers.findIndex(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.deps.store.head(key)).toMatchObject({ etag: etagOf(contents[won] ?? ONE) })
  })
})
