import { v4 as uuid } from 'uuid'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiptsPageSchema } from '../../shared/admin.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { OPEN } from '../identity/settings.ts'
import { openKeySet } from '../testing/key-set.ts'
import { creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { markText } from '../uploads/place.ts'
import { ask, CRC, EVERYTHING, LETTER, LINK, receipts, verified } from '../testing/admin.ts'

const HOUR = 60 * 60 * 1000

let api: Api

beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, adminsHere: true } })
})
afterAll(() => api.close())

describe('receipts', { timeout: 60_000 }, () => {
  it('are there at once, are found by name in any case and form, and read as a whole', async () => {
    const key = await verified(api, 'Übersicht Zürich.mov')
    await verified(api, 'else.mov')
    const found = await receipts(api, { text: 'zu\u0308rich ÜBER' })
    expect(found.receipts).toMatchObject([{ key, size: 9, person: '' }])
    expect((await receipts(api, { text: 'zürich else' })).receipts).toEqual([])
    const greek = await verified(api, 'ΕΓΓΡΑΦΟΣ.pdf')
    for (const text of ['ΕΓΓΡΑΦΟΣ', 'εγγραφος'])
      expect((await receipts(api, { text })).receipts).toMatchObject([{ key: greek }])
    const { body } = await ask(api, '/admin/receipts/one', { key })
    expect(v.parse(receiptSchema, body).name).toBe('Übersicht Zürich.mov')
    const today = new Date().toISOString().slice(0, 10)
    expect((await receipts(api, { from: today })).receipts.length).toBeGreaterThan(1)
    const missing = await ask(api, '/admin/receipts/one', { key: 'in/none' })
    expect(missing).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const wrong = await ask(api, '/admin/receipts', { ...EVERYTHING, after: '../x' })
    expect(wrong).toMatchObject({ status: 400 })
  })

  it('are found by the account that sent them, as its provider calls it, or by the link', async () => {
    const keySet = await openKeySet()
    const key = await keySet.createKey('first')
    keySet.publish(key.jwk)
    const server = await openApi({ auth: { ...OPEN, links: true, jwt: keySet.settings() } })
    const link = await server.deps.links.make(LINK, server.deps.now())
    const send = async (name: string, headers: Record<string, string>) => {
      const request = creation({ name })
      const begun = await server.call('POST', '/api/uploads', { body: request, headers })
      const { token, key } = v.parse(createUploadAnswerSchema, begun.body)
      await server.deps.ledgers.verified.add({
        at: server.deps.now(),
        outcome: 'verified',
        size: 9,
        subject: (await server.deps.tokens.verify(token, server.deps.now())).sub,
        key,
      })
      return key
    }
    const ann = await send('a.mov', { 'x-id-token': await key.sign({ sub: 'Ann@example.com' }) })
    const bob = await send('b.mov', { 'x-id-token': await key.sign({ sub: 'bob' }) })
    const byLink = await send('c.mov', { 'longhaul-link': link.token })
    const admin = await server.deps.links.make({ ...LINK, admin: true }, server.deps.now())
    const found = async (person: string) => {
      const { body } = await server.call('POST', '/api/admin/receipts', {
        headers: { 'longhaul-link': admin.token },
        body: { ...EVERYTHING, person },
      })
      return v.parse(receiptsPageSchema, body).receipts.map(({ key }) => key)
    }
    expect(await found('Ann@example.com')).toEqual([ann])
    expect(await found(' bob ')).toEqual([bob])
    // A provider's names are told apart by their case.
    expect(await found('ann@example.com')).toEqual([])
    expect(await found(link.id.toUpperCase())).toEqual([byLink])
    expect((await found('')).toSorted()).toEqual([ann, bob, byLink].toSorted())
    await server.close()
    await keySet.close()
  })

  it('name the link that they came by as admins know it, at no cost the second time', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { issuedLinks, ledgers, now, store } = server.deps
    const ids = Array.from({ length: 3 }, () => uuid())
    for (const [at, words] of [{ label: 'Ann' }, { note: 'The film\nplease' }, {}].entries()) {
      const made = { id: ids[at] ?? '', token: '', expiresAt: 2_000_000_000 }
      await issuedLinks.record(made, { ...LINK, label: '', note: '', ...words })
    }
    for (const id of ids) {
      const subject = `link:${id}`
      await ledgers.verified.add({
        at: now(),
        outcome: 'verified',
        size: 9,
        subject,
        key: `k/${id}`,
      })
    }
    const named = { [ids[0] ?? '']: 'Ann', [ids[1] ?? '']: 'The film' }
    expect((await receipts(server, {})).linkNames).toEqual(named)
    for (const name of await store.listKeys('.longhaul/links/')) await store.remove(name)
    expect((await receipts(server, {})).linkNames).toEqual(named)
    await server.close()
  })

  it('are not said to be missing where the list has all that there are', async () => {
    const young = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const keys = [await verified(young, 'one.mov'), await verified(young, 'two.mov')]
    const first = await receipts(young, {})
    expect(first.receipts.map(({ key }) => key).toSorted()).toEqual(keys.toSorted())
    expect(first.older).toBe(false)
    await young.close()
  })

  it('from before the list was kept are added once, and no other twice', async () => {
    const older = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const kept = await verified(older, 'kept.mov')
    const lost = await verified(older, 'lost.mov')
    const { store } = older.deps
    const entries = await store.listKeys('.longhaul/ledger/verified/entries/')
    for (const entry of entries.filter((name) => name.endsWith(lost))) await store.remove(entry)
    await store.putDocument('receipts/in/damaged.json', '{')
    await store.putDocument('receipts/in/discarded.json', markText(older.clock.ahead + Date.now()))
    expect(await receipts(older, {})).toMatchObject({ older: true, receipts: [{ key: kept }] })
    // Whoever made it may be about to note it.
    const early = await ask(older, '/admin/receipts/older', { after: '' })
    expect(early.body).toMatchObject({ added: 0 })
    expect(await receipts(older, {})).toMatchObject({ older: true, receipts: [{ key: kept }] })
    older.clock.ahead = 2 * HOUR
    const added = await ask(older, '/admin/receipts/older', { after: '' })
    expect(added.body).toEqual({ looked: 4, added: 1, next: null })
    const complaints = older.lines.filter((line) => line.includes('damaged, and is left out'))
    expect(complaints.length).toBeGreaterThan(0)
    expect(complaints.filter((line) => !line.includes('in/damaged.json'))).toEqual([])
    const all = await receipts(older, {})
    expect(all.receipts.map(({ key }) => key).toSorted()).toEqual([kept, lost].toSorted())
    expect(all.older).toBe(false)
    const again = await ask(older, '/admin/receipts/older', { after: '' })
    expect(again.body).toMatchObject({ added: 0 })
    await older.close()
  })

  it('are counted once where older ones are looked for while they are noted', async () => {
    const server = await openApi({ auth: { ...OPEN, links: true } })
    const { ledgers, links, now, olderReceipts, store } = server.deps
    const link = await links.make(LINK, now())
    const headers = { 'longhaul-link': link.token }
    const request = creation()
    const { body } = await server.call('POST', '/api/uploads', { headers, body: request })
    const { token } = v.parse(createUploadAnswerSchema, body)
    await sendParts(server, request.id, token, [LETTER], headers)
    const looked: unknown[] = []
    const during = {
      ...store,
      addDocument: async (key: string, text: string) => {
        const isAdded = await store.addDocument(key, text)
        if (key.startsWith('receipts/')) looked.push(await olderReceipts.look(''))
        return isAdded
      },
    }
    const done = await server.callOn(
      { store: during },
      'POST',
      `/api/uploads/${request.id}/complete`,
      { headers: { ...headers, 'longhaul-token': token }, body: { checksum: CRC } },
    )
    expect(done.status).toBe(200)
    expect(looked).toEqual([{ looked: 1, added: 0, next: null }])
    expect((await ledgers.verified.totals()).days).toMatchObject([{ count: 1, bytes: 9 }])
    await server.close()
  })
})
