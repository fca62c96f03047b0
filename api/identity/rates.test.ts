import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../failure.ts'
import { creation, openApi } from '../testing/harness.ts'
import { createClientAddress, networkOf } from './client-address.ts'
import { createRate } from './rates.ts'
import { OPEN } from './settings.ts'

function openRate(perMinute: number) {
  const clock = { now: 1_000_000 }
  const rate = createRate(perMinute, () => clock.now)
  /** null, or the seconds to wait. */
  const take = (key = 'ann'): number | null => {
    try {
      rate.take(key)
      return null
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 429) throw error
      return error.retryAfter ?? Number.NaN
    }
  }
  return { clock, take }
}

describe('createRate', { timeout: 30_000 }, () => {
  it('allows a minute’s worth at once, then as many a minute, to each alike', () => {
    const { clock, take } = openRate(6)
    expect([1, 2, 3, 4, 5, 6].map(() => take())).toEqual([null, null, null, null, null, null])
    expect(take()).toBe(10)
    expect(take('bob')).toBeNull()
    clock.now += 4_000
    expect(take()).toBe(6)
    clock.now += 6_000
    expect([take(), take()]).toEqual([null, 10])
    clock.now += 3_600_000
    expect([1, 2, 3, 4, 5, 6, 7].map(() => take())).toEqual([
      ...Array.from({ length: 6 }, () => null),
      10,
    ])
  })

  it('is not filled by a clock that is set back', () => {
    const { clock, take } = openRate(1)
    expect(take()).toBeNull()
    clock.now -= 3_600_000
    expect(take()).toBe(60)
  })

  it('remembers 20,000, and forgets those who asked longest ago', () => {
    const { take } = openRate(1)
    expect([take('ann'), take('bob')]).toEqual([null, null])
    for (let other = 0; other < 19_998; other++) take(`${other}`)
    expect(take('ann')).toBe(60)
    take('one more')
    expect([take('ann'), take('bob')]).toEqual([60, null])
  })

  it('bounds nothing at 0', () => {
    const { take } = openRate(0)
    for (let times = 0; times < 10_000; times++) expect(take()).toBeNull()
  })
})

describe('createClientAddress', { timeout: 30_000 }, () => {
  const addressOf = createClientAddress(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])

  it.each([
    ['192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['127.0.0.1', '1.2.3.4, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', '10.0.0.1', '10.0.0.1'],
    ['fd00::7', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6'],
    ['127.0.0.1', '203.0.113.9:5678', '203.0.113.9'],
    ['127.0.0.1', '1.2.3.4:5, 203.0.113.9:5678, 10.1.2.3:80', '203.0.113.9'],
    ['127.0.0.1', '[2001:db8::1]:5678', '2001:db8::1'],
    ['127.0.0.1', '[2001:db8::1]', '2001:db8::1'],
    ['127.0.0.1', '203.0.113.9:port', '127.0.0.1'],
    [undefined, '203.0.113.9', ''],
  ])('of %s with "%s" is %s', (peer, forwardedFor, address) => {
    expect(addressOf(peer, forwardedFor)).toBe(address)
  })
})

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['', ''],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::5', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:9::', '2001:db8:0:0::/64'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('the rates', { timeout: 30_000 }, () => {
  it('bound a person wherever they are, and say when to come again', async () => {
    const api = await openApi({
      auth: { ...OPEN, links: true, rates: { person: 4, address: 0 } },
    })
    const make = async () => {
      const { deps } = api
      const link = {
        prefix: '',
        expiresInSeconds: 60,
        maxFileSize: null,
        maxFiles: null,
        maxBytes: null,
        note: '',
        admin: false,
      }
      return { 'longhaul-link': (await deps.links.make(link, deps.now())).token }
    }
    const [ann, bob] = [await make(), await make()]
    const begin = (headers: Record<string, string>) =>
      api.call('POST', '/api/uploads', { body: creation(), headers })
    for (let times = 0; times < 4; times++) expect((await begin(ann)).status).toBe(200)
    const refused = await begin(ann)
    expect(refused).toMatchObject({ status: 429, body: { code: 'slow_down', retryable: true } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect((await begin(bob)).status).toBe(200)
    api.clock.ahead = 15_000
    expect((await begin(ann)).status).toBe(200)
    await api.close()
  })

  it('bound an address, whoever asks from there', async () => {
    const api = await openApi({ auth: { ...OPEN, rates: { person: 0, address: 3 } } })
    const statuses: number[] = []
    for (const path of ['/api/config', '/api/nothing', '/api/identity', '/api/config']) {
      statuses.push((await api.call('GET', path)).status)
    }
    expect(statuses).toEqual([200, 404, 200, 429])
    expect((await api.call('GET', '/health')).status).toBe(200)
    await api.close()
  })
})
