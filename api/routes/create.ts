import { Hono } from 'hono'
import { createUploadRequestSchema } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { createUpload } from '../uploads/create.ts'
import { identify, jsonBody, type ApiEnvironment } from './environment.ts'

/** `POST /uploads` */
export function createRoute(deps: Dependencies) {
  return new Hono<ApiEnvironment>().post(
    '/uploads',
    identify(deps),
    jsonBody(createUploadRequestSchema),
    async (c) => c.json(await createUpload(deps, c.var.identity, c.req.valid('json'))),
  )
}
