import { WebSocket } from 'ws'
import * as v from 'valibot'

const answerSchema = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
  /** Of an event, which answers nothing. */
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
})
type Answer = v.InferOutput<typeof answerSchema>

/** One target of the debugging protocol, to which nothing else is attached along with it. */
export interface Session {
  /** @throws Error with the browser's message, or when the target goes before it answers */
  call<T extends v.GenericSchema>(
    schema: T,
    method: string,
    params?: object,
  ): Promise<v.InferOutput<T>>
  /** Says it and waits for no answer. */
  tell(method: string): void
  /** Calls back with the parameters of each event of that name, for as long as the session is open. */
  listen(event: string, heard: (params: unknown) => void): void
  close(): void
}

/** @param address the target's `ws:` URL */
export async function openSession(address: string): Promise<Session> {
  const socket = new WebSocket(address)
  await new Promise((done, fail) => socket.once('open', done).once('error', fail))
  const waiting = new Map<number, (answer: Answer) => void>()
  const listeners: { event: string; heard: (params: unknown) => void }[] = []
  socket.on('message', (data: Buffer) => {
    const answer = v.parse(answerSchema, JSON.parse(data.toString('utf8')))
    if (answer.id !== undefined) return waiting.get(answer.id)?.(answer)
    for (const { event, heard } of listeners) if (event === answer.method) heard(answer.params)
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    for (const answer of waiting.values()) answer({ error: { message: 'the target is gone' } })
  })
  let lastId = 0

  function send(method: string, params: object): number {
    lastId += 1
    socket.send(JSON.stringify({ id: lastId, method, params }))
    return lastId
  }

  return {
    async call(schema, method, params = {}) {
      if (socket.readyState !== WebSocket.OPEN) throw new Error(`${method}: the target is gone`)
      const id = send(method, params)
      const { result, error } = await new Promise<Answer>((done) => waiting.set(id, done))
      waiting.delete(id)
      if (error) throw new Error(`${method}: ${error.message}`)
      return v.parse(schema, result)
    },
    tell: (method) => void send(method, {}),
    listen: (event, heard) => void listeners.push({ event, heard }),
    close: () => socket.close(),
  }
}
