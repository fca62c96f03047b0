import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { KIB, MIB } from '../shared/limits.ts'
import { createHttpServer, type Answerer, type HeaderLimit } from './http-server.ts'

const PART = Buffer.alloc(4 * MIB)
/** What Node holds of a body that nobody reads. */
const HELD = 256 * KIB

const ended: (() => void)[] = []
afterEach(() => {
  for (const end of ended.splice(0)) end()
})

/** A server, and one connection to it as both ends see it. */
async function open(answer: Answerer, headers?: HeaderLimit) {
  const server = createHttpServer(answer, headers).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connected = once(server, 'connection')
  const client = connect(port, '127.0.0.1')
  const [socket] = (await connected) as [Socket]
  ended.push(() => {
    client.destroy()
    server.close()
  })
  let heard = ''
  client.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  // A sender that isn't listened to any more hears of it so.
  client.on('error', () => undefined)
  return {
    client,
    socket,
    heard: () => heard,
    closed: new Promise((resolve) => client.once('close', resolve)),
    get(path: string): void {
      client.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
    },
    put(path: string): void {
      client.write(`PUT ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: ${PART.length}\r\n\r\n`)
      client.write(PART)
    },
    async answered(count: number): Promise<void> {
      while ((heard.match(/HTTP\/1\.1/g) ?? []).length < count) await once(client, 'data')
    },
  }
}

it('keeps a connection longer than the proxies that may stand before it', async () => {
  const { get, answered, heard } = await open(async () => new Response('here'))
  get('/')
  await answered(1)
  const [, seconds] = /keep-alive: timeout=(\d+)/i.exec(heard()) ?? []
  expect(Number(seconds)).toBeGreaterThan(60)
})

it('takes the headers of a proxy that signs people in, which are long', async () => {
  const { client, answered, heard } = await open((request) => {
    return new Response(String(request.headers.get('cookie')?.length))
  })
  const long = {
    authorization: 9000,
    'x-access-token': 9000,
    'longhaul-token': 8192,
    cookie: 16_000,
  }
  const lines = Object.entries(long).map(([name, length]) => `${name}: ${'a'.repeat(length)}\r\n`)
  client.write(`GET / HTTP/1.1\r\nhost: a\r\n${lines.join('')}\r\n`)
  await answered(1)
  expect(heard()).toMatch(/^HTTP\/1\.1 200/)
  expect(heard()).toContain('16000')
})

it('leaves none of many headers out, such as what a proxy adds at the end', async () => {
  const { client, answered, heard } = await open((request) => {
    return new Response(request.headers.get('x-forwarded-for'))
  })
  const many = Array.from({ length: 5_000 }, (_, number) => `a${number}:\r\n`)
  client.write(`GET / HTTP/1.1\r\nhost: a\r\n${many.join('')}x-forwarded-for: 1.2.3.4\r\n\r\n`)
  await answered(1)
  expect(heard()).toContain('1.2.3.4')
})

it('reads no endless body of a request that was answered', async () => {
  const { client, closed, socket, answered } = await open(() => new Response('here'))
  client.write('GET / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n')
  await answered(1)
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MIB), Buffer.from('\r\n')])
  const flood = setInterval(() => client.writableLength < 4 * MIB && client.write(chunk), 1)
  await closed
  clearInterval(flood)
  expect(socket.bytesRead).toBeLessThan(500 * MIB)
})

it.each([0, 300])(
  'reads no more of a part that nobody needs, also when it is refused after %i ms',
  async (wait) => {
    const { put, closed, socket, heard } = await open(async () => {
      await sleep(wait)
      return Response.json({ code: 'part_exists' }, { status: 409 })
    })
    put('/api/uploads/one/parts/1')
    await closed
    expect(heard()).toMatch(/^HTTP\/1\.1 409/)
    expect(heard().toLowerCase()).toContain('connection: close')
    expect(heard()).toContain('{"code":"part_exists"}')
    expect(socket.bytesRead).toBeLessThan(HELD)
  },
)

it('reads no more of what is shared, which it takes none of, and answers before it cuts that off', async () => {
  const { client, closed, socket, heard } = await open(() => new Response('no', { status: 413 }))
  client.write(`POST /share HTTP/1.1\r\nhost: a\r\ncontent-length: ${PART.length}\r\n\r\n`)
  client.write(PART)
  await closed
  expect(heard()).toMatch(/^HTTP\/1\.1 413/)
  expect(heard()).toMatch(/no$/)
  expect(socket.bytesRead).toBeLessThan(HELD)
})

it('keeps a connection on which a refused part has come to its end', async () => {
  const { put, answered, socket, heard } = await open(async (request) => {
    await request.arrayBuffer()
    return new Response(null, { status: 409 })
  })
  put('/api/uploads/one/parts/1')
  await answered(1)
  put('/api/uploads/one/parts/2')
  await answered(2)
  expect(heard().toLowerCase()).not.toContain('connection: close')
  expect(socket.bytesRead).toBeGreaterThan(2 * PART.length)
})

it('reads on after other answers, so that the sender comes to hear them', async () => {
  const { put, answered, socket } = await open(() => new Response(null, { status: 503 }))
  put('/api/uploads/one/parts/1')
  await answered(1)
  put('/api/uploads/one/parts/2')
  await answered(2)
  expect(socket.bytesRead).toBeGreaterThan(PART.length)
})

it('waits for no headers for ever', () => {
  const { headersTimeout } = createHttpServer(() => new Response())
  expect(headersTimeout).toBeGreaterThan(0)
  expect(headersTimeout).toBeLessThanOrEqual(60_000)
})

describe('where headers have a fifth of a second', () => {
  const limit = { time: 200, look: 50 }

  it.each(['', 'GET / HTTP/1.1\r\nhost: a\r\nslow: '])(
    'cuts off a connection of which %j is all that comes',
    async (beginning) => {
      const { client, closed, heard } = await open(() => new Response('here'), limit)
      client.write(beginning)
      const drops = setInterval(() => beginning !== '' && client.write('a'), 50)
      await closed
      clearInterval(drops)
      expect(heard()).not.toContain('200 OK')
    },
  )

  it('gives a part more time than that, and a connection between two requests', async () => {
    const { client, get, answered, heard } = await open(async (request) => {
      return new Response(`${(await request.arrayBuffer()).byteLength} bytes`)
    }, limit)
    client.write('PUT /api/uploads/one/parts/1 HTTP/1.1\r\nhost: a\r\ncontent-length: 8\r\n\r\n')
    for (let sent = 0; sent < 8; sent++) {
      await sleep(80)
      client.write('a')
    }
    await answered(1)
    await sleep(400)
    get('/')
    await answered(2)
    expect(heard()).toContain('8 bytes')
    expect(heard()).not.toContain('408')
  })
})
