import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { openLink, type Link } from './proxy.ts'
import type { LinkShape } from './shape.ts'

const SHAPE: LinkShape = {
  connectionRate: 400e6,
  rates: [{ from: 0, rate: 800e6 }],
  roundTrip: 4,
  loss: 0.0001,
  stall: 2,
  seed: 7,
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

async function serve(answer: (socket: Socket) => void): Promise<URL> {
  const server: Server = createServer({ allowHalfOpen: true }, answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  open.push(server)
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

async function linkTo(target: URL): Promise<Link> {
  const link = await openLink(target, SHAPE)
  open.push(link)
  return link
}

it('carries all bytes unchanged in both directions, of many connections at once', async () => {
  const link = await linkTo(await serve((socket) => void socket.pipe(socket)))
  link.begin()
  expect(link.report()).toEqual({ first: null, bytes: 0, connections: 0 })
  const contents = Array.from({ length: 8 }, (_, at) => randomBytes(3_000_000 + at))
  await Promise.all(
    contents.map(async (content) => {
      const socket = connect(link.port, '127.0.0.1')
      socket.end(content)
      expect((await buffer(socket)).equals(content)).toBe(true)
    }),
  )
  const total = contents.reduce((sum, { length }) => sum + length, 0)
  expect(link.report()).toMatchObject({ bytes: total, connections: 8 })
})

it('carries what is left when a server has nothing more to say', async () => {
  const answer = randomBytes(2_000_000)
  const link = await linkTo(
    await serve((socket) => {
      socket.end(answer)
      socket.resume()
    }),
  )
  const socket = connect(link.port, '127.0.0.1')
  expect((await buffer(socket)).equals(answer)).toBe(true)
})

it('ends with a server that breaks off', async () => {
  const target = await serve((socket) => void socket.once('data', () => socket.resetAndDestroy()))
  const link = await linkTo(target)
  const client = connect(link.port, '127.0.0.1')
  const told = once(client, 'error')
  client.resume()
  client.write('a')
  expect(await told).toMatchObject([{ code: 'ECONNRESET' }])
})

it('tells a server of a client that breaks off', async () => {
  let accept: (socket: Socket) => void
  const accepted = new Promise<Socket>((resolve) => (accept = resolve))
  const link = await linkTo(await serve((socket) => accept(socket)))
  const client = connect(link.port, '127.0.0.1')
  client.write('a')
  const socket = await accepted
  const told = once(socket, 'error')
  socket.resume()
  client.resetAndDestroy()
  expect(await told).toMatchObject([{ code: 'ECONNRESET' }])
})
