import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { ApiEnvironment } from './environment.ts'

/**
 * Ms for which what the bucket answered is told to all. Anybody may ask, as often as they like: they are
 * not to have the bucket asked as often, nor to keep its connections from uploads.
 */
const TOLD_FOR = 1_000

/** `GET /health`: the process lives. `GET /ready`: the bucket answers and is known. */
export function healthRoutes({ store, ability }: Dependencies) {
  const look = seldom(async () => {
    await store.reach()
    return ability()
  }, TOLD_FOR)
  return new Hono<ApiEnvironment>()
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', async (c) => {
      try {
        const { checksum } = await look()
        return c.json({ status: 'ok', checksum })
      } catch (cause) {
        if (!(cause instanceof ApiFailure)) throw cause
        throw new ApiFailure(cause.code, cause.message, { cause, status: 503 })
      }
    })
}

/** Asks no more than once at a time, and not again within so many ms of an answer. */
function seldom<T>(ask: () => Promise<T>, pause: number): () => Promise<T> {
  let last: Promise<T> | undefined
  let answeredAt: number | undefined
  return () => {
    const isOld = answeredAt !== undefined && performance.now() - answeredAt > pause
    if (last && !isOld) return last
    answeredAt = undefined
    last = ask().finally(() => {
      answeredAt = performance.now()
    })
    return last
  }
}
