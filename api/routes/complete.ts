import { Hono } from 'hono'
import { completeRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { completeUpload } from '../uploads/complete.ts'
import { findReceipt } from '../uploads/receipts.ts'
import { authorize, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads/:id/complete` and `GET /uploads/:id/receipt` */
export function completeRoutes(deps: Dependencies) {
  return new Hono<ApiEnvironment>()
    .post('/uploads/:id/complete', authorize(deps), jsonBody(completeRequestSchema), async (c) => {
      const { key, name, size } = c.var.upload
      c.set('facts', { key, name, size })
      return c.json(await completeUpload(deps, c.var.upload, c.req.valid('json')))
    })
    .get('/uploads/:id/receipt', authorize(deps), async (c) => {
      const receipt = await findReceipt(deps, c.var.upload)
      if (!receipt) throw new ApiFailure('not_found', 'the upload has no receipt yet')
      return c.json(receipt)
    })
}
