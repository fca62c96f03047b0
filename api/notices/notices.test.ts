import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { receiptSchema } from '../../shared/receipt.ts'
import { batchCreateAnswerSchema } from '../../shared/wire.ts'
import { ApiFailure } from '../failure.ts'
import { OPEN } from '../identity/settings.ts'
import {
  create,
  crc64,
  creation,
  openApi,
  openStore,
  sendParts,
  type Api,
  type OpenBucket,
} from '../testing/harness.ts'
import {
  openMailServer,
  openReceiver,
  SMTP_PASSWORD,
  WEBHOOK_SECRET,
} from '../testing/receivers.ts'
import { DELIVERY_TIMING, type DeliveryTiming } from './delivery.ts'
import { createNotice } from './notice.ts'
import { NO_NOTICES, type MailSettings, type NoticeSettings } from './settings.ts'

const LETTER = Buffer.from('a letter.')
const QUICK: DeliveryTiming = { ...DELIVERY_TIMING, soon: [0, 1, 1], look: 20, attempt: 10_000 }
const ALL = ['completed', 'failed', 'aborted'] as const

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A store that several servers have, one after the other. */
async function sharedBucket(): Promise<{ bucket: OpenBucket }> {
  const bucket = await openStore()
  closing.push(bucket.close)
  return { bucket: { ...bucket, close: () => Promise.resolve() } }
}

/** A notice that a server left in the bucket, as it ended while a receiver was to take it. */
async function leaveNotice() {
  const { url, received } = await receiverOf((times) => (times === 0 ? () => undefined : 204))
  const shared = await sharedBucket()
  const first = await openApi({ notices: webhooks(url), deliveryTiming: QUICK, ...shared })
  await complete(first, await begin(first))
  await expect.poll(() => received.length).toBe(1)
  await first.close()
  expect(await kept(first)).toHaveLength(1)
  return { url, received, shared }
}

async function receiverOf(...given: Parameters<typeof openReceiver>) {
  const receiver = await openReceiver(...given)
  closing.push(receiver.close)
  return receiver
}

function webhooks(...urls: string[]): NoticeSettings {
  return { ...NO_NOTICES, kinds: ALL, webhooks: { urls, secrets: [WEBHOOK_SECRET] } }
}

async function open(notices: NoticeSettings, change: Parameters<typeof openApi>[0] = {}) {
  const api = await openApi({ notices, deliveryTiming: QUICK, ...change })
  closing.push(api.close)
  return api
}

type Begun = Awaited<ReturnType<typeof begin>>

async function begin(api: Api, change: Parameters<typeof creation>[0] = {}) {
  const request = creation({ size: LETTER.length, ...change })
  const { token, key } = await create(api, request)
  return { ...request, token, key }
}

/** Begins a file that is put as a whole. */
async function beginWhole(api: Api): Promise<Begun> {
  const request = creation({ size: LETTER.length })
  const { body } = await api.call('POST', '/api/batch/create', { body: { uploads: [request] } })
  const [created] = v.parse(batchCreateAnswerSchema, body).uploads
  if (!created?.done) throw new Error('it was not created')
  return { ...request, ...created.done }
}

async function complete(api: Api, upload: Begun) {
  await sendParts(api, upload.id, upload.token, [LETTER])
  return askToComplete(api, upload)
}

async function askToComplete(api: Api, { id, token }: Begun) {
  const body = { checksum: await crc64(LETTER) }
  return api.call('POST', `/api/uploads/${id}/complete`, { token, body })
}

/** Has the store forget an upload, as a lifecycle rule does. */
async function lose({ deps }: Api, key: string): Promise<void> {
  const [running] = await deps.store.findUploads(key)
  if (!running) throw new Error('it is not running')
  await deps.store.abort(running)
}

/** Has the bucket refuse so often to keep a notice, after it kept so many. */
function failToKeep({ deps }: Api, times: number, after = 0) {
  const { putDocument } = deps.store
  let asked = 0
  return vi.spyOn(deps.store, 'putDocument').mockImplementation(async (key, text) => {
    const isRefused = key.includes('/outbox/') && asked++ >= after && asked <= after + times
    if (isRefused) throw new ApiFailure('slow_down', 'busy')
    return putDocument(key, text)
  })
}

/** Keys of what the bucket keeps for later. */
const kept = (api: Api) => api.deps.store.listKeys('.longhaul/outbox/')
async function isEmpty(api: Api): Promise<void> {
  await expect.poll(() => kept(api)).toEqual([])
}

describe('notices by webhook', { timeout: 30_000 }, () => {
  it('tell of a completed upload what the receipt says, once', async () => {
    const receivers = [await receiverOf(), await receiverOf()]
    const api = await open(webhooks(...receivers.map(({ url }) => url)))
    const upload = await begin(api)
    const { body } = await complete(api, upload)
    await askToComplete(api, upload)
    const receipt = v.parse(receiptSchema, body)
    for (const { received } of receivers) {
      await expect.poll(() => received).toHaveLength(1)
      const { id: upload, key, name, size } = receipt
      expect(received[0]?.body).toMatchObject({
        type: 'upload.completed',
        data: { upload, key, name, size, who: null, code: null, receipt },
      })
    }
    await isEmpty(api)
    expect(new Set(receivers.map(({ received }) => received[0]?.id)).size).toBe(1)
  })

  it('tell of an upload that failed or was given up, and why', async () => {
    const { url, received } = await receiverOf()
    const api = await open(webhooks(url))
    const [failed, aborted] = [await begin(api), await begin(api)]
    await api.deps.store.abort({
      key: failed.key,
      uploadId: (await api.deps.store.findUploads(failed.key))[0]?.uploadId ?? '',
    })
    // As a browser asks that comes back after the store cleaned up; and asks again.
    for (const { id, token } of [failed, failed]) {
      expect(await api.call('GET', `/api/uploads/${id}/parts`, { token })).toMatchObject({
        body: { code: 'upload_gone' },
      })
    }
    await expect.poll(() => received.length).toBe(1)
    await api.call('DELETE', `/api/uploads/${aborted.id}`, { token: aborted.token })
    await expect.poll(() => received.length).toBe(2)
    await isEmpty(api)
    expect(received.map(({ body }) => [body.type, body.data.upload, body.data['code']])).toEqual([
      ['upload.failed', failed.id, 'upload_gone'],
      ['upload.aborted', aborted.id, null],
    ])
  })

  it.each(['aborted', 'failed'])(
    'tell that an upload %s also where that of another with its id was told',
    async (end) => {
      const { url, received } = await receiverOf()
      const api = await open(webhooks(url))
      const victim = await begin(api)
      const other = await begin(api, { id: victim.id, name: 'other.txt' })
      for (const { id, token, key } of [other, victim]) {
        const give = () => api.call('DELETE', `/api/uploads/${id}`, { token })
        if (end === 'aborted') expect((await give()).status).toBe(204)
        else await lose(api, key)
        expect((await api.call('GET', `/api/uploads/${id}/parts`, { token })).status).toBe(404)
      }
      await expect.poll(() => received.length).toBe(2)
      await isEmpty(api)
      expect(received.map(({ body }) => body.type)).toEqual([`upload.${end}`, `upload.${end}`])
      const told = new Set(received.map(({ body }) => body.data['key']))
      expect(told).toEqual(new Set([other.key, victim.key]))
    },
  )

  it('tell nothing more of an upload that an admin ended by another server', async () => {
    const { url, received } = await receiverOf()
    const api = await open(webhooks(url))
    const { store, ledgers, now } = api.deps
    const [ended, gone] = [await begin(api), await begin(api)]
    for (const { key } of [ended, gone]) {
      await store.abort({ key, uploadId: (await store.findUploads(key))[0]?.uploadId ?? '' })
    }
    const { key, size } = ended
    await ledgers.failed.add({ at: now(), outcome: 'cleared', size, subject: '', key })
    for (const { id, token } of [ended, gone]) {
      expect(await api.call('GET', `/api/uploads/${id}/parts`, { token })).toMatchObject({
        body: { code: 'upload_gone' },
      })
    }
    await expect.poll(() => received.map(({ body }) => body.data.upload)).toEqual([gone.id])
    await isEmpty(api)
    expect(received).toHaveLength(1)
  })

  it.each(['create', 'batch/create'])(
    'tell nothing more of what its uploader gave up, as it was begun by %s',
    async (route) => {
      const { url, received } = await receiverOf()
      const api = await open(webhooks(url))
      const cancelled = route === 'create' ? await begin(api) : await beginWhole(api)
      const gone = await begin(api)
      const { id, token } = cancelled
      expect((await api.call('DELETE', `/api/uploads/${id}`, { token })).status).toBe(204)
      await lose(api, gone.key)
      for (const upload of [cancelled, gone]) {
        expect(await askToComplete(api, upload)).toMatchObject({ body: { code: 'upload_gone' } })
      }
      await expect.poll(() => received.length).toBe(2)
      await isEmpty(api)
      const told = new Map(received.map(({ body }) => [body.type, body.data.upload]))
      expect(told).toEqual(
        new Map([
          ['upload.aborted', id],
          ['upload.failed', gone.id],
        ]),
      )
    },
  )

  it('tell only what is asked for', async () => {
    const { url, received } = await receiverOf()
    const api = await open({ ...webhooks(url), kinds: ['completed'] })
    const [done, aborted] = [await begin(api), await begin(api)]
    await api.call('DELETE', `/api/uploads/${aborted.id}`, { token: aborted.token })
    await complete(api, done)
    await expect.poll(() => received.map(({ body }) => body.type)).toEqual(['upload.completed'])
  })

  it('are tried again, with the same id', async () => {
    const { url, received } = await receiverOf((times) => (times < 2 ? 503 : 204))
    const api = await open(webhooks(url))
    await complete(api, await begin(api))
    await expect.poll(() => received.length).toBe(3)
    expect(new Set(received.map(({ id }) => id)).size).toBe(1)
    await isEmpty(api)
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notice_attempts_total{channel="webhook",outcome="failed"} 2')
    expect(text).toContain('longhaul_notices_total{channel="webhook",outcome="delivered"} 1')
  })

  it('hold up nothing where a receiver is dead or never answers', async () => {
    const dead = await openReceiver()
    dead.close()
    const slow = await receiverOf(() => () => undefined)
    const good = await receiverOf()
    const timing = { ...QUICK, attempt: 60_000 }
    const api = await open(webhooks(dead.url, slow.url, good.url), { deliveryTiming: timing })
    for (let times = 0; times < 10; times++) {
      expect((await complete(api, await begin(api))).status).toBe(200)
    }
    await expect.poll(() => good.received.length).toBe(10)
    // No more at once than one receiver is to have.
    await expect.poll(() => slow.received.length).toBe(QUICK.atOnce)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(slow.received.length).toBe(QUICK.atOnce)
  })

  it('fail no upload where they can’t be kept either', async () => {
    const { url, received } = await receiverOf()
    const store = await openStore()
    const api = await open(webhooks(url), { bucket: store, uploads: { statePrefix: 'no/' } })
    const upload = await begin(api)
    await sendParts(api, upload.id, upload.token, [LETTER])
    const { putDocument } = api.deps.store
    const refused = vi
      .spyOn(api.deps.store, 'putDocument')
      .mockImplementation(async (key, text) => {
        if (key.startsWith('no/')) throw new ApiFailure('store_denied', 'not there')
        return putDocument(key, text)
      })
    expect((await askToComplete(api, upload)).status).toBe(200)
    await expect.poll(() => received.length).toBe(1)
    expect(refused).toHaveBeenCalledWith(expect.stringContaining('no/outbox/'), expect.anything())
  })

  it('are dropped where too many wait, and that is said', async () => {
    const { url, received } = await receiverOf(() => () => undefined)
    const deliveryTiming = { ...QUICK, attempt: 60_000, mostInHand: 2 }
    const api = await open(webhooks(url), { deliveryTiming })
    for (let times = 0; times < 3; times++) await complete(api, await begin(api))
    await expect.poll(() => received.length).toBe(2)
    expect(api.lines.join('')).toContain('too many notices wait')
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notices_total{channel="webhook",outcome="dropped"} 1')
  })

  it('outlast the server: another takes over what one left', async () => {
    const { url, received, shared } = await leaveNotice()
    const second = await open(webhooks(url), shared)
    // It belongs to the first until its time is over.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(received).toHaveLength(1)
    second.clock.ahead = QUICK.lease + 1000
    await expect.poll(() => received.length).toBe(2)
    await isEmpty(second)
    expect(received[1]?.id).toBe(received[0]?.id)
    expect(received[1]?.body).toEqual(received[0]?.body)
  })

  it('are put off for longer each time, and given up at last', async () => {
    const { url, received } = await receiverOf(() => 500)
    const later = [60_000, 3_600_000]
    const api = await open(webhooks(url), { deliveryTiming: { ...QUICK, later } })
    await complete(api, await begin(api))
    const attempts = QUICK.soon.length
    for (const [index, wait] of later.entries()) {
      await expect.poll(() => received.length).toBe(attempts * (index + 1))
      const dueIn = async () => {
        const [key = ''] = await kept(api)
        return Number(/outbox\/(\d+)-/.exec(key)?.[1]) - api.deps.now()
      }
      // Until it is put off, it belongs to this server for a while.
      await expect
        .poll(async () => {
          const ms = await dueIn()
          return ms > wait * 0.9 - 10_000 && ms <= wait * 1.1
        })
        .toBe(true)
      api.clock.ahead += wait * 1.1
    }
    await expect.poll(() => received.length).toBe(attempts * 3)
    await isEmpty(api)
    expect(api.lines.join('')).toContain('a notice was given up')
    expect(api.lines.join('')).not.toContain('a-secret-path')
  })

  it('stay kept where the bucket refuses once to have them put off', async () => {
    const { url, received } = await receiverOf((times) => (times < QUICK.soon.length ? 500 : 204))
    const api = await open(webhooks(url))
    failToKeep(api, 1, 1)
    await complete(api, await begin(api))
    await expect.poll(() => api.lines.join('')).toContain('a notice could not be kept')
    expect(received).toHaveLength(QUICK.soon.length)
    expect(await kept(api)).toHaveLength(1)
    api.clock.ahead = QUICK.lease + 1000
    await expect.poll(() => received.length).toBe(QUICK.soon.length + 1)
    await isEmpty(api)
    expect(api.lines.join('')).not.toContain('given up')
  })

  it('are not taken up twice by the server that has them in hand for longer than they are its own', async () => {
    const { url, received } = await receiverOf(() => () => undefined)
    const deliveryTiming = { ...QUICK, attempt: 60_000 }
    const api = await open(webhooks(url), { deliveryTiming })
    const looks = vi.spyOn(api.deps.store, 'listKeys')
    await complete(api, await begin(api))
    await expect.poll(() => received.length).toBe(1)
    api.clock.ahead = QUICK.lease + 1000
    const before = looks.mock.calls.length
    // By then it has been due for several looks.
    await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(before + 5)
    expect(received).toHaveLength(1)
    expect(await kept(api)).toHaveLength(1)
  })

  it('for receivers that this server doesn’t know are left to one that does', async () => {
    const { url, received, shared } = await leaveNotice()
    const other = await receiverOf()
    const changed = await open(webhooks(other.url), shared)
    changed.clock.ahead = QUICK.lease + 1000
    const reads = vi.spyOn(changed.deps.store, 'getDocument')
    const looks = vi.spyOn(changed.deps.store, 'listKeys')
    await expect.poll(() => changed.lines.join('')).toContain('left to another server')
    const before = looks.mock.calls.length
    await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(before + 3)
    expect(reads).toHaveBeenCalledOnce()
    expect(await kept(changed)).toHaveLength(1)

    const same = await open(webhooks(url), shared)
    same.clock.ahead = QUICK.lease + 1000
    await expect.poll(() => received.length).toBe(2)
    await isEmpty(same)
    expect(other.received).toEqual([])
  })

  it('that no server could bring for a day are dropped, and that is said', async () => {
    const { url } = await receiverOf()
    const api = await open(webhooks(url))
    const upload = await begin(api)
    const { store, now } = api.deps
    const notice = createNotice(
      await api.deps.tokens.verify(upload.token, now()),
      store.bucket,
      [],
      { kind: 'aborted', byAdmin: false },
      now(),
    )
    const old = { channel: 'webhook-of-before', to: null, notice, round: 0 }
    const name = (digit: string) => `.longhaul/outbox/${now() - 1000}-${digit.repeat(32)}.json`
    await store.putDocument(name('a'), JSON.stringify(old))
    await store.putDocument(name('b'), 'no JSON')
    await expect.poll(() => api.lines.filter((line) => line.includes('is left to'))).toHaveLength(2)
    expect(await kept(api)).toHaveLength(2)
    api.clock.ahead = 25 * 60 * 60 * 1000
    await isEmpty(api)
    await expect.poll(() => api.lines.join('')).toMatch(/could bring was dropped[^]*was dropped/)
    expect(api.lines.join('')).toContain(`"notice":"${notice.id}"`)
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notices_total{channel="unknown",outcome="dropped"} 2')
  })

  it('that could not be kept at first are kept when the server ends', async () => {
    const { url, received } = await receiverOf(() => () => undefined)
    const shared = await sharedBucket()
    const first = await openApi({ notices: webhooks(url), deliveryTiming: QUICK, ...shared })
    const busy = failToKeep(first, 1)
    await complete(first, await begin(first))
    await expect.poll(() => received.length).toBe(1)
    expect(await kept(first)).toEqual([])
    await first.close()
    expect(busy).toHaveBeenCalled()
    expect(await kept(first)).toHaveLength(1)

    const second = await open(webhooks(url), shared)
    await expect.poll(() => received.length).toBe(2)
    expect(received[1]?.id).toBe(received[0]?.id)
    expect(second.lines).toEqual([])
  })

  it('that can’t be kept when the server ends either are dropped, and that is said', async () => {
    const { url, received } = await receiverOf(() => () => undefined)
    const api = await openApi({ notices: webhooks(url), deliveryTiming: QUICK })
    failToKeep(api, 2)
    await complete(api, await begin(api))
    await expect.poll(() => received.length).toBe(1)
    await api.close()
    expect(api.lines.join('')).toContain('neither delivered nor kept')
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notices_total{channel="webhook",outcome="dropped"} 1')
  })
})

describe('notices by mail', { timeout: 30_000 }, () => {
  const settings = (port: number, change: Partial<MailSettings> = {}): NoticeSettings => ({
    ...NO_NOTICES,
    kinds: ALL,
    mail: {
      host: '127.0.0.1',
      port,
      security: 'none',
      login: { user: 'longhaul', password: SMTP_PASSWORD },
      from: 'longhaul@example.com',
      to: ['ops@example.com', 'night@example.com'],
      linkOwners: true,
      ...change,
    },
  })

  async function mailServer(...given: Parameters<typeof openMailServer>) {
    const server = await openMailServer(...given)
    closing.push(server.close)
    return server
  }

  async function linkHeaders(api: Api, notify?: string) {
    const headers = { 'longhaul-link': (await linkOf(api, notify)).token }
    return headers
  }

  async function linkOf({ deps }: Api, notify?: string) {
    const limits = { maxFileSize: null, maxFiles: null, maxBytes: null }
    const link = { ...limits, prefix: '', expiresInSeconds: 60, note: '', admin: false }
    return deps.links.make({ ...link, ...(notify && { notify }) }, deps.now())
  }

  it('go to the operators, with what the receipt says', async () => {
    const { port, mails } = await mailServer()
    const api = await open(settings(port))
    const { body } = await complete(api, await begin(api, { path: 'a/b' }))
    const receipt = v.parse(receiptSchema, body)
    await expect.poll(() => mails).toHaveLength(1)
    const [mail] = mails
    expect(mail?.to).toEqual(['ops@example.com', 'night@example.com'])
    const source = mail?.source.replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? ''
    expect(source).toContain('Subject: Arrived: letter.txt\r\n')
    expect(source).toContain('Auto-Submitted: auto-generated\r\n')
    expect(source).toMatch(/^Message-ID: <msg_[\w-]{32}@example\.com>\r$/im)
    expect(source).toContain('"a/b/letter.txt"')
    expect(source).toContain(receipt.key)
    expect(source).toContain(`\nCompleted: ${receipt.completedAt}`)
    expect(source).toContain(`crc64nvme ${receipt.checksum.value}`)
    const [, attached = ''] = /filename=receipt\.json\r\n\r\n([\w+/=\r\n]+)/.exec(source) ?? []
    expect(JSON.parse(Buffer.from(attached, 'base64').toString())).toEqual(receipt)
  })

  it('go to whom a link was made for, unless that is switched off', async () => {
    const { port, mails } = await mailServer()
    const auth = { ...OPEN, links: true }
    const api = await open(settings(port, { to: [] }), { auth })
    const abort = async (api: Api, notify?: string) => {
      const headers = await linkHeaders(api, notify)
      const request = creation()
      const begun = await api.call('POST', '/api/uploads', { body: request, headers })
      const { token } = v.parse(v.object({ token: v.string() }), begun.body)
      const options = { headers: { ...headers, 'longhaul-token': token } }
      expect(await api.call('DELETE', `/api/uploads/${request.id}`, options)).toMatchObject({
        status: 204,
      })
    }
    await abort(api)
    await abort(api, 'ann@example.com')
    await expect.poll(() => mails).toMatchObject([{ to: ['ann@example.com'] }])
    await isEmpty(api)
    const off = { to: ['ops@example.com'], linkOwners: false }
    const silent = await open(settings(port, off), { auth })
    await abort(silent, 'ann@example.com')
    await expect.poll(() => mails.length).toBe(2)
    await isEmpty(silent)
    expect(mails[1]?.to).toEqual(['ops@example.com'])
    expect(mails).toHaveLength(2)
  })

  it('carry a hostile name as text and nothing else', async () => {
    const { port, mails } = await mailServer()
    const api = await open(settings(port, { to: ['ops@example.com'] }))
    const name = 'a\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<x@y.z>\u202Egnp.exe\u001B[2J'
    const upload = await begin(api, { name })
    await api.call('DELETE', `/api/uploads/${upload.id}`, { token: upload.token })
    await expect.poll(() => mails).toHaveLength(1)
    const [{ to, source } = { to: [], source: '' }] = mails
    expect(to).toEqual(['ops@example.com'])
    expect(source).not.toMatch(/^(?:Bcc|MAIL FROM)/im)
    expect(source).not.toContain('\u001B')
    const plain = source.replaceAll('=\r\n', '').replaceAll('=5C', '\\')
    expect(plain).toContain('"a\\u000d\\u000aBcc: eve@example.com')
    expect(plain).toContain('\\u202egnp.exe\\u001b[2J"')
  })

  it('are given up at once where the mail server knows no such person', async () => {
    const unknown = Object.assign(new Error('no such user'), { responseCode: 550 })
    const { port } = await mailServer(() => unknown)
    const api = await open(settings(port))
    await complete(api, await begin(api))
    await expect.poll(() => api.lines.join('')).toContain('a notice was given up')
    await isEmpty(api)
    const text = await api.deps.metrics.registry.metrics()
    expect(text).toContain('longhaul_notice_attempts_total{channel="mail",outcome="failed"} 1')
  })

  it('are kept where the server refuses the password, which no line has', async () => {
    const { port } = await mailServer()
    const login = { user: 'longhaul', password: 'a-wrong-password' }
    const api = await open(settings(port, { login }), { logLevel: 'debug' })
    expect((await complete(api, await begin(api))).status).toBe(200)
    await expect.poll(() => api.lines.join('')).toContain('not sent: EAUTH 535')
    expect(api.lines.join('')).not.toMatch(/a-wrong-password|YS13cm9uZy1wYXNzd29yZA|ops@/)
    expect(await kept(api)).not.toEqual([])
  })
})
