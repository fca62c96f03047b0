/** JS heaps over the debugging protocol. */
import type { CDPSession } from 'playwright-core'
import * as v from 'valibot'
import type { Browser } from './browser.ts'

const usageSchema = v.object({
  /** Bytes of living objects, and garbage that was not collected yet. */
  usedSize: v.number(),
  /** Bytes of ArrayBuffers and WebAssembly memories. */
  backingStorageSize: v.number(),
})

const answerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ id: v.optional(v.number()), result: v.optional(usageSchema) }),
)

/** Reads a heap's size in bytes: objects and buffers. */
export type ReadHeap = () => Promise<number>

export async function pageHeap({ context, page }: Browser): Promise<ReadHeap> {
  const session = await context.newCDPSession(page)
  return async () => sizeOf(v.parse(usageSchema, await session.send('Runtime.getHeapUsage')))
}

/**
 * The service worker's. Playwright gives no session of a worker, so that its messages go inside
 * messages to the browser.
 */
export async function workerHeap({ context }: Browser): Promise<ReadHeap> {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the browser has no debugging session')
  const { targetInfos } = await session.send('Target.getTargets')
  const target = targetInfos.find(({ type }) => type === 'service_worker')
  if (!target) throw new Error('the browser has no service worker')
  const { sessionId } = await session.send('Target.attachToTarget', {
    targetId: target.targetId,
    flatten: false,
  })
  let lastId = 0
  return async () => {
    const id = ++lastId
    const answered = answerTo(session, id)
    const message = JSON.stringify({ id, method: 'Runtime.getHeapUsage' })
    await session.send('Target.sendMessageToTarget', { sessionId, message })
    return answered
  }
}

function answerTo(session: CDPSession, id: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const take = ({ message }: { message: string }): void => {
      const answer = v.safeParse(answerSchema, message)
      if (answer.success && answer.output.id !== id) return
      session.off('Target.receivedMessageFromTarget', take)
      if (answer.success && answer.output.result) resolve(sizeOf(answer.output.result))
      else reject(new Error(`the worker gives no size of its heap: ${message}`))
    }
    session.on('Target.receivedMessageFromTarget', take)
  })
}

function sizeOf({ usedSize, backingStorageSize }: v.InferOutput<typeof usageSchema>): number {
  return usedSize + backingStorageSize
}
