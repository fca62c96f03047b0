import { Hono } from 'hono'
import { createUploadRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { createUpload } from '../uploads/create.ts'
import { jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads` */
export function createRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().post(
    '/uploads',
    jsonBody(createUploadRequestSchema),
    async (c) => c.json(await createUpload(deps, c.req.valid('json'))),
  )
}
