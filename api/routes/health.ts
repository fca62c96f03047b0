import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import type { ApiEnvironment } from './environment.ts'

/** `GET /health`: the process lives. `GET /ready`: the bucket answers and is known. */
export function healthRoutes({ store, ability }: Dependencies) {
  return new Hono<ApiEnvironment>()
    .get('/health', (c) => c.json({ status: 'ok' }))
    .get('/ready', async (c) => {
      await store.reach()
      const { checksum } = await ability()
      return c.json({ status: 'ok', checksum })
    })
}
