import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import { statusOf, watchToken } from '../uploads/status.ts'
import { authorize, authorizeWatcher, type ApiEnvironment } from './environment.ts'

/** `POST /uploads/:id/watch` and `GET /uploads/:id/status` */
export function statusRoutes(deps: Dependencies) {
  return new Hono<ApiEnvironment>()
    .post('/uploads/:id/watch', authorize(deps), async (c) =>
      c.json(await watchToken(deps, c.var.upload)),
    )
    .get('/uploads/:id/status', authorizeWatcher(deps), async (c) =>
      c.json(await statusOf(deps, c.var.upload)),
    )
}
