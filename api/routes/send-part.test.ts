import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CHECKSUM_HEADERS } from '../../shared/checksum.ts'
import { ARRIVES_WITHIN, ARRIVES_WITHIN_HEADER } from '../../shared/hand-over.ts'
import { KIB, MIB } from '../../shared/limits.ts'
import { receiptSchema } from '../../shared/receipt.ts'
import {
  clientConfigSchema,
  createUploadAnswerSchema,
  listPartsAnswerSchema,
  sendPartAnswerSchema,
} from '../../shared/wire.ts'
import { crc64, create, creation, openApi, type Api } from '../testing/harness.ts'
import { beginPart, openPartServer, putPart, type PartServer } from '../testing/part-server.ts'

const LETTER = Buffer.from('123456789')
const CRC = 'rosUhgp5mIg='
const MD5 = 'JfnnlDI7RTiF9RgfG2JNCw=='
const CRC_HEADER = CHECKSUM_HEADERS.crc64nvme

let api: Api
let server: PartServer

beforeAll(async () => {
  api = await openApi()
  server = await openPartServer(api)
})
afterAll(async () => {
  await server.close()
  await api.close()
})

async function begin(size = LETTER.length, change: Parameters<typeof creation>[0] = {}) {
  const request = creation({ size, ...change })
  return { id: request.id, ...(await create(api, request)) }
}
type Begun = Awaited<ReturnType<typeof begin>>

async function partsOf({ id, token }: Begun) {
  const { body } = await api.call('GET', `/api/uploads/${id}/parts`, { token })
  return v.parse(listPartsAnswerSchema, body).parts
}

function put(upload: Begun, content: Buffer, headers: Record<string, string> = {}, number = 1) {
  return putPart(server.origin, upload, number, content, headers)
}

describe('a part through the server', () => {
  it('arrives in the store, which says what it computed', async () => {
    const upload = await begin()
    const { status, headers, body } = await put(upload, LETTER, { [CRC_HEADER]: CRC })
    expect(status).toBe(200)
    const etag = createHash('md5').update(LETTER).digest('hex')
    expect(v.parse(sendPartAnswerSchema, body)).toEqual({ etag, checksum: CRC })
    expect(headers.get('etag')).toBe(`"${etag}"`)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(await partsOf(upload)).toEqual([{ number: 1, size: 9, etag, checksum: CRC }])
  })

  it('may come without a checksum', async () => {
    const upload = await begin()
    expect(await put(upload, LETTER)).toMatchObject({ status: 200, body: { checksum: CRC } })
  })

  it('may be of no bytes', async () => {
    const upload = await begin(0)
    const { status } = await put(upload, Buffer.alloc(0), { [CRC_HEADER]: 'AAAAAAAAAAA=' })
    expect(status).toBe(200)
    expect(await partsOf(upload)).toMatchObject([{ number: 1, size: 0 }])
  })

  it('and others make a verified object', async () => {
    const contents = [randomBytes(16 * MIB), randomBytes(16 * MIB), Buffer.from('the rest')]
    const whole = Buffer.concat(contents)
    const upload = await begin(whole.length)
    await Promise.all(
      contents.map(async (content, index) =>
        put(upload, content, { [CRC_HEADER]: await crc64(content) }, index + 1),
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
    const upload = await begin()
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
      const upload = await begin()
      const answer = await api.call('PUT', `/api/uploads/${upload.id}/parts/1`, {
        token: upload.token,
        body,
        headers: { 'content-length': '9' },
      })
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
      expect(await partsOf(upload)).toEqual([])
    },
  )

  it('is not taken when it arrives by another way in the time that was asked for', async () => {
    const upload = await begin(20 * MIB)
    const content = randomBytes(16 * MIB)
    const waiting = beginPart(server.origin, upload, 1, {
      'content-length': content.length,
      [ARRIVES_WITHIN_HEADER]: ARRIVES_WITHIN,
    })
    waiting.outgoing.flushHeaders()
    expect((await put(upload, content)).status).toBe(200)
    expect(await waiting.answer).toMatchObject({ status: 409, body: { code: 'part_exists' } })
    waiting.outgoing.destroy()
  })

  it('is taken when it does not arrive by another way', async () => {
    const upload = await begin()
    const headers = { [ARRIVES_WITHIN_HEADER]: '1' }
    expect(await put(upload, LETTER, headers)).toMatchObject({ status: 200 })
  })

  it.each(['-1', 'soon', '31', '1e1'])('may not ask to be waited for %s', async (seconds) => {
    const upload = await begin()
    const headers = { [ARRIVES_WITHIN_HEADER]: seconds }
    const answer = await put(upload, LETTER, headers)
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
  })

  it('sent twice at once arrives whole', async () => {
    const content = randomBytes(8 * MIB)
    const upload = await begin(content.length)
    const headers = { [CRC_HEADER]: await crc64(content) }
    const answers = await Promise.all([1, 2, 3].map(() => put(upload, content, headers)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    expect(await partsOf(upload)).toMatchObject([
      { size: content.length, checksum: headers[CRC_HEADER] },
    ])
  })
})

describe('a part that is being sent already', () => {
  async function sendingHalf() {
    const content = randomBytes(8 * MIB)
    const upload = await begin(content.length)
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
    expect(await partsOf(upload)).toMatchObject([{ number: 1, size: content.length }])
  })

  it('holds up none of another upload with its id', async () => {
    const { upload, first, second } = await sendingHalf()
    const other = await begin(LETTER.length, { id: upload.id, name: 'other.txt' })
    expect(await put(other, LETTER)).toMatchObject({ status: 200 })
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
    expect(await partsOf(upload)).toMatchObject([{ number: 1, size: content.length }])
  })
})

describe('refused', () => {
  it('is a part that the store has, before its bytes are taken', async () => {
    const upload = await begin(20 * MIB)
    const content = randomBytes(16 * MIB)
    expect((await put(upload, content)).status).toBe(200)
    const again = beginPart(server.origin, upload, 1, { 'content-length': content.length })
    again.outgoing.flushHeaders()
    expect(await again.answer).toMatchObject({
      status: 409,
      body: { code: 'part_exists', retryable: false },
    })
    again.outgoing.destroy()
    expect(await put(upload, Buffer.alloc(4 * MIB), {}, 2)).toMatchObject({ status: 200 })
    expect(await put(upload, content)).toMatchObject({ status: 409 })
  })

  it('are parts that the store has, of which one look at it tells', async () => {
    const contents = [randomBytes(16 * MIB), randomBytes(16 * MIB), randomBytes(KIB)]
    const upload = await begin(32 * MIB + KIB)
    for (const [index, content] of contents.entries()) {
      expect((await put(upload, content, {}, index + 1)).status).toBe(200)
    }
    const looks = vi.spyOn(api.deps.store, 'someParts')
    for (const number of [3, 2, 1]) {
      const length = contents[number - 1]?.length ?? 0
      const again = beginPart(server.origin, upload, number, { 'content-length': length })
      again.outgoing.flushHeaders()
      expect((await again.answer).status).toBe(409)
      again.outgoing.destroy()
    }
    expect(looks).toHaveBeenCalledOnce()
    looks.mockRestore()
  })

  it('is a part that the store has, and what is still sent of it is not taken', async () => {
    const size = 16 * MIB
    const upload = await begin(size)
    expect((await put(upload, randomBytes(size))).status).toBe(200)
    const again = beginPart(server.origin, upload, 1, { 'content-length': size })
    const { outgoing } = again
    const closed = new Promise((resolve) => outgoing.once('close', resolve))
    outgoing.flushHeaders()
    expect((await again.answer).status).toBe(409)
    // A sender that doesn't hear: it writes as long as anybody takes something.
    const block = Buffer.alloc(64 * KIB)
    while (!outgoing.destroyed && (outgoing.socket?.bytesWritten ?? 0) < size) {
      if (outgoing.write(block)) continue
      await Promise.race([closed, new Promise((resolve) => outgoing.once('drain', resolve))])
    }
    await closed
    // The rest lies in the buffers of this machine's network.
    expect(outgoing.socket?.bytesWritten ?? 0).toBeLessThan(size)
  })

  it('is read on for a while, so that the answer is not lost, but not for ever', async () => {
    const { id, token } = await begin()
    const most = 512
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `PUT /api/uploads/${id}/parts/0 HTTP/1.1\r\nHost: localhost\r\n` +
        `Authorization: Bearer ${token}\r\nContent-Length: ${most * MIB}\r\n\r\n`,
    )
    const chunk = Buffer.alloc(MIB)
    let sent = 0
    const send = () => {
      if (socket.destroyed || sent === most) return
      sent++
      socket.write(chunk, send)
    }
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()))
    const answered = new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    )
    send()
    expect(await answered).toMatch(/^HTTP\/1.1 400 /)
    await ended
    expect(sent).toBeGreaterThan(32)
    expect(sent).toBeLessThan(most)
  })

  it('is a part of a completed upload, and of one that is gone', async () => {
    const upload = await begin()
    await put(upload, LETTER)
    const path = `/api/uploads/${upload.id}`
    const { token } = upload
    await api.call('POST', `${path}/complete`, { token, body: { checksum: CRC } })
    expect(await put(upload, LETTER)).toMatchObject({ status: 409, body: { code: 'part_exists' } })
    const gone = await begin()
    await api.call('DELETE', `/api/uploads/${gone.id}`, { token: gone.token })
    expect(await put(gone, LETTER)).toMatchObject({ status: 404, body: { code: 'upload_gone' } })
  })

  it('are other bytes than the checksum says', async () => {
    const upload = await begin()
    const answer = await put(upload, Buffer.from('123456780'), { [CRC_HEADER]: CRC })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'checksum_mismatch', retryable: true },
    })
    expect(await partsOf(upload)).toEqual([])
    expect((await put(upload, LETTER, { [CRC_HEADER]: CRC })).status).toBe(200)
  })

  const wrong: [what: string, headers: Record<string, string>, status: number][] = [
    ['a shorter length', { 'content-length': '8' }, 400],
    ['a longer length', { 'content-length': '10' }, 400],
    ['a checksum of another kind', { 'content-md5': MD5 }, 400],
    ['both kinds', { 'content-md5': MD5, [CRC_HEADER]: CRC }, 400],
    ['an MD5 as CRC', { [CRC_HEADER]: MD5 }, 400],
    ['a checksum that is none', { [CRC_HEADER]: 'x' }, 400],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbouring site', { 'sec-fetch-site': 'same-site' }, 403],
    ['no token', { authorization: '' }, 401],
    ['a wrong token', { authorization: 'Bearer a.b.c' }, 403],
  ]
  it.each(wrong)('is %s', async (_what, headers, status) => {
    const upload = await begin()
    const sending = beginPart(server.origin, upload, 1, { 'content-length': 9, ...headers })
    sending.outgoing.flushHeaders()
    expect(await sending.answer).toMatchObject({ status })
    sending.outgoing.destroy()
    expect(await partsOf(upload)).toEqual([])
  })

  it.each(['0', '2', '10001', '-1', '1.5', '1e0', 'one', '%00', '01x'])(
    'is part %s',
    async (number) => {
      const upload = await begin()
      const answer = await putPart(server.origin, upload, number, LETTER)
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    },
  )

  it('is a body of unknown length', async () => {
    const upload = await begin()
    const sending = beginPart(server.origin, upload, 1, { 'transfer-encoding': 'chunked' })
    sending.outgoing.end(LETTER)
    expect(await sending.answer).toMatchObject({ status: 411, body: { code: 'bad_request' } })
  })

  it('is the token of another upload, and one that ran out', async () => {
    const [upload, other] = [await begin(), await begin()]
    expect(await put({ ...upload, token: other.token }, LETTER)).toMatchObject({ status: 403 })
    api.clock.ahead = 8 * 24 * 60 * 60_000
    const late = await put(upload, LETTER)
    api.clock.ahead = 0
    expect(late).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })

  it('is logged with its upload and reason, without the token', async () => {
    const upload = await begin()
    api.lines.length = 0
    await put(upload, LETTER, { 'content-md5': MD5 })
    expect(api.lines).toHaveLength(1)
    const [line] = api.lines.map((text): unknown => JSON.parse(text))
    expect(line).toMatchObject({ upload: upload.id, part: '1', code: 'bad_request' })
    expect(api.lines[0]).not.toContain(upload.token)
  })

  it('is any other method', async () => {
    const { id, token } = await begin()
    const answer = await api.call('GET', `/api/uploads/${id}/parts/1`, { token })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('PUT')
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
    const wrong = await put(upload, Buffer.from('123456780'), { 'content-md5': MD5 })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'checksum_mismatch' } })
    expect(await put(upload, LETTER, { [CRC_HEADER]: CRC })).toMatchObject({ status: 400 })
    const right = await put(upload, LETTER, { 'content-md5': MD5 })
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
    const upload = await begin()
    const without = await openPartServer(api, { settings })
    const answer = await putPart(without.origin, upload, 1, LETTER)
    await without.close()
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
