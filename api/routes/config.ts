import { Hono } from 'hono'
import type { HashConfig } from '../../shared/hash-config.ts'
import type { ConnectionConfig } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import type { ApiEnvironment } from './environment.ts'

/** `GET /config`: what the browser has to know before it asks for anything. */
export function configRoute({ ability, gate, presigner, settings, version }: Dependencies) {
  return new Hono<ApiEnvironment>().get('/config', async (c) => {
    const { checksum } = await ability()
    const { maxFileSize, partRoute, wholeFileHashes } = settings
    const answer: ConnectionConfig & HashConfig = {
      version,
      maxFileSize,
      checksum,
      partRoute,
      signIn: [...gate.kinds],
      storeOrigins: [...presigner.origins],
      wholeFileHashes: [...wholeFileHashes],
    }
    return c.json(answer)
  })
}
