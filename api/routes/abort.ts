import { Hono } from 'hono'
import type { Dependencies } from '../dependencies.ts'
import { abortUpload } from '../uploads/abort.ts'
import { authorize, type ApiEnvironment } from './environment.ts'

/** `DELETE /uploads/:id` */
export function abortRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().delete('/uploads/:id', authorize(deps), async (c) => {
    const { key, name, size } = c.var.upload
    c.set('facts', { key, name, size })
    await abortUpload(deps, c.var.upload)
    return c.body(null, 204)
  })
}
