import { Hono } from 'hono'
import type { ClientConfig } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import type { ApiEnvironment } from './environment.ts'

/** `GET /config`: what the browser has to know before it asks for anything. */
export function configRoute({ ability, gate, settings, version }: Dependencies) {
  return new Hono<ApiEnvironment>().get('/config', async (c) => {
    const { checksum } = await ability()
    const { maxFileSize, partRoute } = settings
    const answer: ClientConfig = {
      version,
      maxFileSize,
      checksum,
      partRoute,
      signIn: [...gate.kinds],
    }
    return c.json(answer)
  })
}
