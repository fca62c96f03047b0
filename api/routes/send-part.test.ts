import { createHash, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ARRIVES_WITHIN, ARRIVES_WITHIN_HEADER, HAND_OVER_HEADER } from '../../shared/hand-over.ts'
import { MIB } from '../../shared/limits.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import {
  clientConfigSchema,
  createUploadAnswerSchema,
  sendPartAnswerSchema,
} from '../../shared/wire.ts'
import { crc64, creation } from '../testing/harness.ts'
import { beginPart, openPartServer, putPart } from '../testing/part-server.ts'
import {
  CRC,
  CRC_HEADER,
  LETTER,
  MD5,
  openPartSending,
  type PartSending,
} from '../testing/part-sending.ts'

let route: PartSending
let api: PartSending['api']
let server: PartSending['server']

beforeAll(async () => {
  route = await openPartSending()
  ;({ api, server } = route)
})
afterAll(() => route.close())

describe('a part through the server', () => {
  it('arrives in the store, which says what it computed', async () => {
    const upload = await route.begin()
    const { status, headers, body } = await route.put(upload, LETTER, { [CRC_HEADER]: CRC })
    expect(status).toBe(200)
    const etag = createHash('md5').update(LETTER).digest('hex')
    expect(v.parse(sendPartAnswerSchema, body)).toEqual({ etag, checksum: CRC })
    expect(headers.get('etag')).toBe(`"${etag}"`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(await route.partsOf(upload)).toEqual([{ number: 1, size: 9, etag, checksum: CRC }])
  })

  it('may come without a checksum', async () => {
    const upload = await route.begin()
    expect(await route.put(upload, LETTER)).toMatchObject({
      status: 200,
      body: { checksum: CRC },
    })
  })

  it('may be of no bytes', async () => {
    const upload = await route.begin(0)
    const { status } = await route.put(upload, Buffer.alloc(0), { [CRC_HEADER]: 'AAAAAAAAAAA=' })
    expect(status).toBe(200)
    expect(await route.partsOf(upload)).toMatchObject([{ number: 1, size: 0 }])
  })

  it('and others make a verified object', async () => {
    const contents = [randomBytes(16 * MIB), randomBytes(16 * MIB), Buffer.from('the rest')]
    const whole = Buffer.concat(contents)
    const upload = await route.begin(whole.length)
    await Promise.all(
      contents.map(async (content, index) =>
        route.put(upload, content, { [CRC_HEADER]: await crc64(content) }, index + 1),
      ),
    )
    const checksum = await crc64(whole)
    const { body } = await api.call('POST', `/api/uploads/${upload.id}/complete`, {
      token: upload.token,
      body: { checksum },
    })
    expect(v.parse(receiptSchema, body).checksum).toMatchObject({ value: checksum })
  })

  it('comes by a web stream too', async () => {
    const upload = await route.begin()
    const answer = await api.call('PUT', `/api/uploads/${upload.id}/parts/1`, {
      token: upload.token,
      body: LETTER.toString(),
      headers: { 'content-length': '9' },
    })
    expect(answer).toMatchObject({ status: 200, body: { checksum: CRC } })
  })

  it.each(['12345678', '1234567890'])(
    'is not one of %s where 9 bytes were announced',
    async (body) => {
      const upload = await route.begin()
      const answer = await api.call('PUT', `/api/uploads/${upload.id}/parts/1`, {
        token: upload.token,
        body,
        headers: { 'content-length': '9' },
      })
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
      expect(await route.partsOf(upload)).toEqual([])
    },
  )

  it('is not taken when it arrives by another way in the time that was asked for', async () => {
    const upload = await route.begin(20 * MIB)
    const content = randomBytes(16 * MIB)
    const waiting = beginPart(server.origin, upload, 1, {
      'content-length': content.length,
      [ARRIVES_WITHIN_HEADER]: ARRIVES_WITHIN,
    })
    waiting.outgoing.flushHeaders()
    expect((await route.put(upload, content)).status).toBe(200)
    expect(await waiting.answer).toMatchObject({ status: 409, body: { code: 'part_exists' } })
    waiting.outgoing.destroy()
  })

  it('is taken when it does not arrive by another way', async () => {
    const upload = await route.begin()
    const headers = { [ARRIVES_WITHIN_HEADER]: '1' }
    expect(await route.put(upload, LETTER, headers)).toMatchObject({ status: 200 })
  })

  it('is not waited for where others of its hand-over were in vain', async () => {
    const headers = { [ARRIVES_WITHIN_HEADER]: '2', [HAND_OVER_HEADER]: 'longhaul-dead' }
    const times: number[] = []
    for (let count = 0; count < 3; count++) {
      const upload = await route.begin()
      const begin = performance.now()
      expect(await route.put(upload, LETTER, headers)).toMatchObject({ status: 200 })
      times.push(performance.now() - begin)
    }
    const [first = 0, ...others] = times
    expect(first).toBeGreaterThan(1900)
    for (const other of others) expect(other).toBeLessThan(1000)
  })

  it('is waited for anew once another of its hand-over has arrived', async () => {
    const headers = { [ARRIVES_WITHIN_HEADER]: '3', [HAND_OVER_HEADER]: 'longhaul-slow' }
    const [arriving, late] = [await route.begin(), await route.begin()]
    const begin = performance.now()
    const waiting = route.put(late, LETTER, headers).then(() => performance.now() - begin)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(await route.put(arriving, LETTER)).toMatchObject({ status: 200 })
    expect(await route.put(arriving, LETTER, headers)).toMatchObject({ status: 409 })
    expect(await waiting).toBeGreaterThan(4900)
  })

  it('is waited for by many at the cost of one, and by no more than sixteen', async () => {
    const upload = await route.begin(20 * MIB)
    const looks = vi.spyOn(api.deps.store, 'someParts')
    const open = (number: number) => {
      const headers = { 'content-length': 9, [ARRIVES_WITHIN_HEADER]: ARRIVES_WITHIN }
      const waiting = beginPart(server.origin, upload, number, headers)
      waiting.answer.catch(() => undefined)
      waiting.outgoing.flushHeaders()
      return waiting
    }
    const all = Array.from({ length: 16 }, (_, index) => open(1 + (index % 2)))
    await new Promise((resolve) => setTimeout(resolve, 2900))
    expect(looks.mock.calls.length).toBeLessThan(8)
    const refused = await open(1).answer
    expect(refused).toMatchObject({ status: 429, body: { code: 'slow_down', retryable: true } })
    expect(refused.headers.get('retry-after')).toBe('30')
    for (const { outgoing } of all) outgoing.destroy()
    // Those who have gone leave their places.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const headers = { [ARRIVES_WITHIN_HEADER]: '1' }
    expect(await route.put(upload, randomBytes(16 * MIB), headers)).toMatchObject({ status: 200 })
    looks.mockRestore()
  })

  it.each(['', 'two words', 'a'.repeat(65)])('may not name its hand-over %o', async (id) => {
    const upload = await route.begin()
    const headers = { [ARRIVES_WITHIN_HEADER]: '1', [HAND_OVER_HEADER]: id }
    const answer = await route.put(upload, LETTER, headers)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  it.each(['-1', 'soon', '31', '1e1'])('may not ask to be waited for %s', async (seconds) => {
    const upload = await route.begin()
    const headers = { [ARRIVES_WITHIN_HEADER]: seconds }
    const answer = await route.put(upload, LETTER, headers)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  it('sent twice at once arrives whole', async () => {
    const content = randomBytes(8 * MIB)
    const upload = await route.begin(content.length)
    const headers = { [CRC_HEADER]: await crc64(content) }
    const answers = await Promise.all([1, 2, 3].map(() => route.put(upload, content, headers)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    expect(await route.partsOf(upload)).toMatchObject([
      { size: content.length, checksum: headers[CRC_HEADER] },
    ])
  })
})

describe('a part that is being sent already', () => {
  async function sendingHalf() {
    const content = randomBytes(8 * MIB)
    const upload = await route.begin(content.length)
    const take = vi.spyOn(api.deps.turns, 'take')
    const first = beginPart(server.origin, upload, 1, { 'content-length': content.length })
    first.outgoing.write(content.subarray(0, 4 * MIB))
    await expect.poll(() => take).toHaveBeenCalled()
    take.mockRestore()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const second = beginPart(server.origin, upload, 1, { 'content-length': content.length })
    second.outgoing.flushHeaders()
    return { upload, content, first, second }
  }

  it('is waited for, and then none of its bytes are read again', async () => {
    const { upload, content, first, second } = await sendingHalf()
    first.outgoing.end(content.subarray(4 * MIB))
    expect(await first.answer).toMatchObject({ status: 200 })
    expect(await second.answer).toMatchObject({ status: 409, body: { code: 'part_exists' } })
    second.outgoing.destroy()
    expect(await route.partsOf(upload)).toMatchObject([{ number: 1, size: content.length }])
  })

  it('holds up none of another upload with its id', async () => {
    const { upload, first, second } = await sendingHalf()
    const other = await route.begin(LETTER.length, { id: upload.id, name: 'other.txt' })
    expect(await route.put(other, LETTER)).toMatchObject({ status: 200 })
    for (const { outgoing, answer } of [first, second]) {
      outgoing.destroy()
      await expect(answer).rejects.toThrow()
    }
  })

  it('is taken from the other, should it break off', async () => {
    const { upload, content, first, second } = await sendingHalf()
    first.outgoing.destroy()
    await expect(first.answer).rejects.toThrow()
    second.outgoing.end(content)
    expect(await second.answer).toMatchObject({ status: 200 })
    expect(await route.partsOf(upload)).toMatchObject([{ number: 1, size: content.length }])
  })
})

describe('a store that checks MD5s', () => {
  it('gets them, and says what it found', async () => {
    const ability = () =>
      Promise.resolve({
        checksum: 'md5',
        etagOfParts: true,
        guardedComplete: false,
        guardedPut: false,
      } as const)
    const request = creation()
    const made = await api.callOn({ ability }, 'POST', '/api/uploads', { body: request })
    const upload = { ...v.parse(createUploadAnswerSchema, made.body), id: request.id }
    const wrong = await route.put(upload, Buffer.from('123456780'), { 'content-md5': MD5 })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'checksum_mismatch' } })
    expect(await route.put(upload, LETTER, { [CRC_HEADER]: CRC })).toMatchObject({ status: 400 })
    const right = await route.put(upload, LETTER, { 'content-md5': MD5 })
    expect(right.body).toEqual({ etag: Buffer.from(MD5, 'base64').toString('hex') })
  })
})

describe('switched off', () => {
  it('the route is missing, and the page is told', async () => {
    const on = await api.call('GET', '/api/config')
    expect(v.parse(clientConfigSchema, on.body).partRoute).toBe(true)
    const settings = { ...api.deps.settings, partRoute: false }
    const off = await api.callOn({ settings }, 'GET', '/api/config')
    expect(v.parse(clientConfigSchema, off.body).partRoute).toBe(false)
    const upload = await route.begin()
    const without = await openPartServer(api, { settings })
    const answer = await putPart(without.origin, upload, 1, LETTER)
    await without.close()
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
