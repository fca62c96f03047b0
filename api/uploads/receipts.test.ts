import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Receipt } from '../../shared/receipt.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'

const LETTER = Buffer.from('123456789')
let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

describe('a receipt', { timeout: 30_000 }, () => {
  it('is told of once, also where the store’s answer to it was lost and it was sent again', async () => {
    const { id } = creation()
    const { token } = await create(api, creation({ id }))
    await sendParts(api, id, token, [LETTER])
    const { deps } = api
    const told: Receipt[] = []
    const events = {
      ...deps.events,
      uploadCompleted: (receipt: Receipt) => void told.push(receipt),
    }
    const addDocument = async (key: string, text: string) => {
      await deps.store.addDocument(key, text)
      return deps.store.addDocument(key, text)
    }
    const other = { events, store: { ...deps.store, addDocument } }
    const body = { checksum: await crc64(LETTER) }
    const ask = () => api.callOn(other, 'POST', `/api/uploads/${id}/complete`, { token, body })
    const first = await ask()
    expect(first.status).toBe(200)
    expect(await ask()).toMatchObject({ status: 200, body: first.body })
    expect(told).toEqual([first.body])
  })
})
