/** A line to a server that is slow or breaks off carrying, for tests: it knows bytes only. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'

export interface SlowLine {
  readonly endpoint: string
  /** Bytes that each new connection carries to the server before it stands still. */
  limit: number
  /** Bytes a second, of all connections together. */
  rate: number
  close(): Promise<void>
}

/** @param target the server's origin */
export async function openSlowLine(target: string): Promise<SlowLine> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let freeAt = 0

  /** Calls when these bytes may go on: the connections stand in one row. */
  function inTurn(bytes: number, goOn: () => void): void {
    const now = performance.now()
    freeAt = Math.max(freeAt, now) + (bytes / line.rate) * 1000
    if (freeAt - now > 1) setTimeout(goOn, freeAt - now)
    else goOn()
  }

  const server = createServer({ highWaterMark: 16_384 }, (near) => {
    const far = connect(Number(port), hostname)
    const { limit } = line
    let carried = 0
    const slow = new Transform({
      highWaterMark: 16_384,
      transform(chunk: Buffer, _encoding, done) {
        carried += chunk.length
        if (carried > limit) return
        inTurn(chunk.length, () => done(null, chunk))
      },
    })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(slow).pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: SlowLine = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    limit: Number.POSITIVE_INFINITY,
    rate: Number.POSITIVE_INFINITY,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
