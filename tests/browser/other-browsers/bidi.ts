import { once } from 'node:events'
import * as v from 'valibot'
import { WebSocket } from 'ws'

/** A connection that speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
export interface Bidi {
  /**
   * Sends a command and gives its result.
   *
   * @throws Error with the browser's words when it refuses, or when the connection has ended
   */
  send<T extends v.GenericSchema>(
    method: string,
    params: Readonly<Record<string, unknown>>,
    result: T,
  ): Promise<v.InferOutput<T>>
}

const messageSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('type', [
    v.object({ type: v.literal('success'), id: v.number(), result: v.unknown() }),
    v.object({ type: v.literal('error'), id: v.nullable(v.number()), message: v.string() }),
    v.object({ type: v.literal('event') }),
  ]),
)

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Connects to a browser and begins a session. @param address of its WebSocket */
export async function connectBidi(address: string): Promise<Bidi> {
  const socket = new WebSocket(`${address}/session`)
  const waiting = new Map<number, Waiting>()
  let sent = 0

  socket.on('message', (data: Buffer) => {
    const message = v.parse(messageSchema, data.toString('utf8'))
    if (message.type === 'event' || message.id === null) return
    const one = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.type === 'success') one?.resolve(message.result)
    else one?.reject(new Error(message.message))
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has hung up'))
    waiting.clear()
  })
  await once(socket, 'open')

  const bidi: Bidi = {
    async send(method, params, result) {
      sent += 1
      const id = sent
      const answer = await new Promise<unknown>((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) throw new Error('the browser has hung up')
        waiting.set(id, { resolve, reject })
        socket.send(JSON.stringify({ id, method, params }))
      })
      return v.parse(result, answer)
    },
  }
  await bidi.send('session.new', { capabilities: {} }, v.unknown())
  return bidi
}
