import { AbortMultipartUploadCommand, CreateMultipartUploadCommand } from '@aws-sdk/client-s3'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totalsAnswerSchema, uploadsPageSchema } from '../../shared/admin.ts'
import { MIB } from '../../shared/limits.ts'
import { createUploadAnswerSchema } from '../../shared/wire.ts'
import { ApiFailure } from '../failure.ts'
import { OPEN } from '../identity/settings.ts'
import type { MailSettings, NoticeSettings } from '../notices/settings.ts'
import { createS3Client } from '../s3/client.ts'
import {
  openMailServer,
  openReceiver,
  SMTP_PASSWORD,
  WEBHOOK_SECRET,
} from '../testing/receivers.ts'
import { crc64, create, creation, openApi, sendParts, type Api } from '../testing/harness.ts'
import { ask, CRC, HERE, LETTER, LINK, verified } from '../testing/admin.ts'

const ABORTED_ONE = { aborted: 1, failed: [], completed: [] }
const DAY = 24 * 60 * 60 * 1000

let api: Api

beforeAll(async () => {
  api = await openApi({ auth: { ...OPEN, adminsHere: true } })
})
afterAll(() => api.close())

describe('uploads', { timeout: 60_000 }, () => {
  it('are listed page by page, each once, and those of others in the bucket never', async () => {
    const client = createS3Client(api.address)
    const begin = async (key: string) => {
      const at = { Bucket: 'files', Key: key }
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at))
      return { ...at, UploadId }
    }
    const begun = []
    const keys = Array.from(
      { length: 210 },
      (_, number) => `in/2026/${number % 70}/☃ ${number % 3}`,
    )
    for (const key of keys) begun.push(await begin(key))
    begun.push(await begin('else/where'))
    const seen: string[] = []
    let after: unknown = null
    do {
      const page = v.parse(uploadsPageSchema, (await ask(api, '/admin/uploads', { after })).body)
      expect(page.uploads.length).toBeLessThanOrEqual(100)
      seen.push(...page.uploads.map(({ uploadId }) => uploadId))
      after = page.next
    } while (after !== null)
    const ours = begun.slice(0, 210).map(({ UploadId = '' }) => UploadId)
    expect(seen.toSorted()).toEqual(ours.toSorted())
    for (const at of begun) await client.send(new AbortMultipartUploadCommand(at))
    client.destroy()
  })

  it('are abandoned once nobody may resume them, say what arrived, and can be aborted', async () => {
    const request = creation({ name: 'left.mov' })
    const { token, key } = await create(api, request)
    await sendParts(api, request.id, token, [LETTER])
    const list = async () =>
      v.parse(uploadsPageSchema, (await ask(api, '/admin/uploads', { after: null })).body).uploads
    expect(await list()).toMatchObject([{ key, abandoned: false }])
    api.clock.ahead = 7 * DAY + 1000
    const [upload] = await list()
    api.clock.ahead = 0
    expect(upload?.abandoned).toBe(true)
    const name = { key, uploadId: upload?.uploadId }
    expect((await ask(api, '/admin/uploads/parts', name)).body).toMatchObject({
      parts: 1,
      bytes: 9,
    })

    const other = { key: 'else/where', uploadId: 'x' }
    const refused = await ask(api, '/admin/uploads/abort', { uploads: [name, other] })
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    expect(await list()).toHaveLength(1)
    const aborted = await ask(api, '/admin/uploads/abort', { uploads: [name] })
    expect(aborted.body).toEqual(ABORTED_ONE)
    expect(await list()).toEqual([])
    expect(await ask(api, '/admin/uploads/parts', name)).toMatchObject({ status: 404 })
  })

  it('are not abandoned, however old, before nothing has arrived for a day', async () => {
    const short = await openApi({
      auth: { ...OPEN, adminsHere: true },
      uploads: { uploadLifetime: 3600 },
    })
    const isAbandoned = async (ahead: number) => {
      short.clock.ahead = ahead
      const { body } = await ask(short, '/admin/uploads', { after: null })
      short.clock.ahead = 0
      return v.parse(uploadsPageSchema, body).uploads.map(({ abandoned }) => abandoned)
    }
    const request = creation({ name: 'slow.mov' })
    const { token } = await create(short, request)
    await sendParts(short, request.id, token, [LETTER])
    expect(await isAbandoned(DAY - 60_000)).toEqual([false])
    expect(await isAbandoned(DAY + 60_000)).toEqual([true])
    const { listParts } = short.deps.store
    const silent = [
      () => Promise.reject(new ApiFailure('slow_down', 'not now')),
      // Some stores tell no times, and one that hangs tells nothing.
      async (...about: Parameters<typeof listParts>) =>
        (await listParts(...about)).map((part) => ({ ...part, lastModified: undefined })),
      () => new Promise<never>(() => undefined),
    ]
    for (const answer of silent) {
      short.deps.store.listParts = answer
      expect(await isAbandoned(DAY + 60_000)).toEqual([false])
    }
    short.deps.store.listParts = listParts
    await short.close()
  })

  it('say who sends them and how large they become, and that an admin ended one is told', async () => {
    const receiver = await openReceiver()
    const mailServer = await openMailServer()
    const mail: MailSettings = {
      host: '127.0.0.1',
      port: mailServer.port,
      security: 'none',
      login: { user: 'longhaul', password: SMTP_PASSWORD },
      from: 'longhaul@example.com',
      to: [],
      linkOwners: true,
    }
    const webhooks = { urls: [receiver.url], secrets: [WEBHOOK_SECRET] }
    const notices: NoticeSettings = { kinds: ['aborted'], webhooks, mail }
    const told = await openApi({ auth: { ...OPEN, links: true }, notices, audit: true })
    const link = { ...LINK, notify: 'ann@example.com' }
    const ann = await told.deps.links.make(link, told.deps.now())
    const admin = await told.deps.links.make({ ...LINK, admin: true }, told.deps.now())
    const asAdmin = (path: string, body: unknown) =>
      told.call('POST', `/api/admin${path}`, { headers: { 'longhaul-link': admin.token }, body })
    const list = async () =>
      v.parse(uploadsPageSchema, (await asAdmin('/uploads', { after: null })).body).uploads

    const headers = { 'longhaul-link': ann.token }
    const [first, second] = [
      creation({ name: 'a/b.mov', size: 20 }),
      creation({ name: 'b', size: 7 }),
    ]
    for (const body of [first, second]) await told.call('POST', '/api/uploads', { headers, body })
    const listed = await list()
    const person = `link:${ann.id}`
    expect(new Set(listed.map(({ size }) => size))).toEqual(new Set([7, 20]))
    expect(listed.map((upload) => upload.person)).toEqual([person, person])

    const { key = '', uploadId } = listed.find(({ size }) => size === 20) ?? {}
    await asAdmin('/uploads/abort', { uploads: [{ key, uploadId }] })
    await expect.poll(() => receiver.received).toHaveLength(1)
    const data = { upload: first.id, key, name: 'a/b.mov', size: 20, who: person }
    expect(receiver.received[0]?.body).toMatchObject({
      type: 'upload.aborted',
      data: { ...data, code: 'aborted_by_admin', receipt: null },
    })
    await expect.poll(() => mailServer.mails).toMatchObject([{ to: ['ann@example.com'] }])
    expect(mailServer.mails[0]?.source).toContain('an admin aborted it (aborted_by_admin)')
    expect(await list()).toMatchObject([{ size: 7 }])
    const notes = await told.deps.store.listKeys('.longhaul/uploads/')
    expect(notes).toEqual([expect.stringMatching(/\/7\.link-[\w-]+$/)])
    const [note = ''] = await Promise.all(notes.map((name) => told.deps.store.getDocument(name)))
    expect(note).not.toContain(ann.token.split('.')[2])

    // Of what nothing was noted it is not told, and it is aborted all the same.
    const { deps } = told
    const unknown = { contentType: 'text/plain', metadata: {}, checksum: 'crc64nvme' as const }
    const other = await deps.store.createUpload({ key: 'in/unknown', ...unknown })
    expect(await list()).toContainEqual(
      expect.objectContaining({ key: 'in/unknown', size: null, person: null }),
    )
    const uploads = [{ key: 'in/unknown', uploadId: other }]
    expect((await asAdmin('/uploads/abort', { uploads })).body).toEqual(ABORTED_ONE)
    expect(receiver.received).toHaveLength(1)
    await told.close()
    await mailServer.close()
    receiver.close()
  })

  it('leave no note once they ended', async () => {
    const key = await verified(api, 'done.mov')
    const request = creation({ name: 'given up.mov' })
    const { token } = await create(api, request)
    const notes = () => api.deps.store.listKeys('.longhaul/uploads/')
    expect(await notes()).toHaveLength(1)
    await api.call('DELETE', `/api/uploads/${request.id}`, { token })
    expect(await notes()).toEqual([])
    expect(await api.deps.store.head(key)).toBeDefined()
  })

  it('begin also where that can’t be noted', async () => {
    const store = {
      ...api.deps.store,
      putDocument: () => Promise.reject(new ApiFailure('store_denied', 'no')),
    }
    const body = creation()
    const begun = await api.callOn({ store }, 'POST', '/api/uploads', { body })
    expect(begun.status).toBe(200)
    expect(api.lines.join('')).toContain('who began an upload could not be noted')
    const { token } = v.parse(createUploadAnswerSchema, begun.body)
    await api.call('DELETE', `/api/uploads/${body.id}`, { token })
  })

  it('that were completed meanwhile are named, and are no failures', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { deps, callOn } = server
    const request = creation({ name: 'just in time.mov' })
    const { token, key } = await create(server, request)
    await sendParts(server, request.id, token, [LETTER])
    const [running] = await deps.store.findUploads(key)
    const uploads = [{ key, uploadId: running?.uploadId }]
    const path = `/api/uploads/${request.id}/complete`
    await server.call('POST', path, { token, body: { checksum: CRC } })
    const told: unknown[] = []
    const events = { ...deps.events, uploadAborted: (...end: unknown[]) => void told.push(end) }
    const answer = await callOn({ events }, 'POST', '/api/admin/uploads/abort', {
      body: { uploads },
      headers: HERE,
    })
    expect(answer.body).toEqual({ aborted: 0, failed: [], completed: [running?.uploadId] })
    expect(told).toEqual([])
    const { body } = await ask(server, '/admin/totals')
    expect(v.parse(totalsAnswerSchema, body)).toMatchObject({
      verified: [{ count: 1 }],
      failed: [],
    })
    await server.close()
  })

  it('that came to nothing are counted once, however often they are aborted', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { findUploads } = server.deps.store
    const [cancelled, left] = [creation({ name: 'cancelled' }), creation({ name: 'left' })]
    const begun = [await create(server, cancelled), await create(server, left)]
    const [first, second] = await Promise.all(begun.map(({ key }) => findUploads(key)))
    const uploads = [first?.[0], second?.[0]].map((one) => ({
      key: one?.key,
      uploadId: one?.uploadId,
    }))
    const [{ token } = { token: '' }] = begun
    await server.call('DELETE', `/api/uploads/${cancelled.id}`, { token })
    // Of a page that was opened before, and once more as its answer was lost.
    for (const time of [1, 2]) {
      const answer = await ask(server, '/admin/uploads/abort', { uploads })
      expect(answer.body, `time ${time}`).toEqual({ aborted: 2, failed: [], completed: [] })
    }
    const { body } = await ask(server, '/admin/totals')
    expect(v.parse(totalsAnswerSchema, body).failed).toMatchObject([{ count: 2 }])
    await server.close()
  })

  it('of a file that is being sent by another upload are no failure, and that one’s note stays', async () => {
    const server = await openApi({ auth: { ...OPEN, adminsHere: true } })
    const { ledgers, store } = server.deps
    const failures = async () => {
      const search = { from: null, to: null, matches: undefined, after: null, limit: 9 }
      return (await ledgers.failed.search(search)).entries
    }
    const file = Buffer.alloc(17 * MIB, 7)
    const request = creation({ size: file.length })
    const { token, key } = await create(server, request)
    await sendParts(server, request.id, token, [
      file.subarray(0, 16 * MIB),
      file.subarray(16 * MIB),
    ])
    // The browser read another file than it had sent.
    const hashes = { computedBy: 'browser', sha256: 'f'.repeat(64), crc64nvme: CRC }
    const upload = `/api/uploads/${request.id}`
    expect(await server.call('POST', `${upload}/hashes`, { token, body: hashes })).toMatchObject({
      status: 200,
    })
    const [used] = await store.findUploads(key)
    const object = { key, contentType: 'text/plain', metadata: {}, checksum: 'crc64nvme' as const }
    const stray = { key, uploadId: await store.createUpload(object) }
    const abort = (one: unknown) => ask(server, '/admin/uploads/abort', { uploads: [one] })

    expect((await abort(stray)).body).toEqual(ABORTED_ONE)
    expect(await failures()).toEqual([])
    const body = { checksum: await crc64(file) }
    expect(await server.call('POST', `${upload}/complete`, { token, body })).toMatchObject({
      status: 409,
      body: { code: 'file_changed' },
    })
    expect((await abort({ key, uploadId: used?.uploadId })).body).toEqual(ABORTED_ONE)
    expect(await failures()).toMatchObject([{ outcome: 'cleared', size: file.length }])
    expect(await store.listKeys('.longhaul/uploads/')).toEqual([])
    await server.close()
  })

  it('that the store does not abort are named, and the others are aborted all the same', async () => {
    const uploads = ['a', 'b', 'c'].map((name) => ({ key: `in/${name}`, uploadId: name }))
    const abort = ({ key }: { key: string }) =>
      key === 'in/b' ? Promise.reject(new Error('the store failed')) : Promise.resolve(true)
    const store = { ...api.deps.store, abort }
    const answer = await api.callOn({ store }, 'POST', '/api/admin/uploads/abort', {
      body: { uploads },
      headers: HERE,
    })
    expect(answer.body).toEqual({ aborted: 2, failed: ['b'], completed: [] })
  })
})
