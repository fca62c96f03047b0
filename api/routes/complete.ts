import { Hono } from 'hono'
import { completeRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import { completeUpload } from '../uploads/complete.ts'
import { addHashes, givenHashesSchema } from '../uploads/hashes.ts'
import { findReceipt } from '../uploads/receipts.ts'
import { authorize, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads/:id/complete`, `GET /uploads/:id/receipt` and `POST /uploads/:id/hashes` */
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
    .post('/uploads/:id/hashes', authorize(deps), jsonBody(givenHashesSchema), async (c) => {
      return c.json(await addHashes(deps, c.var.upload, c.req.valid('json')))
    })
}
