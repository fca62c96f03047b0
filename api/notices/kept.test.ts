import { describe, expect, it, vi } from 'vitest'
import { ApiFailure } from '../failure.ts'
import { openApi, openStore, sendParts } from '../testing/harness.ts'
import {
  askToComplete,
  begin,
  complete,
  failToKeep,
  isEmpty,
  kept,
  leaveNotice,
  LETTER,
  open,
  QUICK,
  receiverOf,
  sharedBucket,
  webhooks,
} from '../testing/notices.ts'
import { openReceiver } from '../testing/receivers.ts'
import { createNotice } from './notice.ts'

describe('notices that can not be brought at once', { timeout: 30_000 }, () => {
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

  it('are left in the bucket where too many wait, and all brought in their turn', async () => {
    // It is well, but files arrive faster than it takes notices of them.
    const { url, received } = await receiverOf(() => (response) => {
      setTimeout(() => response.writeHead(204).end(), 300)
    })
    const api = await open(webhooks(url), { deliveryTiming: { ...QUICK, mostInHand: 2 } })
    for (let times = 0; times < 12; times++) await complete(api, await begin(api))
    await expect
      .poll(() => new Set(received.map(({ id }) => id)).size, { timeout: 10_000 })
      .toBe(12)
    await isEmpty(api)
    expect(api.lines.join('')).not.toContain('too many notices wait')
  })

  it('are left behind by a receiver that does not answer, and another is told', async () => {
    const slow = await receiverOf(() => () => undefined)
    const good = await receiverOf()
    const deliveryTiming = { ...QUICK, attempt: 60_000, mostInHand: 2 }
    const api = await open(webhooks(slow.url, good.url), { deliveryTiming })
    for (let times = 0; times < 6; times++) await complete(api, await begin(api))
    await expect.poll(() => good.received.length).toBe(6)
    // What was brought is no longer kept a moment after it was.
    await expect.poll(() => kept(api)).toHaveLength(6)
    expect(api.lines.join('')).not.toContain('too many notices wait')
  })

  it('are dropped where too many wait, and that is said', async () => {
    const { url, received } = await receiverOf(() => () => undefined)
    const deliveryTiming = { ...QUICK, attempt: 60_000, mostInHand: 2, mostKept: 2 }
    const api = await open(webhooks(url), { deliveryTiming })
    for (let times = 0; times < 2; times++) await complete(api, await begin(api))
    await expect.poll(() => kept(api)).toHaveLength(2)
    // So that they were counted.
    const looks = vi.spyOn(api.deps.store, 'listKeys')
    await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(2)
    await complete(api, await begin(api))
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
