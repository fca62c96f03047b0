/** A simulated link to a server: it knows bytes only, so any protocol goes over it. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createBottleneck, type Flow } from './bottleneck.ts'
import { createDelayLine } from './delay-line.ts'
import type { LinkShape } from './shape.ts'

/** Bytes of a connection that wait for the link before no more are read, and those it goes on at. */
const MOST_WAITING = 1_048_576
const FEW_WAITING = 524_288
/** Bytes that the far end may leave lying before the link carries no more to it. */
const MOST_UNTAKEN = 1_048_576

/** What went over a link since it began. */
export interface LinkReport {
  /** When the first connection was made, ms since 1970; null if none was. */
  readonly first: number | null
  /** Bytes that were carried to the server. */
  readonly bytes: number
  /** Connections that were made. */
  readonly connections: number
}

export interface Link {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number
  /** Has the link's rates and its losses begin anew, and counts anew. */
  begin(): void
  report(): LinkReport
  close(): Promise<void>
}

interface Connection {
  readonly near: Socket
  readonly far: Socket
  readonly flow: Flow
  /** Bytes that wait for the link. */
  waiting: number
  /** Whether the near end has said all it has to say. */
  ended: boolean
}

/** Bytes on their way, or with null the end of what one side says. */
interface Cargo {
  readonly to: Socket
  readonly bytes: Uint8Array | null
}

/**
 * What goes to the server is limited, lost and late; what it answers is only late, as the other
 * direction of a link has room. A connection is made after a whole round trip.
 *
 * @param target the server's origin
 */
export async function openLink(target: URL, shape: LinkShape): Promise<Link> {
  const half = shape.roundTrip / 2
  const bottleneck = createBottleneck(shape)
  const connections = new Map<Flow, Connection>()
  const outbound = createDelayLine<Cargo>()
  const inbound = createDelayLine<Cargo>()
  let count = { first: Infinity, bytes: 0, connections: 0 }
  let timer: NodeJS.Timeout | undefined
  let soon: NodeJS.Immediate | undefined

  function accept(near: Socket): void {
    const now = performance.now()
    const far = connect({ port: Number(target.port), host: target.hostname, noDelay: true })
    const flow = bottleneck.open(now + shape.roundTrip)
    const connection: Connection = { near, far, flow, waiting: 0, ended: false }
    connections.set(flow, connection)
    count.connections += 1
    count.first = Math.min(count.first, performance.timeOrigin + now)

    near.on('data', (bytes) => {
      bottleneck.offer(flow, bytes, performance.now())
      connection.waiting += bytes.length
      if (connection.waiting > MOST_WAITING) near.pause()
      wakeSoon()
    })
    near.on('end', () => {
      connection.ended = true
      if (connection.waiting === 0) send(outbound, far, null, performance.now())
    })
    far.on('data', (bytes) => send(inbound, near, bytes, performance.now()))
    far.on('end', () => send(inbound, near, null, performance.now()))
    far.on('drain', () => {
      bottleneck.release(flow, performance.now())
      wakeSoon()
    })
    for (const socket of [near, far]) {
      // The other end learns of an error as it would over any link: its connection is reset.
      socket.on('error', () => socket.destroy())
      socket.on('close', (hadError) => {
        if (hadError || (near.destroyed && far.destroyed)) drop(connection)
      })
    }
  }

  /** Breaks off both ends, unless they have ended. */
  function drop({ near, far, flow }: Connection): void {
    bottleneck.close(flow)
    connections.delete(flow)
    near.resetAndDestroy()
    far.resetAndDestroy()
  }

  function send(line: typeof outbound, to: Socket, bytes: Cargo['bytes'], from: number): void {
    line.push(from + half, { to, bytes })
    wakeSoon()
  }

  function wake(): void {
    clearTimeout(timer)
    clearImmediate(soon)
    soon = undefined
    const now = performance.now()
    for (const { flow, bytes, at } of bottleneck.carry(now)) {
      const connection = connections.get(flow)
      if (!connection) continue
      const { near, far } = connection
      outbound.push(at + half, { to: far, bytes })
      count.bytes += bytes.length
      connection.waiting -= bytes.length
      if (connection.waiting < FEW_WAITING && near.isPaused()) near.resume()
      if (connection.waiting === 0 && connection.ended)
        outbound.push(at + half, { to: far, bytes: null })
    }
    deliver(outbound.take(now))
    deliver(inbound.take(now))
    for (const { far, flow } of connections.values()) {
      if (far.writableLength > MOST_UNTAKEN) bottleneck.hold(flow)
    }
    const times = [bottleneck.nextAt(), outbound.nextAt(), inbound.nextAt()]
    const next = Math.min(...times.map((time) => time ?? Infinity))
    if (next < Infinity) timer = setTimeout(wake, Math.max(1, next - now))
  }

  function wakeSoon(): void {
    soon ??= setImmediate(wake)
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    begin() {
      bottleneck.begin(performance.now())
      count = { first: Infinity, bytes: 0, connections: 0 }
    },
    report: () => ({ ...count, first: count.first === Infinity ? null : count.first }),
    async close() {
      clearTimeout(timer)
      clearImmediate(soon)
      for (const connection of connections.values()) drop(connection)
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Hands over what has arrived, each socket's in one go. */
function deliver(arrived: readonly Cargo[]): void {
  const corked = new Set(arrived.map(({ to }) => to))
  for (const socket of corked) socket.cork()
  for (const { to, bytes } of arrived) {
    if (to.destroyed || to.writableEnded) continue
    if (bytes === null) to.end()
    else to.write(bytes)
  }
  for (const socket of corked) socket.uncork()
}
