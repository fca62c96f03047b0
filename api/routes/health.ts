import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { ApiEnvironment } from './environment.ts'

/** `GET /health`: the process lives. `GET /ready`: the bucket answers and is known. */
export function healthRoutes({ store, ability }: Dependencies) {
  return new Hono<ApiEnvironment>()
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', async (c) => {
      try {
        await store.reach()
        const { checksum } = await ability()
        return c.json({ status: 'ok', checksum })
      } catch (cause) {
        if (!(cause instanceof ApiFailure)) throw cause
        throw new ApiFailure(cause.code, cause.message, { cause, status: 503 })
      }
    })
}
