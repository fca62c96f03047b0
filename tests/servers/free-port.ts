import { createServer } from 'node:net'
import { randomInt } from 'node:crypto'

/** Below those that systems give to connections of their own (RFC 6335, section 6, and Linux from 32768). */
const FIRST = 20_000
const END = 32_000
const TRIES = 100

/**
 * A port of this machine that nobody uses now, for a program that can't be given any free one. None of
 * those that a connection, or a server that takes any, may be given before the program begins.
 *
 * @throws Error when none of many is free
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(FIRST, END)
    if (await isFree(port)) return port
  }
  throw new Error(`no port from ${FIRST} to ${END} is free`)
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
