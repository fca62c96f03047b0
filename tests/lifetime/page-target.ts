import { WebSocket } from 'ws'
import * as v from 'valibot'

const answerSchema = v.object({
  id: v.optional(v.number()),
  result: v.optional(v.unknown()),
  error: v.optional(v.object({ message: v.string() })),
})
const targetSchema = v.object({ id: v.string(), webSocketDebuggerUrl: v.string() })

/**
 * One page of a browser that nobody else debugs. A debugger that attaches to a service worker keeps
 * it alive, and the usual drivers attach to every one: this attaches to the page alone.
 */
export interface PageTarget {
  evaluate(expression: string): Promise<unknown>
  setFiles(selector: string, paths: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** @param debugging the browser's debugging address, an origin */
export async function openPage(debugging: string, url: string): Promise<PageTarget> {
  const opened = await fetch(`${debugging}/json/new?${encodeURIComponent(url)}`, { method: 'PUT' })
  const target = v.parse(targetSchema, await opened.json())
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((done, fail) => socket.once('open', done).once('error', fail))
  const waiting = new Map<number, (answer: v.InferOutput<typeof answerSchema>) => void>()
  socket.on('message', (data: Buffer) => {
    const answer = v.parse(answerSchema, JSON.parse(data.toString('utf8')))
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
  })
  let id = 0

  async function call<T extends v.GenericSchema>(
    schema: T,
    method: string,
    params: object,
  ): Promise<v.InferOutput<T>> {
    id += 1
    const own = id
    const answered = new Promise<v.InferOutput<typeof answerSchema>>((done) => {
      waiting.set(own, done)
    })
    socket.send(JSON.stringify({ id: own, method, params }))
    const { result, error } = await answered
    waiting.delete(own)
    if (error) throw new Error(`${method}: ${error.message}`)
    return v.parse(schema, result)
  }

  return {
    async evaluate(expression) {
      const schema = v.object({ result: v.object({ value: v.optional(v.unknown()) }) })
      const { result } = await call(schema, 'Runtime.evaluate', { expression, returnByValue: true })
      return result.value
    },
    async setFiles(selector, files) {
      const root = v.object({ root: v.object({ nodeId: v.number() }) })
      const { nodeId: document } = (await call(root, 'DOM.getDocument', {})).root
      const node = v.object({ nodeId: v.number() })
      const { nodeId } = await call(node, 'DOM.querySelector', { nodeId: document, selector })
      await call(v.unknown(), 'DOM.setFileInputFiles', { nodeId, files })
    },
    async close() {
      socket.close()
      await fetch(`${debugging}/json/close/${target.id}`)
    },
  }
}
