import { Hono } from 'hono'
import { signPartsRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { discardPart, listParts, signParts } from '../uploads/parts.ts'
import { authorize, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads/:id/sign` and `GET /uploads/:id/parts` */
export function partsRoutes(deps: Dependencies) {
  return new Hono<ApiEnvironment>()
    .post('/uploads/:id/sign', authorize(deps), jsonBody(signPartsRequestSchema), async (c) => {
      const request = c.req.valid('json')
      c.set('facts', { parts: request.parts.length })
      return c.json(await signParts(deps, c.var.upload, request))
    })
    .post('/uploads/:id/discard', authorize(deps), async (c) => {
      await discardPart(deps, c.var.upload)
      return c.body(null, 204)
    })
    .get('/uploads/:id/parts', authorize(deps), async (c) =>
      c.json(await listParts(deps, c.var.upload)),
    )
}
