import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { KIB, MIB } from '../../shared/limits.ts'
import { beginPart, putPart } from '../testing/part-server.ts'
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

describe('refused', () => {
  it('is a part that the store has, before its bytes are taken', async () => {
    const upload = await route.begin(20 * MIB)
    const content = randomBytes(16 * MIB)
    expect((await route.put(upload, content)).status).toBe(200)
    const again = beginPart(server.origin, upload, 1, { 'content-length': content.length })
    again.outgoing.flushHeaders()
    expect(await again.answer).toMatchObject({
      status: 409,
      body: { code: 'part_exists', retryable: false },
    })
    again.outgoing.destroy()
    expect(await route.put(upload, Buffer.alloc(4 * MIB), {}, 2)).toMatchObject({ status: 200 })
    expect(await route.put(upload, content)).toMatchObject({ status: 409 })
  })

  it('are parts that the store has, of which one look at it tells', async () => {
    const contents = [randomBytes(16 * MIB), randomBytes(16 * MIB), randomBytes(KIB)]
    const upload = await route.begin(32 * MIB + KIB)
    for (const [index, content] of contents.entries()) {
      expect((await route.put(upload, content, {}, index + 1)).status).toBe(200)
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
    const upload = await route.begin(size)
    expect((await route.put(upload, randomBytes(size))).status).toBe(200)
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
    const { id, token } = await route.begin()
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
    const upload = await route.begin()
    await route.put(upload, LETTER)
    const path = `/api/uploads/${upload.id}`
    const { token } = upload
    await api.call('POST', `${path}/complete`, { token, body: { checksum: CRC } })
    expect(await route.put(upload, LETTER)).toMatchObject({
      status: 409,
      body: { code: 'part_exists' },
    })
    const gone = await route.begin()
    await api.call('DELETE', `/api/uploads/${gone.id}`, { token: gone.token })
    expect(await route.put(gone, LETTER)).toMatchObject({
      status: 404,
      body: { code: 'upload_gone' },
    })
  })

  it('are other bytes than the checksum says', async () => {
    const upload = await route.begin()
    const answer = await route.put(upload, Buffer.from('123456780'), { [CRC_HEADER]: CRC })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'checksum_mismatch', retryable: true },
    })
    expect(await route.partsOf(upload)).toEqual([])
    expect((await route.put(upload, LETTER, { [CRC_HEADER]: CRC })).status).toBe(200)
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
    const upload = await route.begin()
    const sending = beginPart(server.origin, upload, 1, { 'content-length': 9, ...headers })
    sending.outgoing.flushHeaders()
    expect(await sending.answer).toMatchObject({ status })
    sending.outgoing.destroy()
    expect(await route.partsOf(upload)).toEqual([])
  })

  it.each(['0', '2', '10001', '-1', '1.5', '1e0', 'one', '%00', '01x'])(
    'is part %s',
    async (number) => {
      const upload = await route.begin()
      const answer = await putPart(server.origin, upload, number, LETTER)
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } })
    },
  )

  it('is a body of unknown length', async () => {
    const upload = await route.begin()
    const sending = beginPart(server.origin, upload, 1, { 'transfer-encoding': 'chunked' })
    sending.outgoing.end(LETTER)
    expect(await sending.answer).toMatchObject({ status: 411, body: { code: 'bad_request' } })
  })

  it('is the token of another upload, and one that ran out', async () => {
    const [upload, other] = [await route.begin(), await route.begin()]
    expect(await route.put({ ...upload, token: other.token }, LETTER)).toMatchObject({
      status: 403,
    })
    api.clock.ahead = 8 * 24 * 60 * 60_000
    const late = await route.put(upload, LETTER)
    api.clock.ahead = 0
    expect(late).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })

  it('is logged with its upload and reason, without the token', async () => {
    const upload = await route.begin()
    api.lines.length = 0
    await route.put(upload, LETTER, { 'content-md5': MD5 })
    expect(api.lines).toHaveLength(1)
    const [line] = api.lines.map((text): unknown => JSON.parse(text))
    expect(line).toMatchObject({ upload: upload.id, part: '1', code: 'bad_request' })
    expect(api.lines[0]).not.toContain(upload.token)
  })

  it('is any other method', async () => {
    const { id, token } = await route.begin()
    const answer = await api.call('GET', `/api/uploads/${id}/parts/1`, { token })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('PUT')
  })
})
