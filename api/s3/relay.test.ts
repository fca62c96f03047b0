import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { LIMIT_HEADER, writeLimits } from '../../shared/hand-over-limit.ts'
import { SENT_AT_ONCE } from '../../shared/hand-over.ts'
import { MIB } from '../../shared/limits.ts'
import { listPartsAnswerSchema } from '../../shared/wire.ts'
import { startFaultProxy, type FaultProxy } from '../../tests/servers/fault-proxy.ts'
import { crc64, create, creation, openApi, openStore, type Api } from '../testing/harness.ts'
import { beginPart, openPartServer, putPart, type PartServer } from '../testing/part-server.ts'
import { openSlowLine, type SlowLine } from '../testing/slow-line.ts'

/** Ms. */
const IDLE = 1000
/** For what the system's buffers hold when the last byte was handed over: of the slow line a second's. */
const ANSWER = 4000
const AGAIN = [100, 500, 2000] as const
const CONTENT = randomBytes(16 * MIB)
/** Bytes a second. */
const LIMIT = 16 * MIB
const HALF = CONTENT.subarray(0, 8 * MIB)

/** The API reaches its store by the slow line, and that by the proxy with faults. */
let line: SlowLine
let proxy: FaultProxy
let api: Api
let server: PartServer
let checksum: string

beforeAll(async () => {
  const store = await openStore()
  proxy = await startFaultProxy(store.endpoint)
  line = await openSlowLine(proxy.endpoint)
  api = await openApi({
    bucket: { ...store, address: { ...store.address, endpoint: line.endpoint } },
    relayLimits: { idle: IDLE, answer: ANSWER, again: AGAIN, patience: 60_000 },
  })
  server = await openPartServer(api)
  checksum = await crc64(CONTENT)
})
afterEach(() => {
  line.limit = Number.POSITIVE_INFINITY
  line.rate = Number.POSITIVE_INFINITY
  proxy.treat = () => 'pass'
})
afterAll(async () => {
  await server.close()
  await line.close()
  await proxy.close()
  await api.close()
})

async function begin(other: Readonly<Record<string, string>> = {}) {
  const request = creation({ size: CONTENT.length })
  const { token } = await create(api, request)
  const upload = { id: request.id, token }
  return {
    send: () => beginPart(server.origin, upload, 1, { ...headers(), ...other }),
    put: () => putPart(server.origin, upload, 1, CONTENT, { ...headers(), ...other }),
    parts: async () => {
      const { body } = await api.call('GET', `/api/uploads/${upload.id}/parts`, { token })
      return v.parse(listPartsAnswerSchema, body).parts
    },
  }
}

function headers() {
  return { 'content-length': CONTENT.length, [CHECKSUM_HEADERS.crc64nvme]: checksum }
}

describe('a part under way', () => {
  it('takes as long as it takes', async () => {
    const { send, parts } = await begin()
    const { outgoing, answer } = send()
    const step = MIB / 2
    const from = performance.now()
    for (let at = 0; at < CONTENT.length; at += step) {
      outgoing.write(CONTENT.subarray(at, at + step))
      await wait(IDLE / 10)
    }
    outgoing.end()
    expect(await answer).toMatchObject({ status: 200, body: { checksum } })
    expect(performance.now() - from).toBeGreaterThan(2 * IDLE)
    expect(await parts()).toHaveLength(1)
  })

  it('is read no faster than the person wants, who is told to have sent it by two', async () => {
    const { put } = await begin({
      [LIMIT_HEADER]: writeLimits({ usual: LIMIT, spans: [] }, 0) ?? '',
    })
    const from = performance.now()
    expect(await put()).toMatchObject({ status: 200, body: { checksum } })
    const seconds = (performance.now() - from) / 1000
    expect(CONTENT.length / seconds).toBeLessThan((1.05 * LIMIT) / SENT_AT_ONCE)
  })

  it('is refused with a limit that is none', async () => {
    const { put, parts } = await begin({ [LIMIT_HEADER]: '{"usual":0,"spans":[],"ahead":0}' })
    expect(await put()).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    expect(await parts()).toEqual([])
  })

  it('waits for a slow store', async () => {
    const { put } = await begin()
    line.rate = 8 * MIB
    const from = performance.now()
    expect(await put()).toMatchObject({ status: 200, body: { checksum } })
    expect(performance.now() - from).toBeGreaterThan(1.5 * IDLE)
  })

  it.each([0, 1, HALF.length])('is ended when nothing comes after %d bytes', async (bytes) => {
    const { send, parts } = await begin()
    const { outgoing, answer } = send()
    outgoing.flushHeaders()
    if (bytes > 0) outgoing.write(CONTENT.subarray(0, bytes))
    expect(await answer).toMatchObject({ status: 408, body: { code: 'timeout', retryable: true } })
    outgoing.destroy()
    expect(await parts()).toEqual([])
  })

  it('is ended when the store stands still', async () => {
    const { send, put, parts } = await begin()
    line.limit = 4 * MIB
    const { outgoing, answer } = send()
    outgoing.on('error', () => undefined)
    outgoing.end(CONTENT)
    expect(await answer).toMatchObject({ status: 504, body: { code: 'timeout', retryable: true } })
    line.limit = Number.POSITIVE_INFINITY
    expect(await parts()).toEqual([])
    expect((await put()).status).toBe(200)
  })

  it('leaves nothing when its sender goes away', async () => {
    const { send, parts } = await begin()
    const passed = proxy.bytesPassed
    const { outgoing, answer } = send()
    outgoing.write(HALF)
    await expect.poll(() => proxy.bytesPassed - passed).toBeGreaterThan(6 * MIB)
    outgoing.destroy()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => proxy.parts.at(-1)?.state).toBe('broken')
    expect(await parts()).toEqual([])
  })
})

describe('a store that is away', () => {
  it('is waited for while nothing of the part was read', async () => {
    const { put, parts } = await begin()
    await proxy.refuseConnections()
    const answer = put()
    await wait(AGAIN[0])
    await proxy.acceptConnections()
    expect(await answer).toMatchObject({ status: 200, body: { checksum } })
    expect(await parts()).toHaveLength(1)
  })

  it('is not waited for longer than that', async () => {
    const { send } = await begin()
    await proxy.refuseConnections()
    try {
      const { outgoing, answer } = send()
      outgoing.flushHeaders()
      expect(await answer).toMatchObject({
        status: 502,
        body: { code: 'network', retryable: true },
      })
      outgoing.destroy()
    } finally {
      await proxy.acceptConnections()
    }
  })
})

describe("the store's answer", () => {
  it('comes before the rest of a part that it refuses', async () => {
    const { send, parts } = await begin()
    proxy.treat = () => ({ retryAfter: 7 })
    const { bytesPassed } = proxy
    const { outgoing, answer } = send()
    outgoing.write(HALF)
    const { status, headers, body } = await answer
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { code: 'slow_down', retryable: true },
    })
    expect(headers.get('retry-after')).toBe('7')
    outgoing.destroy()
    expect(proxy.bytesPassed).toBe(bytesPassed)
    expect(await parts()).toEqual([])
  })

  it('to damaged bytes says so', async () => {
    const { put, parts } = await begin()
    proxy.treat = () => 'flip'
    expect(await put()).toMatchObject({ status: 422, body: { code: 'checksum_mismatch' } })
    expect(await parts()).toEqual([])
  })

  it('that is cut off is no answer', async () => {
    const { send, parts } = await begin()
    proxy.treat = () => 'cut'
    const { outgoing, answer } = send()
    outgoing.write(CONTENT.subarray(0, 12 * MIB))
    expect(await answer).toMatchObject({ status: 502, body: { code: 'network', retryable: true } })
    outgoing.destroy()
    expect(await parts()).toEqual([])
  })

  it('that is lost is found at the next attempt', async () => {
    const { put } = await begin()
    proxy.treat = () => 'lose-answer'
    expect(await put()).toMatchObject({ status: 502, body: { code: 'network' } })
    expect(await put()).toMatchObject({ status: 409, body: { code: 'part_exists' } })
  })
})
