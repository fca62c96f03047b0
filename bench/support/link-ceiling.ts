/** What the simulator of links itself can carry, and what it costs. */
import { connect, createServer, type AddressInfo } from 'node:net'
import { finished } from 'node:stream/promises'
import type { LinkShape } from '../link/shape.ts'
import { runWithEndings } from './ending.ts'
import { startLink } from './link.ts'
import { cpuSeconds } from './processes.ts'

const CONNECTIONS = 12
const CHUNK = Buffer.alloc(262_144)

export interface LinkCeiling {
  /** Bytes a second. */
  readonly rate: number
  /** Its process's seconds on the processor for 1 GB. */
  readonly cpu: number
}

/** Sends bytes over a link to a server that drops them. */
export async function measureLink(shape: LinkShape, bytes: number): Promise<LinkCeiling> {
  let ceiling: LinkCeiling | undefined
  await runWithEndings(async (endings) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.resume()
      socket.on('end', () => socket.end())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    endings.add(() => new Promise((resolve) => void server.close(() => resolve())))
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const link = await startLink(target, shape, endings)
    await link.begin()
    const before = await cpuSeconds(link.pid)
    const begin = performance.now()
    await Promise.all(
      Array.from({ length: CONNECTIONS }, () => sendZeros(link.port, bytes / CONNECTIONS)),
    )
    const seconds = (performance.now() - begin) / 1000
    const cpu = (await cpuSeconds(link.pid)) - before
    ceiling = { rate: bytes / seconds, cpu: cpu / (bytes / 1e9) }
  })
  if (!ceiling) throw new Error('the link carried nothing')
  return ceiling
}

async function sendZeros(port: number, bytes: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.resume()
  for (let left = bytes; left > 0; left -= CHUNK.length) {
    if (!socket.write(CHUNK.subarray(0, left))) {
      await new Promise((resolve) => socket.once('drain', resolve))
    }
  }
  socket.end()
  await finished(socket)
}
